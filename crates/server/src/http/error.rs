//! What a refused request answers: one envelope, one place.
//!
//! An [`ApiError`] travels to the outermost layer (`frame.rs`), which knows the request's id and
//! language and writes the body.

use std::error::Error;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use entrenous_protocol::error::ErrorCode;
use entrenous_storage::StorageError;

/// A refused request, before it is written out.
#[derive(Debug, Clone)]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// The stable code.
    pub code: ErrorCode,
    /// The catalogue key of the sentence.
    pub text: &'static str,
    /// The fields at fault, each with the catalogue key of its sentence.
    pub fields: Vec<(String, &'static str)>,
    /// What is filled into the sentences.
    pub values: Vec<(&'static str, String)>,
    /// When to try again.
    pub retry_after_ms: Option<u64>,
    /// What went wrong inside; only for the log.
    pub source: Option<Arc<dyn Error + Send + Sync>>,
}

impl ApiError {
    /// An error whose sentence is the one of its code (`error.<code>`).
    pub fn new(code: ErrorCode) -> Self {
        let (status, text) = describe(code);
        Self { status, code, text, fields: Vec::new(), values: Vec::new(), retry_after_ms: None, source: None }
    }

    /// The answer for everything that does not exist, or that the caller may not know of.
    pub fn not_found() -> Self {
        Self::new(ErrorCode::NotFound)
    }

    /// A field has a value that is not allowed; `text` is a catalogue key.
    pub fn field(name: impl Into<String>, text: &'static str) -> Self {
        let mut error = Self::new(ErrorCode::InvalidField);
        error.fields.push((name.into(), text));
        error
    }

    /// Something inside failed; the client learns nothing of it.
    pub fn internal(source: impl Error + Send + Sync + 'static) -> Self {
        let mut error = Self::new(ErrorCode::Internal);
        error.source = Some(Arc::new(source));
        error
    }

    /// Slow down.
    pub fn rate_limited(retry_after_ms: u64) -> Self {
        let mut error = Self::new(ErrorCode::RateLimited);
        error.retry_after_ms = Some(retry_after_ms);
        error
    }

    /// The same error with a value for a placeholder of its sentences.
    #[must_use]
    pub fn with_value(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// The same error with another sentence.
    #[must_use]
    pub fn with_text(mut self, text: &'static str) -> Self {
        self.text = text;
        self
    }
}

/// Status and sentence of each code. No `_` arm: a new code must find its place here.
#[deny(clippy::wildcard_enum_match_arm)]
fn describe(code: ErrorCode) -> (StatusCode, &'static str) {
    match code {
        ErrorCode::BadRequest => (StatusCode::BAD_REQUEST, "error.bad_request"),
        ErrorCode::InvalidField => (StatusCode::UNPROCESSABLE_ENTITY, "error.invalid_field"),
        ErrorCode::Unauthenticated => (StatusCode::UNAUTHORIZED, "error.unauthenticated"),
        ErrorCode::WrongCredentials => (StatusCode::UNAUTHORIZED, "error.wrong_credentials"),
        ErrorCode::SecondFactorRequired => (StatusCode::UNAUTHORIZED, "error.second_factor_required"),
        ErrorCode::IdentityProofWrong => (StatusCode::UNAUTHORIZED, "error.identity_proof_wrong"),
        ErrorCode::IdentityProofExpired => (StatusCode::UNAUTHORIZED, "error.identity_proof_expired"),
        ErrorCode::IdentityProofOtherSite => (StatusCode::UNAUTHORIZED, "error.identity_proof_other_site"),
        ErrorCode::IdentityProofReplayed => (StatusCode::UNAUTHORIZED, "error.identity_proof_replayed"),
        ErrorCode::IdentityUnsigned => (StatusCode::UNAUTHORIZED, "error.identity_unsigned"),
        ErrorCode::IdentityChanged => (StatusCode::CONFLICT, "error.identity_changed"),
        ErrorCode::SessionRequired => (StatusCode::CONFLICT, "error.session_required"),
        ErrorCode::Forbidden => (StatusCode::FORBIDDEN, "error.forbidden"),
        ErrorCode::OriginNotAllowed => (StatusCode::FORBIDDEN, "error.origin_not_allowed"),
        ErrorCode::NotFound => (StatusCode::NOT_FOUND, "error.not_found"),
        ErrorCode::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "error.method_not_allowed"),
        ErrorCode::Conflict => (StatusCode::CONFLICT, "error.conflict"),
        ErrorCode::ClientMsgIdReused => (StatusCode::CONFLICT, "error.client_msg_id_reused"),
        ErrorCode::ConversationClosed => (StatusCode::CONFLICT, "error.conversation_closed"),
        ErrorCode::EmailMalformed => (StatusCode::UNPROCESSABLE_ENTITY, "error.email"),
        ErrorCode::EmailTaken => (StatusCode::CONFLICT, "error.email_taken"),
        ErrorCode::LinkInvalid => (StatusCode::GONE, "error.link_invalid"),
        ErrorCode::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "error.too_large"),
        ErrorCode::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "error.unsupported_media_type"),
        ErrorCode::RateLimited => (StatusCode::TOO_MANY_REQUESTS, "error.rate_limited"),
        ErrorCode::StorageFull => (StatusCode::SERVICE_UNAVAILABLE, "error.storage_full"),
        ErrorCode::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "error.unavailable"),
        ErrorCode::Restarting => (StatusCode::SERVICE_UNAVAILABLE, "error.restarting"),
        ErrorCode::ProtocolUnknown => (StatusCode::BAD_REQUEST, "error.protocol_unknown"),
        ErrorCode::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "error.internal"),
    }
}

impl ApiError {
    /// Too much is under way; in a moment there is room again.
    pub fn busy() -> Self {
        Self { retry_after_ms: Some(2_000), ..Self::new(ErrorCode::Unavailable) }
    }
}

impl From<StorageError> for ApiError {
    fn from(error: StorageError) -> Self {
        let code = match &error {
            StorageError::Full => ErrorCode::StorageFull,
            StorageError::Unavailable(_) | StorageError::TookTooLong | StorageError::Stopped | StorageError::Gone => ErrorCode::Unavailable,
            StorageError::Conflict(_)
            | StorageError::Broken
            | StorageError::Inconsistent { .. }
            | StorageError::Newer { .. }
            | StorageError::Altered { .. }
            | StorageError::Locked { .. }
            | StorageError::TooOld { .. }
            | StorageError::BlobMissing
            | StorageError::BlobKey
            | StorageError::Blob(_)
            | StorageError::File { .. }
            | StorageError::Driver(_) => ErrorCode::Internal,
        };
        let mut api = Self::new(code);
        if matches!(error, StorageError::TookTooLong) {
            api.text = "error.took_too_long";
        }
        api.source = Some(Arc::new(error));
        api
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What a handler answers.
pub type ApiResult<T> = Result<T, ApiError>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_that_took_too_long_says_what_to_do() {
        let refused = ApiError::from(StorageError::TookTooLong);
        assert_eq!((refused.status, refused.code), (StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable));
        assert_eq!(refused.text, "error.took_too_long");
        assert_eq!(ApiError::from(StorageError::Unavailable(None)).text, "error.unavailable");
    }
}
