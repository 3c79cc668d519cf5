//! Outgoing mail: to a mail server, or without one as files in the data folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use async_trait::async_trait;
use entrenous_app::context::Clock as _;
use entrenous_app::ports::{Mail, MailError, Mailer};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use tokio::io::AsyncWriteExt as _;

use super::clock::{SystemChance, SystemClock};
use super::data_folder::read_setting;
use crate::boot::BootError;
use crate::config::{Mail as MailConfig, MailSecurity};

/// A mail server that says nothing for so long is given up; the job tries again later.
const PATIENCE: Duration = Duration::from_secs(20);
/// The sender of mails that leave no further than a file.
const FILE_SENDER: &str = "Entrenous <entrenous@localhost>";

/// The mailer that the configuration asks for.
///
/// # Errors
/// `Mail` when the settings do not fit together, `File` when the password's file cannot be read.
pub fn mailer(config: &MailConfig, folder: &Path) -> Result<Arc<dyn Mailer>, BootError> {
    if config.host.is_empty() {
        let sender = if config.from.is_empty() { FILE_SENDER } else { &config.from };
        return Ok(Arc::new(FileMailer { folder: folder.to_owned(), sender: read_sender(sender)? }));
    }
    let sender = read_sender(&config.from)?;
    let transport = match config.security {
        MailSecurity::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(&config.host),
        MailSecurity::Starttls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&config.host),
        MailSecurity::None => Ok(AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)),
    };
    let mut transport = transport.map_err(|error| BootError::Mail(error.to_string()))?.port(config.port).timeout(Some(PATIENCE));
    if !config.username.is_empty() {
        let file = Path::new(&config.password_file);
        let password = read_setting(file).map_err(|error| BootError::File("mail.password_file", file.to_owned(), error))?;
        transport = transport.credentials(Credentials::new(config.username.clone(), password));
    }
    Ok(Arc::new(SmtpMailer { transport: transport.build(), sender }))
}

fn read_sender(text: &str) -> Result<Mailbox, BootError> {
    text.parse().map_err(|error| BootError::Mail(format!("mail.from {text:?} is no sender ({error})")))
}

/// Builds the message through typed headers, which encode or refuse whatever could begin another header.
fn message(sender: &Mailbox, mail: Mail) -> Result<Message, MailError> {
    let to: Mailbox = mail.to.parse().map_err(failed)?;
    let now = u64::try_from(SystemClock.now().as_ms()).unwrap_or(0);
    Message::builder()
        .from(sender.clone())
        .to(to)
        .subject(mail.subject)
        .date(UNIX_EPOCH + Duration::from_millis(now))
        .header(ContentType::TEXT_PLAIN)
        .body(mail.text)
        .map_err(failed)
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> MailError {
    MailError(Box::new(error))
}

/// Hands mails to a server.
struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Mailbox,
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        self.transport.send(message(&self.sender, mail)?).await.map(drop).map_err(failed)
    }

    fn is_sent(&self) -> bool {
        true
    }
}

/// Writes mails into a folder, where whoever runs the server can read them.
struct FileMailer {
    folder: PathBuf,
    sender: Mailbox,
}

#[async_trait]
impl Mailer for FileMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let message = message(&self.sender, mail)?;
        // Sorted by time; the chance behind it keeps two of the same moment apart.
        let mut chance = [0u8; 10];
        entrenous_app::context::Chance::fill(&SystemChance, &mut chance);
        let name = format!("{}.eml", entrenous_domain::ids::encode(SystemClock.now(), chance));
        let mut options = tokio::fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(self.folder.join(name)).await.map_err(failed)?;
        file.write_all(&message.formatted()).await.map_err(failed)?;
        file.flush().await.map_err(failed)
    }

    fn is_sent(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(to: &str, subject: &str) -> Mail {
        Mail { to: to.to_owned(), subject: subject.to_owned(), text: "Bonjour,\n\nà bientôt\n".to_owned() }
    }

    fn written(mail: Mail) -> Option<String> {
        let message = message(&FILE_SENDER.parse().unwrap(), mail).ok()?;
        Some(String::from_utf8(message.formatted()).unwrap())
    }

    #[test]
    fn a_line_break_in_a_name_begins_no_header() {
        let text = written(mail("nadia@exemple.fr", "Hello\r\nBcc: victim@example.com\r\n\r\nbody")).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap();
        assert!(!head.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc:")), "{head}");
        assert!(head.lines().any(|line| line.starts_with("Subject: ")), "{head}");
    }

    #[test]
    fn an_address_with_a_second_receiver_is_refused() {
        for odd in ["a@b.c, d@e.f", "a@b.c\r\nBcc: d@e.f", "", "a"] {
            assert!(written(mail(odd, "x")).is_none(), "{odd:?}");
        }
    }

    #[tokio::test]
    async fn without_a_server_mails_land_as_files() {
        let folder = tempfile::tempdir().unwrap();
        let config = MailConfig {
            host: String::new(),
            port: 587,
            security: MailSecurity::Starttls,
            username: String::new(),
            password_file: String::new(),
            from: String::new(),
        };
        let mailer = mailer(&config, folder.path()).ok().unwrap();
        assert!(!mailer.is_sent());
        mailer.send(mail("nadia@exemple.fr", "Bienvenue à Nantes")).await.unwrap();
        mailer.send(mail("nadia@exemple.fr", "Encore")).await.unwrap();
        let mut entries = tokio::fs::read_dir(folder.path()).await.unwrap();
        let mut n_mails = 0;
        while let Some(entry) = entries.next_entry().await.unwrap() {
            let text = tokio::fs::read_to_string(entry.path()).await.unwrap();
            assert!(text.contains("To: nadia@exemple.fr"), "{text}");
            n_mails += 1;
        }
        assert_eq!(n_mails, 2);
    }
}
