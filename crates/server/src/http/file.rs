//! How files go in and out over HTTP.

use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName};
use axum::response::{IntoResponse, Response};
use entrenous_app::upload::{FileBytes, NewFile};
use entrenous_protocol::message::FileOut;
use entrenous_protocol::visitor::UploadOut;
use entrenous_storage::Upload;
use serde::Deserialize;

use super::error::ApiError;
use super::extract::raw;
use crate::state::AppState;

/// The query of every upload.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UploadQuery {
    /// The file's name.
    pub file_name: String,
}

/// Reads an upload of at most the configured size: the body is the file, its name stands in the query.
///
/// # Errors
/// `too_large` as soon as the limit is passed, and those of [`raw`].
pub async fn read(state: &AppState, request: Request, query: UploadQuery) -> Result<NewFile, ApiError> {
    let declared_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let limit = usize::try_from(state.ctx.settings.max_file_bytes).unwrap_or(usize::MAX);
    let bytes = raw(state, request, limit).await.map_err(|error| {
        if error.status == axum::http::StatusCode::PAYLOAD_TOO_LARGE { error.with_text("error.file_too_large") } else { error }
    })?;
    Ok(NewFile { name: query.file_name, declared_type, bytes })
}

/// What an upload answers.
pub fn described(upload: &Upload) -> UploadOut {
    let pixels = |side: fn((i64, i64)) -> i64| upload.pixels.and_then(|both| u32::try_from(side(both)).ok());
    UploadOut {
        file: FileOut {
            id: upload.id.as_str().to_owned(),
            name: upload.file_name.clone(),
            content_type: upload.content_type.clone(),
            size: u64::try_from(upload.size).unwrap_or(0),
            width: pixels(|(width, _)| width),
            height: pixels(|(_, height)| height),
        },
    }
}

/// Hands a file out: pictures that we wrote in place, everything else as a download that nothing may run.
pub fn handed_out(file: FileBytes, cache: &'static str) -> Response {
    let is_picture = file.upload.pixels.is_some();
    let kind = if is_picture { "inline" } else { "attachment" };
    let disposition = format!("{kind}; filename*=UTF-8''{}", encoded(&file.upload.file_name));
    let mut response = Body::from_stream(file.bytes).into_response();
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(CONTENT_LENGTH, &file.upload.size.to_string());
    set(CONTENT_TYPE, &file.upload.content_type);
    set(CONTENT_DISPOSITION, &disposition);
    set(CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'");
    set(CACHE_CONTROL, cache);
    response
}

/// RFC 8187, section 3.2: everything but unreserved characters is percent-encoded.
fn encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
