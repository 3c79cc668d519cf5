//! `GET /api/avatars/{agent_id}/{upload_id}`: an agent's picture, which visitors see.

use axum::extract::State;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HeaderName, HeaderValue};
use axum::response::Response;
use entrenous_app::upload;
use entrenous_domain::ids::{AgentId, UploadId};

use crate::http::error::ApiResult;
use crate::http::extract::PathIds;
use crate::http::file;
use crate::state::AppState;

/// Hands the present picture out. Its address changes with the picture, so it may be kept.
pub async fn avatar(State(state): State<AppState>, PathIds(agent, id): PathIds<AgentId, UploadId>) -> ApiResult<Response> {
    let picture = upload::avatar(&state.ctx, &agent, &id).await?;
    let mut response = file::handed_out(picture, "public, max-age=86400");
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    Ok(response)
}
