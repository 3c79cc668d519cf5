//! Sends a mail about an account.
//!
//! Run twice, it sends two mails; each carries a link of its own, and following one ends both.

use entrenous_app::Context;
use entrenous_app::account::{SendLetterError, SendMail, send_letter};

/// Handles the job.
///
/// # Errors
/// Those of the mail server and of the database; the mail is tried again later.
pub async fn send_mail(ctx: &Context, job: &SendMail) -> Result<(), SendLetterError> {
    send_letter(ctx, &job.letter).await
}
