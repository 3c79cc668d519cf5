//! JSON in and out, with a limit and a sentence for what cannot be read.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use bytes::BytesMut;
use entrenous_protocol::error::ErrorCode;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::proof::Proof;
use crate::http::error::ApiError;
use crate::state::AppState;

/// The largest JSON body, in bytes.
const MAX_JSON_BYTES: usize = 64 * 1024;

/// How long a body may stand still: what came of it so far is held in memory meanwhile.
const STILL: Duration = Duration::from_secs(15);

/// A JSON body. The content type is demanded because browsers cannot send it across origins unasked.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<AppState> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let is_json = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json"));
        if !is_json {
            return Err(ApiError::new(ErrorCode::UnsupportedMediaType).with_text("error.json_expected"));
        }
        let bytes = raw(state, request, MAX_JSON_BYTES).await?;
        // The parser's message may quote the body, so it goes nowhere; the client is told that the shape is wrong.
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            if error.is_data() {
                ApiError::new(ErrorCode::InvalidField).with_text("error.unreadable_fields")
            } else {
                ApiError::new(ErrorCode::BadRequest)
            }
        })
    }
}

/// The bytes of a body, at most `max`, from somebody who may still ask when all of it is here.
///
/// # Errors
/// `too_large` as soon as the limit is passed, `bad_request` when the body breaks off or takes too long,
/// `unauthenticated` or `forbidden` when who asks has lost the right meanwhile.
pub async fn raw(state: &AppState, request: Request, max: usize) -> Result<Bytes, ApiError> {
    let proof = Proof::of(state, &request);
    let bytes = received(request, max).await?;
    proof.again(state).await?;
    Ok(bytes)
}

async fn received(request: Request, max: usize) -> Result<Bytes, ApiError> {
    if announced(request.headers()).is_some_and(|length| length > u64::try_from(max).unwrap_or(u64::MAX)) {
        return Err(ApiError::new(ErrorCode::TooLarge));
    }
    // Half a minute, and for large bodies as long as a slow phone needs: 16 KiB in a second.
    let patience = Duration::from_secs(30).max(Duration::from_secs(u64::try_from(max / (16 * 1024)).unwrap_or(u64::MAX)));
    match tokio::time::timeout(patience, gathered(Limited::new(request.into_body(), max))).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(ApiError::new(ErrorCode::TooLarge)),
        Ok(Err(_)) => Err(ApiError::new(ErrorCode::BadRequest)),
        // The connection is of no use any more, and keeping it open is what a hostile client wants.
        Err(_) => Err(ApiError::new(ErrorCode::BadRequest).with_text("error.too_slow")),
    }
}

/// The length that the head announces, in bytes.
pub fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// All of a body; one that stands still for `STILL` breaks off.
async fn gathered(mut body: Limited<axum::body::Body>) -> Result<Bytes, Box<dyn std::error::Error + Send + Sync>> {
    let mut all = BytesMut::new();
    loop {
        let Some(frame) = tokio::time::timeout(STILL, body.frame()).await? else { return Ok(all.freeze()) };
        if let Ok(data) = frame?.into_data() {
            all.extend_from_slice(&data);
        }
    }
}

/// A JSON answer.
#[derive(Debug)]
pub struct Reply<T>(pub T);

impl<T: Serialize> IntoResponse for Reply<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], bytes).into_response(),
            Err(error) => ApiError::internal(error).into_response(),
        }
    }
}
