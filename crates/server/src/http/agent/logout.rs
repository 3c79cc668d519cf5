//! Signing out.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use entrenous_app::account;

use super::cookie::without_session;
use crate::http::error::ApiResult;
use crate::http::extract::Signed;
use crate::state::AppState;

/// Ends the session of this browser.
pub async fn logout(State(state): State<AppState>, Signed(actor): Signed) -> ApiResult<Response> {
    account::sign_out(&state.ctx, &actor).await?;
    without_session(&state, StatusCode::NO_CONTENT)
}
