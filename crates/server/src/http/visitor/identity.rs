//! `POST /api/visitor/identity`.

use axum::extract::State;
use axum::http::StatusCode;
use entrenous_app::visitor::identify_by_page;
use entrenous_protocol::visitor::IdentityIn;

use crate::http::error::ApiResult;
use crate::http::extract::{Body, Caller};
use crate::state::AppState;

/// Takes what the page says about who is writing.
pub async fn identify(State(state): State<AppState>, Caller(guest): Caller, Body(mut body): Body<IdentityIn>) -> ApiResult<StatusCode> {
    let proof = body.proof.take();
    let _visitor = identify_by_page(&state.ctx, &guest, body.into(), proof.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
