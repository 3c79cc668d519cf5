//! What handlers take: bodies, queries and ids with limits and our error envelope, and proven callers.

mod agent;
mod body;
mod id;
mod peer;
mod proof;
mod visitor;

pub use agent::{PLAIN_COOKIE, SECURE_COOKIE, Signed, cookie_name, require_agent, same_origin, session_token};
pub use body::{Body, Reply, announced, raw};
pub use id::{FromText, PathId, PathIds, Search};
pub use peer::Peer;
pub use visitor::{Caller, bearer, credential, require_visitor};
