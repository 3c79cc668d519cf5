//! What a website's people are told about what is kept of them.

mod get_cookie_policy;

pub use get_cookie_policy::{PolicyError, SitePolicy, get_cookie_policy};
