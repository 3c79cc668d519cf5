//! `GET /.well-known/gpc.json`: that the signal "do not sell or share" is honoured here.
//!
//! It is on every installation and for every site: both rules of `domain::consent::GpcRule` deny what the signal refuses, and no setting
//! takes less. Source: Global Privacy Control (W3C), "GPC Support Resource".

use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};

/// The day is that of the statement; a later version that says something else has another.
const STATEMENT: &str = r#"{"gpc":true,"lastUpdate":"2026-11-28"}"#;

/// The statement, for everybody.
pub async fn support() -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
        (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    ];
    (headers, STATEMENT).into_response()
}
