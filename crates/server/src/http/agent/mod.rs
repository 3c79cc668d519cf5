//! People: set-up, signing in, sessions, second factor, agents, sites.

use super::router::Route;

/// The routes of this folder.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
