//! How it is proven: what tests need and the product does not. Never shipped.

#![deny(missing_docs)]

pub mod database;

pub use database::{ClosedDatabase, TestDatabase, each_database};
