//! The session cookie, set and taken away.

use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use entrenous_app::secret::Token;
use entrenous_domain::account::session::ABSOLUTE_MS;

use crate::http::error::ApiError;
use crate::http::extract::{SECURE_COOKIE, cookie_name};
use crate::state::AppState;

fn header(state: &AppState, value: &str, max_age_s: i64) -> Result<HeaderValue, ApiError> {
    let name = cookie_name(state);
    let secure = if name == SECURE_COOKIE { "; Secure" } else { "" };
    // Lax, because a link to the dashboard in a mail must arrive signed in; changes are guarded by their origin.
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}");
    HeaderValue::from_str(&text).map_err(ApiError::internal)
}

/// The answer with a new session cookie.
///
/// # Errors
/// Never for our own tokens.
pub fn with_session(state: &AppState, token: &Token, answer: impl IntoResponse) -> Result<Response, ApiError> {
    let mut response = answer.into_response();
    response.headers_mut().append(SET_COOKIE, header(state, token.reveal(), ABSOLUTE_MS / 1000)?);
    Ok(response)
}

/// The answer that takes the session cookie away.
///
/// # Errors
/// Never.
pub fn without_session(state: &AppState, answer: impl IntoResponse) -> Result<Response, ApiError> {
    let mut response = answer.into_response();
    response.headers_mut().append(SET_COOKIE, header(state, "", 0)?);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::extract::PLAIN_COOKIE;

    #[test]
    fn the_cookies_are_declared_with_their_life() {
        let registry: toml::Table = include_str!("../../../../../privacy/registry.toml").parse().unwrap();
        let declared: Vec<(&str, &str)> = registry["agent_cookie"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| (entry["name"].as_str().unwrap(), entry["ttl"].as_str().unwrap()))
            .collect();
        let life = format!("{}d", ABSOLUTE_MS / 86_400_000);
        assert_eq!(declared, [(SECURE_COOKIE, life.as_str()), (PLAIN_COOKIE, life.as_str())]);
    }
}
