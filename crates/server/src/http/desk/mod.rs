//! What the desk asks for: lists, threads, answers, ownership, files, search.

mod conversations;
mod messages;
mod owner;
mod search;
mod uploads;

pub use conversations::written;

use super::router::{Identity, Route, route};

/// The routes of this folder.
pub fn routes() -> Vec<Route> {
    use Identity::Agent;
    vec![
        route("GET", "/api/agent/conversations", Agent, conversations::list),
        route("GET", "/api/agent/conversations/{conversation_id}", Agent, conversations::get),
        route("GET", "/api/agent/conversations/{conversation_id}/visit", Agent, conversations::visit),
        route("GET", "/api/agent/conversations/{conversation_id}/messages", Agent, messages::list),
        route("POST", "/api/agent/conversations/{conversation_id}/messages", Agent, messages::send),
        route("POST", "/api/agent/conversations/{conversation_id}/notes", Agent, messages::note),
        route("POST", "/api/agent/conversations/{conversation_id}/read", Agent, messages::mark_read),
        route("POST", "/api/agent/conversations/{conversation_id}/join", Agent, owner::join),
        route("POST", "/api/agent/conversations/{conversation_id}/leave", Agent, owner::leave),
        route("POST", "/api/agent/conversations/{conversation_id}/assign", Agent, owner::assign),
        route("POST", "/api/agent/conversations/{conversation_id}/close", Agent, owner::close),
        route("POST", "/api/agent/conversations/{conversation_id}/reopen", Agent, owner::reopen),
        route("POST", "/api/agent/conversations/{conversation_id}/uploads", Agent, uploads::upload),
        route("GET", "/api/agent/uploads/{upload_id}", Agent, uploads::download),
        route("GET", "/api/agent/search", Agent, search::search),
    ]
}
