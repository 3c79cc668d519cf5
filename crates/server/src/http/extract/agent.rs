//! Proof that an agent asks: the layer on every agent route, and what handlers take.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use entrenous_domain::account::Actor;
use entrenous_protocol::error::ErrorCode;

use crate::http::error::ApiError;
use crate::state::AppState;

/// The session cookie under https: bound to this host, so that no other name of the domain can set it.
pub const SECURE_COOKIE: &str = "__Host-entrenous";
/// The session cookie without TLS, on this machine or a trusted network. Not every browser takes a secure
/// cookie from a loopback address (Safari does not), and there it would protect nothing.
pub const PLAIN_COOKIE: &str = "entrenous";

/// The agent who asks, proven by a complete session.
#[derive(Debug, Clone)]
pub struct Signed(pub Actor);

/// The layer on every agent route: a live session, and for changes the same origin.
pub async fn require_agent(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if let Err(error) = same_origin(&state, request.method(), request.headers()) {
        return error.into_response();
    }
    let Some(token) = session_token(&state, request.headers()) else {
        return ApiError::new(ErrorCode::Unauthenticated).into_response();
    };
    match entrenous_app::account::authenticate(&state.ctx, &token).await {
        Ok(Some(actor)) => {
            request.extensions_mut().insert(Signed(actor));
            next.run(request).await
        }
        Ok(None) => ApiError::new(ErrorCode::Unauthenticated).into_response(),
        Err(error) => ApiError::from(error).into_response(),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        // Absent only when a route that needs an agent was declared public: fail closed.
        parts.extensions.get::<Self>().cloned().ok_or_else(|| ApiError::new(ErrorCode::Unauthenticated))
    }
}

/// The session token of the request's cookies.
///
/// Under https only the cookie bound to the host counts: another name of the domain could have set the plain one.
pub fn session_token(state: &AppState, headers: &HeaderMap) -> Option<String> {
    let wanted = cookie_name(state);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value.to_owned())
}

/// The name of the session cookie under the configured address.
pub fn cookie_name(state: &AppState) -> &'static str {
    if state.house.public_origin.starts_with("https://") { SECURE_COOKIE } else { PLAIN_COOKIE }
}

/// Refuses changes that another site's page caused (cross-site request forgery).
///
/// Browsers say where a request comes from; what is no browser and sends a cookie says nothing and is let in.
/// A form's encodings are refused whoever sends them: no route takes one, and they are what a page elsewhere can send unasked.
///
/// # Errors
/// `forbidden`.
pub fn same_origin(state: &AppState, method: &Method, headers: &HeaderMap) -> Result<(), ApiError> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let fetch_site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let origin = headers.get(ORIGIN).and_then(|value| value.to_str().ok());
    let sound = match (origin, fetch_site) {
        (Some(origin), _) => state.is_own_origin(origin, headers),
        (None, Some(site)) => matches!(site, "same-origin" | "none"),
        (None, None) => true,
    };
    if sound && !is_form(headers) { Ok(()) } else { Err(ApiError::new(ErrorCode::Forbidden).with_text("error.cross_site")) }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") || kind.eq_ignore_ascii_case("multipart/form-data")
}
