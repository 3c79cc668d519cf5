//! A body may come long after its head: whoever asks is proven again once all of it is here.
//!
//! The layers in front of the handlers prove it by the head, so that nothing is read for strangers.
//! Who signs out, or is signed out, while the body is on its way must not be heard any more.

use axum::extract::Request;
use entrenous_domain::account::Actor;
use entrenous_domain::ids::VisitorId;
use entrenous_protocol::error::ErrorCode;

use super::{Caller, Signed, bearer, session_token};
use crate::http::error::ApiError;
use crate::state::AppState;

/// Who was proven by the head.
pub enum Proof {
    /// Nobody: the route is everybody's.
    Nobody,
    /// A visitor, and the token that says so.
    Visitor(VisitorId, String),
    /// An agent, and the session's token that says so.
    Agent(Actor, String),
}

impl Proof {
    /// What the layers found.
    pub fn of(state: &AppState, request: &Request) -> Self {
        let headers = request.headers();
        let visitor = request.extensions().get::<Caller>().zip(bearer(headers));
        let agent = request.extensions().get::<Signed>().zip(session_token(state, headers));
        match (visitor, agent) {
            (Some((Caller(guest), token)), _) => Self::Visitor(guest.visitor.id.clone(), token),
            (None, Some((Signed(actor), token))) => Self::Agent(actor.clone(), token),
            (None, None) => Self::Nobody,
        }
    }

    /// Whether it still holds, rights included.
    ///
    /// # Errors
    /// `unauthenticated` when the credential is dead by now, `forbidden` when its rights have changed; those of the database.
    pub async fn again(self, state: &AppState) -> Result<(), ApiError> {
        match self {
            Self::Nobody => Ok(()),
            Self::Visitor(id, token) => match entrenous_app::visitor::recognise(&state.ctx, &token).await? {
                Some(guest) if guest.visitor.id == id => Ok(()),
                _ => Err(ApiError::new(ErrorCode::Unauthenticated)),
            },
            Self::Agent(actor, token) => match entrenous_app::account::authenticate(&state.ctx, &token).await? {
                Some(now) if now == actor => Ok(()),
                Some(_) => Err(ApiError::new(ErrorCode::Forbidden)),
                None => Err(ApiError::new(ErrorCode::Unauthenticated)),
            },
        }
    }
}
