//! What everybody may ask for.

mod avatar;
mod cookies;
mod health;
mod settings;

use super::router::{Identity, Route, route};

/// The routes of this folder.
pub fn routes() -> Vec<Route> {
    use Identity::Public;
    vec![
        route("GET", "/healthz", Public, health::alive),
        route("GET", "/readyz", Public, health::ready),
        route("GET", "/api/sites/{chat_key}/settings", Public, settings::settings),
        route("GET", "/api/sites/{chat_key}/cookies", Public, cookies::json),
        route("GET", "/privacy/{chat_key}/cookies", Public, cookies::page),
        route("GET", "/privacy/{chat_key}/cookies/table", Public, cookies::table),
        route("GET", "/api/avatars/{agent_id}/{upload_id}", Public, avatar::avatar),
    ]
}
