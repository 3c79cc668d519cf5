//! What is true: the rules and words of Entrenous, without databases, clocks or networks.
//!
//! Everything in here is plain data and pure functions; no async, no serde, no IO
//! (ARCHITECTURE.md, invariant 1). A type with a private field proves a check that cannot be forgotten.
#![deny(missing_docs)]

pub mod account;
pub mod authorized;
pub mod chat_box;
pub mod consent;
pub mod conversation;
pub mod ids;
pub mod language;
pub mod privacy;
pub mod site;
pub mod site_identity;
pub mod text;
pub mod time;
pub mod visitor;
