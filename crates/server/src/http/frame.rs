//! The outermost layer: request ids, error bodies, headers that every answer carries, one log line.

use std::error::Error;
use std::fmt::Write as _;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, RETRY_AFTER,
    STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use entrenous_app::texts::{Language, text};
use entrenous_domain::ids::encode;
use entrenous_protocol::error::{ErrorCode, ErrorOut, FieldError};

use super::{error::ApiError, language};
use crate::state::AppState;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Wraps every request. The log gets the path's template, never the path, query or any header.
pub async fn frame(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let started = state.ctx.now();
    let id = encode(started, state.ctx.random());
    let language = language::of(request.headers());
    let method = request.method().clone();
    let template = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let template = template.as_deref().unwrap_or("unknown");
    let is_shared = template.starts_with("/api/visitor") || template.starts_with("/api/sites");

    let mut response = next.run(request).await;
    if response.extensions().get::<ApiError>().is_none() && response.headers().get(CONTENT_TYPE).is_none() {
        // Axum's own refusals carry no envelope; give them one.
        match response.status() {
            StatusCode::NOT_FOUND => response = ApiError::not_found().into_response(),
            StatusCode::METHOD_NOT_ALLOWED => response = ApiError::new(ErrorCode::MethodNotAllowed).into_response(),
            StatusCode::INTERNAL_SERVER_ERROR => response = ApiError::new(ErrorCode::Internal).into_response(),
            _ => {}
        }
    }
    if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        log_failure(&error, &id, template);
        response = written(&error, &id, language);
    }
    let status = response.status();
    let ms = state.ctx.now().since(started);
    tracing::debug!(request_id = %id, %method, path = template, status = status.as_u16(), ms, "request");
    metrics::counter!("entrenous_http_requests_total", "status" => status.as_str().to_owned(), "path" => template.to_owned()).increment(1);
    add_headers(response.headers_mut(), &id, is_shared);
    if state.house.public_origin.starts_with("https://") {
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

fn written(error: &ApiError, id: &str, language: Language) -> Response {
    let values: Vec<(&str, &str)> = error.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let body = ErrorOut {
        code: error.code,
        message: text(language, error.text, &values),
        request_id: id.to_owned(),
        fields: error
            .fields
            .iter()
            .map(|(field, key)| FieldError { field: field.clone(), message: text(language, key, &values) })
            .collect(),
        retry_after_ms: error.retry_after_ms,
    };
    let mut response = Response::new(Body::from(serde_json::to_vec(&body).unwrap_or_default()));
    *response.status_mut() = error.status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(ms) = error.retry_after_ms {
        headers.insert(RETRY_AFTER, HeaderValue::from(ms.div_ceil(1000)));
    }
    response
}

/// Only what someone must act on is an error; a visitor's or agent's mistake is not.
fn log_failure(error: &ApiError, id: &str, template: &str) {
    let Some(source) = &error.source else {
        tracing::debug!(request_id = %id, path = template, code = ?error.code, "refused");
        return;
    };
    let mut chain = source.to_string();
    let mut next = source.source();
    while let Some(cause) = next {
        // Writing to a String cannot fail.
        let _written = write!(chain, ": {cause}");
        next = cause.source();
    }
    tracing::error!(request_id = %id, path = template, code = ?error.code, reason = %chain, "failed");
}

fn add_headers(headers: &mut HeaderMap, id: &str, is_shared: bool) {
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "no-referrer");
    set(CACHE_CONTROL, "no-store");
    set(X_FRAME_OPTIONS, "DENY");
    set(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    if is_shared {
        // No cookie and no credential of the browser reaches these addresses, so every page may read the answer;
        // whether a page may use a site is decided by the site's own list of origins.
        set(ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(HeaderName::from_static("access-control-expose-headers"), "retry-after, x-request-id, content-disposition");
        set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
        headers.append(VARY, HeaderValue::from_static("origin"));
    } else {
        set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, value);
    }
}
