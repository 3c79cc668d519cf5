//! Socket frames: JSON text with a `type` tag, one enum for each direction and each kind of client.
//!
//! The rules of the exchange (acknowledgement, resume, heartbeat) are in ARCHITECTURE.md, "Realtime".

pub mod agent;
pub mod visitor;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::ErrorCode;

/// What is not allowed on this socket; told in `welcomed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LimitsOut {
    /// Bytes of one frame.
    pub frame_bytes: u32,
    /// Characters of one message.
    pub text_chars: u32,
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Frames in ten seconds.
    pub frames_per_10s: u32,
}

/// A frame that was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefusedOut {
    /// The message it is about, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_msg_id: Option<String>,
    /// The stable code.
    pub code: ErrorCode,
    /// A sentence for a person.
    pub message: String,
    /// When to try again, in milliseconds; absent: do not repeat it by yourself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
}

/// Why the server closes a socket (RFC 6455, section 7.4; the 44xx numbers are ours).
pub mod close {
    /// The frame was larger than allowed.
    pub const TOO_LARGE: u16 = 1009;
    /// The frame was no frame of ours.
    pub const BAD_FRAME: u16 = 1002;
    /// The server restarts; `leaving` said when to come back.
    pub const RESTART: u16 = 1012;
    /// The credential is missing, unknown or no longer valid.
    pub const NOT_YOU: u16 = 4401;
    /// The credential is right and the right is gone.
    pub const NOT_ALLOWED: u16 = 4403;
    /// The client reads too slowly; connect again and resume.
    pub const TOO_SLOW: u16 = 4408;
    /// Too many frames.
    pub const TOO_MANY: u16 = 4429;
}
