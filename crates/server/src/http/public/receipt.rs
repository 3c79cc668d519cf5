//! `GET /api/sites/{chat_key}/consent/{entry_id}/receipt`, and the key that checks receipts.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use entrenous_app::consent::{make_receipt, receipt_keys};
use entrenous_domain::ids::ConsentEntryId;

use super::consent::Door;
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{PathIds, Reply, credential};
use crate::state::AppState;

/// The receipt, for the browser that sends its random id as `authorization: Subject <id>`.
pub async fn receipt(
    State(state): State<AppState>,
    Door(door): Door,
    PathIds(_, entry): PathIds<String, ConsentEntryId>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let subject = credential(&headers, "subject").ok_or_else(ApiError::not_found)?;
    let jws = make_receipt(&state.ctx, &door, &subject, &entry).await?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/jose")),
        (CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"consent-receipt.jws\"")),
    ];
    Ok((headers, jws).into_response())
}

/// The public key, for everybody.
pub async fn keys(State(state): State<AppState>) -> Response {
    let headers =
        [(CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")), (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"))];
    (headers, Reply(receipt_keys(&state.ctx.keys))).into_response()
}
