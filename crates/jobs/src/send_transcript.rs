//! Sends the mails of a conversation that its visitor wants: the link first, then the conversation.
//!
//! Run twice, each sends two mails; of two links only the newer one works.

use entrenous_app::Context;
use entrenous_app::transcript::{self, SendTranscript, SendTranscriptError, SendTranscriptLink};

/// Handles the job that sends the conversation.
///
/// # Errors
/// Those of the mail server and of the database; the mail is tried again later.
pub async fn send_transcript(ctx: &Context, job: &SendTranscript) -> Result<(), SendTranscriptError> {
    transcript::send_transcript(ctx, job).await
}

/// Handles the job that sends the link.
///
/// # Errors
/// As for [`send_transcript`].
pub async fn send_transcript_link(ctx: &Context, job: &SendTranscriptLink) -> Result<(), SendTranscriptError> {
    transcript::send_transcript_link(ctx, job).await
}
