//! What everybody may ask for.

mod avatar;
mod consent;
mod cookies;
mod gated;
mod gpc;
mod health;
mod launcher_words;
mod loader;
mod receipt;
mod settings;
mod transcript;

use super::router::{Identity, Route, route};

/// The routes of this folder.
pub fn routes() -> Vec<Route> {
    use Identity::Public;
    vec![
        route("GET", "/healthz", Public, health::alive),
        route("GET", "/readyz", Public, health::ready),
        route("GET", "/loader.js", Public, loader::loader),
        route("GET", "/api/sites/{chat_key}/settings", Public, settings::settings),
        route("POST", "/api/sites/{chat_key}/consent", Public, consent::record),
        route("POST", "/api/sites/{chat_key}/consent/scopes", Public, consent::renew_scopes),
        route("POST", "/api/sites/{chat_key}/consent/erase", Public, consent::erase),
        route("GET", "/api/sites/{chat_key}/consent/{entry_id}/receipt", Public, receipt::receipt),
        route("GET", "/.well-known/entrenous-keys.json", Public, receipt::keys),
        route("GET", "/.well-known/gpc.json", Public, gpc::support),
        route("POST", "/api/sites/{chat_key}/visits", Public, gated::set_visits),
        route("POST", "/api/sites/{chat_key}/visits/visitor", Public, gated::link_counter),
        route("POST", "/api/sites/{chat_key}/pages", Public, gated::add_page),
        route("POST", "/api/sites/{chat_key}/pages/visitor", Public, gated::link_visit),
        route("GET", "/api/sites/{chat_key}/cookies", Public, cookies::json),
        route("GET", "/privacy/{chat_key}/cookies", Public, cookies::page),
        route("GET", "/privacy/{chat_key}/cookies/table", Public, cookies::table),
        route("GET", "/transcript", Public, transcript::open),
        route("POST", "/transcript", Public, transcript::confirm),
        route("GET", "/api/avatars/{agent_id}/{upload_id}", Public, avatar::avatar),
    ]
}
