//! What a website's people are told about what is kept of them.

mod empty_log;
mod get_cookie_policy;

pub(crate) use empty_log::empty_log_later;
pub use empty_log::{EmptyLog, empty_log};
pub use get_cookie_policy::{PolicyError, SitePolicy, get_cookie_policy};
