//! `privacy/registry.toml`: its shape, and the rules that it must keep before anything is generated from it.
//!
//! To add a section: its struct in `shape.rs`, its rules in a file of their own with a planted fault for each,
//! a line in `read.rs`, and an entry in `sample.rs`.

mod agent_rules;
mod column_rules;
mod egress_rules;
mod fault;
mod header_rules;
mod log_rules;
mod read;
mod read_rules;
mod seeds;
mod shape;
mod storage_rules;
mod words;

#[cfg(test)]
pub mod sample;

pub use read::{PATH, read};
pub use shape::{Registry, Storage};
pub use words::{KINDS, PURPOSES};
