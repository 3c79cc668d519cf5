//! A conversation by e-mail, for the visitor whose it is.
//!
//! No form may become a way to send strangers' words to anybody (security reference, T60): an address first gets a fixed text with
//! a link, once a day, and the conversation only when somebody follows it and presses the button. The link leads to whatever was
//! asked for at the address that day, because a stranger may have asked first: the owner picks, and one press sends one.

mod confirm_transcript;
mod request_transcript;
mod send_transcript;

pub use confirm_transcript::{ConfirmError, FollowedLink, OpenWish, confirm_transcript, open_transcript};
pub use request_transcript::{RequestTranscript, RequestTranscriptError, TranscriptWish, request_transcript};
pub use send_transcript::{SendTranscript, SendTranscriptError, SendTranscriptLink, send_transcript, send_transcript_link};

/// How long a link works, and how long an address gets no second one: a day.
const DAY_MS: i64 = 86_400_000;
