//! From a claimed job to its handler.

use entrenous_app::Context;
use entrenous_app::account::{SendLetterError, SendMail};
use entrenous_app::job::Job;
use entrenous_storage::ClaimedJob;

use crate::send_mail::send_mail;

/// Why a job did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// No handler of this binary has this name and version. An older node leaves it to a newer one.
    #[error("no handler for {name} version {version}")]
    Unknown {
        /// The job's name.
        name: String,
        /// The version of its payload.
        version: i64,
    },
    /// The payload is not what its name and version promise.
    #[error("the payload cannot be read")]
    Payload,
    /// A mail was not sent.
    #[error("the mail was not sent")]
    SendMail(#[source] SendLetterError),
}

impl JobError {
    /// Whether trying again cannot help.
    pub fn is_final(&self) -> bool {
        matches!(self, JobError::Payload)
    }
}

/// Runs a job.
///
/// # Errors
/// See [`JobError`].
pub async fn handle(ctx: &Context, job: &ClaimedJob) -> Result<(), JobError> {
    match (job.name.as_str(), job.version) {
        (SendMail::NAME, SendMail::VERSION) => {
            let payload: SendMail = serde_json::from_str(&job.payload).map_err(|_| JobError::Payload)?;
            send_mail(ctx, &payload).await.map_err(JobError::SendMail)
        }
        _ => Err(JobError::Unknown { name: job.name.clone(), version: job.version }),
    }
}
