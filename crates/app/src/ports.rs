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

/// A mail that did not leave the house.
#[derive(Debug, thiserror::Error)]
#[error("the mail could not be handed over")]
pub struct MailError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Outgoing mail.
#[async_trait]
pub trait Mailer: Send + Sync + 'static {
    /// Hands a mail over.
    ///
    /// # Errors
    /// [`MailError`]; the job that sends it tries again later.
    async fn send(&self, mail: Mail) -> Result<(), MailError>;

    /// Whether mails leave the house; false when they land as files in the data folder.
    fn is_sent(&self) -> bool;
}
