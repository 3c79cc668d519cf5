//! Rules about what may be known and kept.

mod client_addr;
pub mod registry;

pub use client_addr::{ClientAddr, RateKey};
