//! Sends one agent a mail about a conversation that was opened while nobody was there.
//!
//! Run twice, it sends two mails, unless somebody has answered in between.

use entrenous_app::Context;
use entrenous_app::offline::{self, SendOfflineNotice, SendOfflineNoticeError};

/// Handles the job.
///
/// # Errors
/// Those of the mail server and of the database; the mail is tried again later.
pub async fn send_offline_notice(ctx: &Context, job: &SendOfflineNotice) -> Result<(), SendOfflineNoticeError> {
    offline::send_offline_notice(ctx, job).await
}
