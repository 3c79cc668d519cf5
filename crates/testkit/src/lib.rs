//! How it is proven: what tests need and the product does not. Never shipped.

#![deny(missing_docs)]

pub mod context;
pub mod database;
pub mod people;

pub use context::{BEGINNING, FrozenClock, KeptMails, SeededChance, TestContext};
pub use database::{ClosedDatabase, TestDatabase, each_database};
