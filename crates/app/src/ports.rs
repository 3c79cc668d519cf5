//! What actions need from outside the house; the server brings the real ones, tests bring fakes.

use async_trait::async_trait;

/// A mail to one person. The texts come from the catalogues; what a visitor wrote goes only to agents, and to an address
/// whose owner asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The receiver's address, already checked.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as markup, where it has any.
    pub html: Option<String>,
}

/// What became of a mail that nobody acknowledged. It decides whether trying again helps, and whether it harms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailFate {
    /// Nobody has it: the server was not there, or said "later".
    NotTaken,
    /// It is refused for good, or cannot be written.
    Refused,
    /// Perhaps it was taken: the connection ended before the server said so. Sent again, it may arrive twice.
    Unknown,
}

/// A mail that was not acknowledged.
#[derive(Debug, thiserror::Error)]
#[error("the mail could not be handed over")]
pub struct MailError {
    /// What became of it.
    pub fate: MailFate,
    /// The cause, which may name the receiver.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// Outgoing mail.
#[async_trait]
pub trait Mailer: Send + Sync + 'static {
    /// Hands a mail over.
    ///
    /// # Errors
    /// [`MailError`]; its fate tells the job whether to try again.
    async fn send(&self, mail: Mail) -> Result<(), MailError>;

    /// Whether mails leave the house; false when they land as files in the data folder.
    fn is_sent(&self) -> bool;
}
