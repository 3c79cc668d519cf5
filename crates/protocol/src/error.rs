//! What the server answers when it refuses: one envelope for HTTP bodies and `refused` frames.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why something was refused. Stable: a code is never renamed or given another meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The body, query or path could not be read (400).
    BadRequest,
    /// A field has a value that is not allowed (422); `fields` names it.
    InvalidField,
    /// Nobody is signed in, or the credential is unknown or expired (401).
    Unauthenticated,
    /// The password, code or e-mail address does not fit (401).
    WrongCredentials,
    /// The password was right and the second factor is still missing (401).
    SecondFactorRequired,
    /// The identity proof is not signed by this site, or not of the shape that it must have (401).
    IdentityProofWrong,
    /// The identity proof's time is over (401).
    IdentityProofExpired,
    /// The identity proof was made for another site (401).
    IdentityProofOtherSite,
    /// The identity proof was used before (401).
    IdentityProofReplayed,
    /// The site takes name, address, phone number and variables from its page only with a proof (401).
    IdentityUnsigned,
    /// The identity proof names somebody else: this session is over, and a new one begins with the proof (409).
    IdentityChanged,
    /// The first proof of a visitor changes its token: begin the session again with it (409).
    SessionRequired,
    /// You may see this, and you may not do this with it (403).
    Forbidden,
    /// The page's origin is not in the site's list (403).
    OriginNotAllowed,
    /// The thing does not exist, or you may not know of it (404).
    NotFound,
    /// The method does not exist on this address (405).
    MethodNotAllowed,
    /// What you saw has changed meanwhile (409).
    Conflict,
    /// The same `client_msg_id` came with another content (409).
    ClientMsgIdReused,
    /// The conversation is closed (409).
    ConversationClosed,
    /// What was typed as an e-mail address is none (422); `fields` names it.
    EmailMalformed,
    /// The e-mail address is in use (409).
    EmailTaken,
    /// The link was used, has expired, or never existed (410).
    LinkInvalid,
    /// The body or file is larger than allowed (413).
    TooLarge,
    /// The kind of file or body is not accepted (415).
    UnsupportedMediaType,
    /// The sender must slow down (429); `retry_after_ms` says for how long.
    RateLimited,
    /// The server has no room left on its disk; nothing was stored (503).
    StorageFull,
    /// The server cannot answer for the moment (503).
    Unavailable,
    /// The server stops or restarts (503).
    Restarting,
    /// The client speaks a version of the protocol that the server does not know.
    ProtocolUnknown,
    /// Something is wrong on the server; the request id finds it in the log (500).
    Internal,
}

/// A field of the body and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// The field's name as in the body.
    pub field: String,
    /// A sentence for a person, in the language of the request.
    pub message: String,
}

/// The body of every HTTP answer that is not a success.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ErrorOut {
    /// The stable code; programs decide by it.
    pub code: ErrorCode,
    /// A sentence for a person, in the language of the request.
    pub message: String,
    /// Finds the request in the server's log.
    pub request_id: String,
    /// The fields at fault; empty when none is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// How long to wait before trying again, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
}
