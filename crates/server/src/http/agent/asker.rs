//! Who asks without a sign-in: what the public actions on people need to know.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use entrenous_domain::privacy::RateKey;

use crate::http::browser;
use crate::http::error::ApiError;
use crate::http::extract::{Peer, same_origin, session_token};
use crate::state::AppState;

/// A browser that nobody has proven anything about, on a page of this server.
///
/// Taking it is what guards the public actions against other sites' pages: it refuses them.
#[derive(Debug)]
pub struct Asker {
    /// For limits.
    pub peer: RateKey,
    /// The token in the session cookie, whatever it is worth.
    pub cookie: Option<String>,
    /// Browser family and system, for the list of sessions.
    pub device: String,
}

impl FromRequestParts<AppState> for Asker {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        same_origin(state, &parts.method, &parts.headers)?;
        let Peer(peer) = Peer::from_request_parts(parts, state).await?;
        let browser = browser::of(&parts.headers);
        let device = [browser.browser, browser.os].into_iter().flatten().collect::<Vec<_>>().join(", ");
        Ok(Self { peer, cookie: session_token(state, &parts.headers), device })
    }
}
