//! Sockets: `/ws/visitor` and `/ws/agent`.

mod agent;
mod agent_frames;
pub mod closing;
mod frame;
pub mod limits;
mod line;
mod portion;
pub mod socket;
pub mod upgrade;
mod visitor;
mod visitor_frames;

use crate::http::router::{Identity, Route, route};

/// The routes of this folder. Credentials come in the first frame, so the routes themselves are public.
pub fn routes() -> Vec<Route> {
    vec![route("GET", "/ws/visitor", Identity::Public, visitor::open), route("GET", "/ws/agent", Identity::Public, agent::open)]
}
