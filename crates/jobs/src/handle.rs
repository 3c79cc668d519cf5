//! From a claimed job to its handler.

use entrenous_app::Context;
use entrenous_app::account::{SendLetterError, SendMail};
use entrenous_app::job::{Job, Tries};
use entrenous_app::offline::{SendOfflineNotice, SendOfflineNoticeError, TellOffline};
use entrenous_app::ports::{MailError, MailFate};
use entrenous_app::privacy::EmptyLog;
use entrenous_app::site::EmptyGroups;
use entrenous_app::transcript::{SendTranscript, SendTranscriptError, SendTranscriptLink};
use entrenous_storage::{ClaimedJob, StorageError};

use crate::empty_groups::empty_groups;
use crate::empty_log::empty_log;
use crate::send_mail::send_mail;
use crate::send_offline_notice::send_offline_notice;
use crate::send_transcript::{send_transcript, send_transcript_link};
use crate::tell_offline::tell_offline;

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
    /// Nobody was told of a conversation.
    #[error("nobody was told of the conversation")]
    TellOffline(#[source] StorageError),
    /// A mail about a conversation was not sent.
    #[error("the mail about a conversation was not sent")]
    SendOfflineNotice(#[source] SendOfflineNoticeError),
    /// The link to a conversation was not sent.
    #[error("the link to a conversation was not sent")]
    SendTranscriptLink(#[source] SendTranscriptError),
    /// A conversation was not sent.
    #[error("the conversation was not sent")]
    SendTranscript(#[source] SendTranscriptError),
    /// The database's log still holds what was erased.
    #[error("the database's log could not be emptied")]
    EmptyLog(#[source] StorageError),
    /// Conversations are still in a group that was removed.
    #[error("conversations are still in a group that was removed")]
    EmptyGroups(#[source] StorageError),
}

impl JobError {
    /// Whether trying again cannot help.
    ///
    /// What was refused for good stays refused. A link that may have arrived is not sent a second time: it goes to an address
    /// that nobody has confirmed, which gets one mail a day (security reference, T60).
    pub fn is_final(&self) -> bool {
        match (self, self.mail_fate()) {
            (JobError::Payload, _) | (_, Some(MailFate::Refused)) => true,
            (JobError::SendTranscriptLink(_), fate) => fate == Some(MailFate::Unknown),
            _ => false,
        }
    }

    fn mail_fate(&self) -> Option<MailFate> {
        match self {
            JobError::SendMail(SendLetterError::Mail(MailError { fate, .. }))
            | JobError::SendOfflineNotice(SendOfflineNoticeError::Mail(MailError { fate, .. }))
            | JobError::SendTranscriptLink(SendTranscriptError::Mail(MailError { fate, .. }))
            | JobError::SendTranscript(SendTranscriptError::Mail(MailError { fate, .. })) => Some(*fate),
            _ => None,
        }
    }
}

/// How often a job of this name is tried.
pub(crate) fn tries_of(name: &str) -> Tries {
    match name {
        SendTranscriptLink::NAME => SendTranscriptLink::TRIES,
        SendTranscript::NAME => SendTranscript::TRIES,
        _ => Tries::MANY,
    }
}

/// Runs a job.
///
/// # Errors
/// See [`JobError`].
pub async fn handle(ctx: &Context, job: &ClaimedJob) -> Result<(), JobError> {
    match (job.name.as_str(), job.version) {
        (SendMail::NAME, SendMail::VERSION) => send_mail(ctx, &payload(job)?).await.map_err(JobError::SendMail),
        (TellOffline::NAME, TellOffline::VERSION) => tell_offline(ctx, &payload(job)?).await.map_err(JobError::TellOffline),
        (SendOfflineNotice::NAME, SendOfflineNotice::VERSION) => {
            send_offline_notice(ctx, &payload(job)?).await.map_err(JobError::SendOfflineNotice)
        }
        (SendTranscriptLink::NAME, SendTranscriptLink::VERSION) => {
            send_transcript_link(ctx, &payload(job)?).await.map_err(JobError::SendTranscriptLink)
        }
        (SendTranscript::NAME, SendTranscript::VERSION) => send_transcript(ctx, &payload(job)?).await.map_err(JobError::SendTranscript),
        (EmptyLog::NAME, EmptyLog::VERSION) => {
            let EmptyLog {} = payload(job)?;
            empty_log(ctx).await.map_err(JobError::EmptyLog)
        }
        (EmptyGroups::NAME, EmptyGroups::VERSION) => {
            let EmptyGroups {} = payload(job)?;
            empty_groups(ctx).await.map_err(JobError::EmptyGroups)
        }
        _ => Err(JobError::Unknown { name: job.name.clone(), version: job.version }),
    }
}

fn payload<J: Job>(job: &ClaimedJob) -> Result<J, JobError> {
    serde_json::from_str(&job.payload).map_err(|_| JobError::Payload)
}
