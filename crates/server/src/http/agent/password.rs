//! New passwords: by the link of a mail, or by a signed-in agent.

use axum::extract::State;
use axum::http::StatusCode;
use entrenous_app::account::{self, ChangePassword, ResetPassword};
use entrenous_protocol::account::{PasswordChangeIn, ResetIn, ResetOpenIn, ResetOut};

use super::asker::Asker;
use crate::http::error::ApiResult;
use crate::http::extract::{Body, Reply, Signed};
use crate::state::AppState;

/// Says whether a reset link still works, and whose password it sets.
pub async fn open_reset(State(state): State<AppState>, asker: Asker, Body(body): Body<ResetOpenIn>) -> ApiResult<Reply<ResetOut>> {
    let agent = account::open_reset(&state.ctx, &body.token, asker.peer).await?;
    Ok(Reply(ResetOut { email: agent.email }))
}

/// Follows a reset link; nobody is signed in by it.
pub async fn reset(State(state): State<AppState>, asker: Asker, Body(body): Body<ResetIn>) -> ApiResult<StatusCode> {
    let cmd = ResetPassword { token: body.token, password: body.password, peer: asker.peer };
    account::reset_password(&state.ctx, cmd).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes the own password; every other session ends.
pub async fn change(State(state): State<AppState>, Signed(actor): Signed, Body(body): Body<PasswordChangeIn>) -> ApiResult<StatusCode> {
    account::change_password(&state.ctx, &actor, ChangePassword { current: body.current, new: body.new }).await?;
    Ok(StatusCode::NO_CONTENT)
}
