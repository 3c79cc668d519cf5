//! How the failures of actions are answered; also used for `refused` frames.
//!
//! One `match` for each action error, without a `_` arm: a new failure must find its answer here.

use entrenous_app::consent::ConsentError;
use entrenous_app::conversation::{ActError, RateError, SendError};
use entrenous_app::privacy::PolicyError;
use entrenous_app::transcript::RequestTranscriptError;
use entrenous_app::upload::{PictureError, ReadError, UploadError};
use entrenous_app::visitor::{BeginError, IdentifyByPageError, IdentifyError, ProveError};
use entrenous_domain::conversation::{ContentError, RefusedRating};
use entrenous_domain::visitor::{IdentityError, ProofError};
use entrenous_protocol::error::ErrorCode;

use super::error::ApiError;

impl From<SendError> for ApiError {
    fn from(error: SendError) -> Self {
        match error {
            SendError::NotFound => ApiError::not_found(),
            SendError::Closed => ApiError::new(ErrorCode::ConversationClosed),
            SendError::Content(ContentError::Empty) => ApiError::field("content", "error.text_empty"),
            SendError::Content(ContentError::TooLong { .. }) => ApiError::field("content", "error.text_too_long"),
            SendError::ClientMsgId => ApiError::field("client_msg_id", "error.client_msg_id"),
            SendError::Reused => ApiError::new(ErrorCode::ClientMsgIdReused),
            SendError::UnknownFile => ApiError::field("content.upload_id", "error.not_found"),
            SendError::Storage(error) => error.into(),
        }
    }
}

impl From<ActError> for ApiError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::NotFound => ApiError::not_found(),
            ActError::Closed => ApiError::new(ErrorCode::ConversationClosed),
            ActError::NotClosed => ApiError::new(ErrorCode::Conflict).with_text("error.not_closed"),
            ActError::NewerOpen => ApiError::new(ErrorCode::Conflict).with_text("error.newer_open"),
            ActError::UnknownAgent => ApiError::field("agent_id", "error.not_found"),
            ActError::Storage(error) => error.into(),
        }
    }
}

impl From<RateError> for ApiError {
    fn from(error: RateError) -> Self {
        match error {
            RateError::NotFound => ApiError::not_found(),
            RateError::Refused(RefusedRating::TooLong { max }) => {
                ApiError::field("comment", "error.text_length").with_value("max", max.to_string())
            }
            RateError::Refused(RefusedRating::Over) => ApiError::new(ErrorCode::ConversationClosed).with_text("error.rating_over"),
            RateError::Storage(error) => error.into(),
        }
    }
}

impl From<RequestTranscriptError> for ApiError {
    fn from(error: RequestTranscriptError) -> Self {
        match error {
            RequestTranscriptError::NotFound => ApiError::not_found(),
            RequestTranscriptError::Email => ApiError::email_malformed(),
            RequestTranscriptError::RateLimited(limited) => limited.into(),
            RequestTranscriptError::Storage(error) => error.into(),
        }
    }
}

impl From<UploadError> for ApiError {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::NotFound => ApiError::not_found(),
            UploadError::Empty => ApiError::field("file", "error.file_empty"),
            UploadError::TooLarge { .. } | UploadError::Picture(PictureError::TooLarge) => {
                ApiError::new(ErrorCode::TooLarge).with_text("error.file_too_large")
            }
            UploadError::Quota => ApiError::rate_limited(3_600_000).with_text("error.file_quota"),
            UploadError::Picture(PictureError::TooManyPixels | PictureError::Unreadable) => {
                ApiError::new(ErrorCode::UnsupportedMediaType).with_text("error.picture")
            }
            UploadError::Storage(error) => error.into(),
        }
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => ApiError::not_found(),
            ReadError::Storage(error) => error.into(),
        }
    }
}

impl From<BeginError> for ApiError {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::UnknownSite => ApiError::not_found(),
            BeginError::OriginNotAllowed => ApiError::new(ErrorCode::OriginNotAllowed),
            BeginError::Prove(error) => error.into(),
            BeginError::Storage(error) => error.into(),
        }
    }
}

impl From<ConsentError> for ApiError {
    fn from(error: ConsentError) -> Self {
        match error {
            ConsentError::UnknownSite | ConsentError::UnknownEntry => ApiError::not_found(),
            ConsentError::OriginNotAllowed => ApiError::new(ErrorCode::OriginNotAllowed),
            ConsentError::RateLimited(limited) => limited.into(),
            ConsentError::Field("count") => ApiError::field("count", "error.visits"),
            ConsentError::Field("url") => ApiError::field("url", "error.page_url"),
            ConsentError::Field(name) => ApiError::field(name, "error.consent_value"),
            ConsentError::UnknownText => ApiError::field("text", "error.consent_text"),
            ConsentError::Repeated => ApiError::new(ErrorCode::Conflict).with_text("error.consent_repeated"),
            ConsentError::Forbidden => ApiError::new(ErrorCode::Forbidden).with_text("error.no_consent"),
            ConsentError::NotManaged => ApiError::new(ErrorCode::Forbidden),
            ConsentError::Broken(_) => ApiError::internal(error),
            ConsentError::Storage(error) => error.into(),
        }
    }
}

impl From<PolicyError> for ApiError {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::UnknownSite => ApiError::not_found(),
            PolicyError::Storage(error) => error.into(),
        }
    }
}

impl From<IdentifyError> for ApiError {
    fn from(error: IdentifyError) -> Self {
        match error {
            IdentifyError::Refused(IdentityError::Email) => ApiError::field("email", "error.email"),
            IdentifyError::Gone => ApiError::new(ErrorCode::Unauthenticated),
            IdentifyError::Storage(error) => error.into(),
        }
    }
}

impl From<ProveError> for ApiError {
    fn from(error: ProveError) -> Self {
        match error {
            ProveError::Refused(ProofError::Wrong) => ApiError::new(ErrorCode::IdentityProofWrong),
            ProveError::Refused(ProofError::Expired) => ApiError::new(ErrorCode::IdentityProofExpired),
            ProveError::Refused(ProofError::OtherSite) => ApiError::new(ErrorCode::IdentityProofOtherSite),
            ProveError::Refused(ProofError::Replayed) => ApiError::new(ErrorCode::IdentityProofReplayed),
            ProveError::Unsigned => ApiError::new(ErrorCode::IdentityUnsigned),
            ProveError::Seal(_) => ApiError::internal(error),
            ProveError::Storage(error) => error.into(),
        }
    }
}

impl From<IdentifyByPageError> for ApiError {
    fn from(error: IdentifyByPageError) -> Self {
        match error {
            IdentifyByPageError::Identify(error) => error.into(),
            IdentifyByPageError::Prove(error) => error.into(),
            IdentifyByPageError::SomebodyElse => ApiError::new(ErrorCode::IdentityChanged),
            IdentifyByPageError::BeginAgain => ApiError::new(ErrorCode::SessionRequired),
        }
    }
}
