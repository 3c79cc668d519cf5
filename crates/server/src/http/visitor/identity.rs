//! `POST /api/visitor/identity`.

use axum::extract::State;
use axum::http::StatusCode;
use entrenous_protocol::visitor::IdentityIn;

use crate::http::error::ApiResult;
use crate::http::extract::{Body, Caller};
use crate::state::AppState;

/// Takes what the page or the visitor says about who is writing.
pub async fn identify(State(state): State<AppState>, Caller(guest): Caller, Body(body): Body<IdentityIn>) -> ApiResult<StatusCode> {
    let _visitor = entrenous_app::visitor::identify(&state.ctx, &guest, body.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
