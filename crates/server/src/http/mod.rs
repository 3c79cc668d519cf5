//! How the house is reached over HTTP: one action per file, one table of routes, one table of failures.

pub mod agent;
pub mod assets;
mod browser;
pub mod desk;
pub mod error;
pub mod extract;
mod failures;
mod file;
pub mod frame;
pub mod language;
pub mod public;
pub mod router;
pub mod search_places;
pub mod upload_places;
pub mod visitor;
