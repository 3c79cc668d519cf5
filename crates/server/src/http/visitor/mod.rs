//! What chat boxes ask for. No cookies: the token travels in the `Authorization` header.

mod contact;
mod identity;
mod messages;
mod session;
mod transcript;
mod uploads;

pub use contact::{contact, contact_refused};
pub use messages::command;
pub use session::{page, written_card, written_state};
pub use transcript::wish as transcript_wish;

use super::router::{Identity, Route, route};

/// The routes of this folder.
pub fn routes() -> Vec<Route> {
    use Identity::{Public, Visitor};
    vec![
        route("POST", "/api/visitor/session", Public, session::begin),
        route("GET", "/api/visitor/state", Visitor, session::state),
        route("POST", "/api/visitor/logout", Visitor, session::end),
        route("POST", "/api/visitor/identity", Visitor, identity::identify),
        route("POST", "/api/visitor/contact", Visitor, contact::submit),
        route("POST", "/api/visitor/rating", Visitor, contact::rate),
        route("GET", "/api/visitor/messages", Visitor, messages::list),
        route("POST", "/api/visitor/messages", Visitor, messages::send),
        route("POST", "/api/visitor/read", Visitor, messages::mark_read),
        route("POST", "/api/visitor/close", Visitor, messages::close),
        route("POST", "/api/visitor/transcript", Visitor, transcript::request),
        route("POST", "/api/visitor/uploads", Visitor, uploads::upload),
        route("GET", "/api/visitor/uploads/{upload_id}", Visitor, uploads::download),
    ]
}
