//! Proof that a visitor asks: the layer on every visitor route, and what handlers take.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{AUTHORIZATION, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use entrenous_app::throttle::Limit;
use entrenous_app::visitor::Guest;
use entrenous_protocol::error::ErrorCode;

use crate::http::error::ApiError;
use crate::state::AppState;

/// The visitor who asks, proven by its token, on a page that may show the chat box.
#[derive(Debug, Clone)]
pub struct Caller(pub Guest);

/// The layer on every visitor route.
pub async fn require_visitor(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(token) = bearer(request.headers()) else {
        return ApiError::new(ErrorCode::Unauthenticated).into_response();
    };
    let origin = request.headers().get(ORIGIN).and_then(|value| value.to_str().ok());
    match entrenous_app::visitor::recognise(&state.ctx, &token).await {
        Ok(Some(guest)) if is_of_key(&guest, request.headers()) && (guest.site.admits(origin) || state.is_own(origin)) => {
            if let Err(error) = pace(&state, &guest, request.method()) {
                return error.into_response();
            }
            request.extensions_mut().insert(Caller(guest));
            next.run(request).await
        }
        Ok(Some(guest)) if !is_of_key(&guest, request.headers()) => ApiError::new(ErrorCode::Unauthenticated).into_response(),
        Ok(Some(_)) => ApiError::new(ErrorCode::OriginNotAllowed).into_response(),
        Ok(None) => ApiError::new(ErrorCode::Unauthenticated).into_response(),
        Err(error) => ApiError::from(error).into_response(),
    }
}

/// Whether the page is one with the site's present chat key. The chat box names the key of its page with every call,
/// so that a page with an old one stops; whoever calls without a page need not.
fn is_of_key(guest: &Guest, headers: &HeaderMap) -> bool {
    headers.get("x-chat-key").is_none_or(|named| named.as_bytes().eq_ignore_ascii_case(guest.site.chat_key.as_str().as_bytes()))
}

/// As many changes as a socket of the same visitor might send, and five times as many look-ups.
fn pace(state: &AppState, guest: &Guest, method: &Method) -> Result<(), ApiError> {
    let frames = i64::from(state.house.limits.visitor_frames_per_10s);
    let (name, burst) = if *method == Method::GET { ("visitor_read", frames.saturating_mul(5)) } else { ("visitor_change", frames) };
    let limit = Limit { name, burst, refill_ms: (10_000 / burst).max(1) };
    let who = state.ctx.rate_key(guest.visitor.id.as_str());
    state.ctx.throttle.take(state.ctx.now(), &[(limit, who)]).map_err(|limited| ApiError::rate_limited(limited.retry_after_ms))
}

/// The token of the `Authorization` header.
pub fn bearer(headers: &HeaderMap) -> Option<String> {
    credential(headers, "bearer")
}

/// What the `Authorization` header carries under a scheme.
pub fn credential(headers: &HeaderMap, wanted: &str) -> Option<String> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    (scheme.eq_ignore_ascii_case(wanted) && !token.is_empty()).then(|| token.trim().to_owned())
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        // Absent only when a route that needs a visitor was declared public: fail closed.
        parts.extensions.get::<Self>().cloned().ok_or_else(|| ApiError::new(ErrorCode::Unauthenticated))
    }
}
