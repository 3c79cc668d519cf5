//! The second factor of the agent.

use axum::extract::State;
use axum::http::StatusCode;
use entrenous_app::account;
use entrenous_protocol::account::{RecoveryCodesOut, TotpConfirmIn, TotpOut};

use crate::http::error::ApiResult;
use crate::http::extract::{Body, Reply, Signed};
use crate::state::AppState;

/// Makes a secret for an authenticator.
pub async fn start(State(state): State<AppState>, Signed(actor): Signed) -> ApiResult<Reply<TotpOut>> {
    let new = account::start_totp(&state.ctx, &actor).await?;
    Ok(Reply(TotpOut { url: new.url, secret: new.secret, qr: new.qr }))
}

/// Takes the first code.
pub async fn confirm(
    State(state): State<AppState>,
    Signed(actor): Signed,
    Body(body): Body<TotpConfirmIn>,
) -> ApiResult<Reply<RecoveryCodesOut>> {
    Ok(Reply(RecoveryCodesOut { codes: account::confirm_totp(&state.ctx, &actor, &body.code).await?.0 }))
}

/// Takes the second factor away.
pub async fn remove(State(state): State<AppState>, Signed(actor): Signed, Body(body): Body<TotpConfirmIn>) -> ApiResult<StatusCode> {
    account::remove_totp(&state.ctx, &actor, &body.code).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Replaces the recovery codes.
pub async fn renew_codes(
    State(state): State<AppState>,
    Signed(actor): Signed,
    Body(body): Body<TotpConfirmIn>,
) -> ApiResult<Reply<RecoveryCodesOut>> {
    Ok(Reply(RecoveryCodesOut { codes: account::renew_recovery_codes(&state.ctx, &actor, &body.code).await?.0 }))
}
