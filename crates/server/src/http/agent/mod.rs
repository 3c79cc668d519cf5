//! People: set-up, signing in, sessions, second factor, agents, sites.

mod agents;
mod asker;
mod avatar;
mod cookie;
mod failures;
mod forgot_password;
mod groups;
mod identity_keys;
mod invitations;
mod ledger;
mod login;
mod logout;
mod me;
mod password;
mod sessions;
mod setup;
mod sites;
mod ticket;
mod totp;

pub use asker::Asker;

use super::router::{Identity, Route, route};

/// The routes of this folder.
pub fn routes() -> Vec<Route> {
    use Identity::{Agent, Public};
    vec![
        route("GET", "/api/agent/setup", Public, setup::state),
        route("POST", "/api/agent/setup", Public, setup::set_up),
        route("POST", "/api/agent/login", Public, login::login),
        route("POST", "/api/agent/login/second-factor", Public, login::second_factor),
        route("POST", "/api/agent/logout", Agent, logout::logout),
        route("POST", "/api/agent/password/forgot", Public, forgot_password::forgot),
        route("POST", "/api/agent/password/reset/open", Public, password::open_reset),
        route("POST", "/api/agent/password/reset", Public, password::reset),
        route("POST", "/api/agent/password/change", Agent, password::change),
        route("POST", "/api/agent/invitations/open", Public, invitations::open),
        route("POST", "/api/agent/invitations/accept", Public, invitations::accept),
        route("GET", "/api/agent/me", Agent, me::get),
        route("PATCH", "/api/agent/me", Agent, me::change),
        route("POST", "/api/agent/me/avatar", Agent, avatar::set),
        route("DELETE", "/api/agent/me/avatar", Agent, avatar::remove),
        route("GET", "/api/agent/sessions", Agent, sessions::list),
        route("DELETE", "/api/agent/sessions", Agent, sessions::revoke_others),
        route("DELETE", "/api/agent/sessions/{session_id}", Agent, sessions::revoke),
        route("POST", "/api/agent/totp", Agent, totp::start),
        route("POST", "/api/agent/totp/confirm", Agent, totp::confirm),
        route("POST", "/api/agent/totp/remove", Agent, totp::remove),
        route("POST", "/api/agent/totp/recovery-codes", Agent, totp::renew_codes),
        route("GET", "/api/agent/agents", Agent, agents::list),
        route("POST", "/api/agent/agents", Agent, invitations::invite),
        route("PATCH", "/api/agent/agents/{agent_id}", Agent, agents::change),
        route("DELETE", "/api/agent/agents/{agent_id}", Agent, invitations::withdraw),
        route("POST", "/api/agent/agents/{agent_id}/invitation", Agent, invitations::send_again),
        route("GET", "/api/agent/sites", Agent, sites::list),
        route("POST", "/api/agent/sites", Agent, sites::create),
        route("GET", "/api/agent/sites/{site_id}", Agent, sites::get),
        route("PATCH", "/api/agent/sites/{site_id}", Agent, sites::change),
        route("GET", "/api/agent/sites/{site_id}/pages", Agent, sites::pages),
        route("POST", "/api/agent/sites/{site_id}/chat-key", Agent, sites::renew_chat_key),
        route("POST", "/api/agent/sites/{site_id}/identity-key", Agent, identity_keys::add),
        route("DELETE", "/api/agent/sites/{site_id}/identity-key", Agent, identity_keys::remove),
        route("DELETE", "/api/agent/sites/{site_id}/identity-key/old", Agent, identity_keys::remove_old),
        route("POST", "/api/agent/sites/{site_id}/consent/erase", Agent, ledger::erase),
        route("POST", "/api/agent/sites/{site_id}/groups", Agent, groups::add),
        route("PUT", "/api/agent/sites/{site_id}/groups/{group_id}", Agent, groups::change),
        route("DELETE", "/api/agent/sites/{site_id}/groups/{group_id}", Agent, groups::remove),
        route("POST", "/api/agent/ticket", Agent, ticket::give),
    ]
}
