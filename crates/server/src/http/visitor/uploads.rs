//! Files of visitors.

use axum::extract::{Request, State};
use axum::response::Response;
use entrenous_app::upload::{file_for_visitor, upload_by_visitor, visitor_may_send};
use entrenous_domain::ids::UploadId;
use entrenous_protocol::visitor::UploadOut;

use crate::http::error::ApiResult;
use crate::http::extract::{Caller, PathId, Peer, Reply, Search, announced};
use crate::http::file::{self, UploadQuery};
use crate::state::AppState;

/// Takes a file; a message carries it afterwards.
pub async fn upload(
    State(state): State<AppState>,
    Peer(peer): Peer,
    Caller(guest): Caller,
    Search(query): Search<UploadQuery>,
    request: Request,
) -> ApiResult<Reply<UploadOut>> {
    visitor_may_send(&state.ctx, &guest, announced(request.headers()).unwrap_or(0)).await?;
    let _place = state.house.uploads.take(peer)?;
    let file = file::read(&state, request, query).await?;
    let upload = upload_by_visitor(&state.ctx, &guest, peer, file).await?;
    Ok(Reply(file::described(&upload)))
}

/// Hands a file of the visitor's own conversations out.
pub async fn download(State(state): State<AppState>, Caller(guest): Caller, PathId(id): PathId<UploadId>) -> ApiResult<Response> {
    let file = file_for_visitor(&state.ctx, &guest, &id).await?;
    Ok(file::handed_out(file, "no-store"))
}
