//! The agent's own picture.

use axum::extract::{Request, State};
use entrenous_app::agent;
use entrenous_protocol::account::MeOut;

use super::me::answer;
use crate::http::error::ApiResult;
use crate::http::extract::{Reply, Signed};
use crate::http::file::{self, UploadQuery};
use crate::state::AppState;

/// Takes a picture; it is written anew as a square.
pub async fn set(State(state): State<AppState>, Signed(actor): Signed, request: Request) -> ApiResult<Reply<MeOut>> {
    // The name is not kept anywhere a visitor sees it, so the client need not send one.
    let query = UploadQuery { file_name: "picture".to_owned() };
    let file = file::read(request, query, state.ctx.settings.max_file_bytes).await?;
    agent::set_avatar(&state.ctx, &actor, file).await?;
    answer(&state, &actor).await
}

/// Takes the picture away.
pub async fn remove(State(state): State<AppState>, Signed(actor): Signed) -> ApiResult<Reply<MeOut>> {
    agent::remove_avatar(&state.ctx, &actor).await?;
    answer(&state, &actor).await
}
