//! Every route of the server, with who may ask for it.
//!
//! A route is declared with its [`Identity`], and the layer of that identity stands in front of its
//! handler: a handler cannot be reached without the proof, even when it forgets to ask for it.
//! The list is also what the test of all routes × roles × foreign ids walks.

use std::convert::Infallible;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use tower_http::catch_panic::CatchPanicLayer;

use super::error::ApiError;
use super::extract::{require_agent, require_visitor};
use super::frame::frame;
use super::{agent, assets, desk, public, visitor};
use crate::state::AppState;
use crate::ws;

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Everybody; the action itself decides what it tells.
    Public,
    /// A visitor with its token.
    Visitor,
    /// An agent with a complete session.
    Agent,
}

/// A method and a path, who may ask, and what answers.
#[derive(Debug)]
pub struct Route {
    /// `GET`, `POST`, …
    pub method: &'static str,
    /// With `{placeholders}`.
    pub path: &'static str,
    /// Who may ask.
    pub identity: Identity,
    handler: MethodRouter<AppState, Infallible>,
}

/// Declares a route: `route("GET", "/api/agent/me", Identity::Agent, get_me)`.
pub fn route<H, T>(method: &'static str, path: &'static str, identity: Identity, handler: H) -> Route
where
    H: Handler<T, AppState>,
    T: 'static,
{
    let filter = match method {
        "POST" => MethodFilter::POST,
        "PUT" => MethodFilter::PUT,
        "PATCH" => MethodFilter::PATCH,
        "DELETE" => MethodFilter::DELETE,
        _ => MethodFilter::GET,
    };
    Route { method, path, identity, handler: on(filter, handler) }
}

/// Every route, in no particular order.
pub fn routes() -> Vec<Route> {
    let mut all = public::routes();
    all.extend(visitor::routes());
    all.extend(agent::routes());
    all.extend(desk::routes());
    all.extend(ws::routes());
    all.extend(assets::routes());
    all
}

/// The whole application.
pub fn router(state: AppState) -> Router {
    let mut router = Router::new();
    for Route { path, identity, handler, .. } in routes() {
        let handler = match identity {
            Identity::Public => handler,
            Identity::Visitor => handler.layer(from_fn_with_state(state.clone(), require_visitor)),
            Identity::Agent => handler.layer(from_fn_with_state(state.clone(), require_agent)),
        };
        router = router.route(path, handler);
    }
    router
        .fallback(|| async { ApiError::not_found() })
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn(no_method_twice))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), frame))
        .with_state(state)
}

/// Preflights of the shared addresses are answered here: what may be asked is the same for all of them.
async fn method_not_allowed(request: Request) -> Response {
    let path = request.uri().path();
    let is_shared = path.starts_with("/api/visitor") || path.starts_with("/api/sites");
    if request.method() != axum::http::Method::OPTIONS || !is_shared {
        return ApiError::new(entrenous_protocol::error::ErrorCode::MethodNotAllowed).into_response();
    }
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST")),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type, accept-language, x-chat-key")),
        (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600")),
        // Marks the answer as ours, so that the frame does not take it for a bare refusal.
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain")),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Method overriding by header is not a thing here; a request that tries it is confused or hostile.
async fn no_method_twice(request: Request, next: axum::middleware::Next) -> Response {
    if request.headers().contains_key("x-http-method-override") {
        return ApiError::new(entrenous_protocol::error::ErrorCode::BadRequest).into_response();
    }
    next.run(request).await
}

fn panicked(_panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    // What the panic says may hold a user's data, so only that it happened is told.
    metrics::counter!("entrenous_panics_total").increment(1);
    tracing::error!("a request handler panicked");
    ApiError::new(entrenous_protocol::error::ErrorCode::Internal).into_response()
}
