//! Asking for a link to set a new password.

use axum::extract::State;
use axum::http::StatusCode;
use entrenous_app::account;
use entrenous_protocol::account::ForgotIn;

use super::asker::Asker;
use crate::http::error::ApiResult;
use crate::http::extract::Body;
use crate::state::AppState;

/// Writes the wish down; the answer is the same for every address.
pub async fn forgot(State(state): State<AppState>, asker: Asker, Body(body): Body<ForgotIn>) -> ApiResult<StatusCode> {
    account::forgot_password(&state.ctx, &body.email, asker.peer).await?;
    Ok(StatusCode::NO_CONTENT)
}
