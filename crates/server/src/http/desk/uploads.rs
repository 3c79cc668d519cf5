//! Files of agents.

use axum::extract::{Request, State};
use axum::response::Response;
use entrenous_app::upload::{file_for_agent, upload_by_agent};
use entrenous_domain::ids::{ConversationId, UploadId};
use entrenous_protocol::visitor::UploadOut;

use crate::http::error::ApiResult;
use crate::http::extract::{PathId, Peer, Reply, Search, Signed};
use crate::http::file::{self, UploadQuery};
use crate::state::AppState;

/// Takes a file for a conversation; a message carries it afterwards.
pub async fn upload(
    State(state): State<AppState>,
    Peer(peer): Peer,
    Signed(actor): Signed,
    PathId(id): PathId<ConversationId>,
    Search(query): Search<UploadQuery>,
    request: Request,
) -> ApiResult<Reply<UploadOut>> {
    let _place = state.house.uploads.take(peer)?;
    let file = file::read(&state, request, query).await?;
    let upload = upload_by_agent(&state.ctx, &actor, &id, file).await?;
    Ok(Reply(file::described(&upload)))
}

/// Hands a file of a conversation out.
pub async fn download(State(state): State<AppState>, Signed(actor): Signed, PathId(id): PathId<UploadId>) -> ApiResult<Response> {
    let file = file_for_agent(&state.ctx, &actor, &id).await?;
    Ok(file::handed_out(file, "no-store"))
}
