//! How Entrenous is reached: HTTP, sockets, configuration, start and stop.
//!
//! To add a route:
//! 1. write the action in `entrenous-app`;
//! 2. write `http/<agent|desk|visitor|public>/<verb_noun>.rs`: the handler takes the proof, the body, and calls the action;
//! 3. name it in that folder's `routes()`, with the identity it needs;
//! 4. map the action's error in `error.rs` of that folder, without a `_` arm.

pub mod boot;
pub mod command;
pub mod config;
mod crowd;
pub mod edge;
pub mod http;
pub mod lifecycle;
mod logs;
mod metrics_page;
pub mod outside;
mod patience;
pub mod serve;
pub mod state;
pub mod ws;
