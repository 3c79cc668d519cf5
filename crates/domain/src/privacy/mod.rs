//! Rules about what may be known and kept.

mod client_addr;
mod cookie_policy;
pub mod registry;

pub use client_addr::{ClientAddr, RateKey};
pub use cookie_policy::{Category, CookiePolicy, PolicyLine, cookie_policy};
