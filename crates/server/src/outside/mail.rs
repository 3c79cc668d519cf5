//! Outgoing mail: to a mail server, or without one as files in the data folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use async_trait::async_trait;
use entrenous_app::context::{Chance as _, Clock as _};
use entrenous_app::ports::{Mail, MailError, MailFate, Mailer};
use entrenous_domain::ids::encode;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};
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
///
/// `body` says how the text is written down.
fn message(sender: &Mailbox, mail: Mail, body: fn(&str) -> Body) -> Result<Message, MailError> {
    let to: Mailbox = mail.to.parse().map_err(refused)?;
    let now = u64::try_from(SystemClock.now().as_ms()).unwrap_or(0);
    let builder = Message::builder()
        .from(sender.clone())
        .to(to)
        .subject(mail.subject)
        .date(UNIX_EPOCH + Duration::from_millis(now))
        .message_id(Some(format!("<{}@{}>", fresh_name(), sender.email.domain())));
    let Some(html) = mail.html else { return builder.header(ContentType::TEXT_PLAIN).body(body(&mail.text)).map_err(refused) };
    let part = |kind, text: &str| SinglePart::builder().header(kind).body(body(text));
    // The plainest form comes first, the richest last (RFC 2046, section 5.1.4).
    let both =
        MultiPart::alternative().singlepart(part(ContentType::TEXT_PLAIN, &mail.text)).singlepart(part(ContentType::TEXT_HTML, &html));
    builder.multipart(both).map_err(refused)
}

/// In an encoding that every mail server takes.
fn encoded(text: &str) -> Body {
    Body::new(text.to_owned())
}

/// As it is, because a person opens the file and copies the link: quoted-printable would break it in two.
fn readable(text: &str) -> Body {
    Body::dangerous_pre_encoded(text.replace('\n', "\r\n").into_bytes(), ContentTransferEncoding::EightBit)
}

/// Sorts by time; the chance behind it keeps two of the same moment apart.
fn fresh_name() -> String {
    let mut chance = [0u8; 10];
    SystemChance.fill(&mut chance);
    encode(SystemClock.now(), chance)
}

/// A mail that cannot be written is the same at the next try.
fn refused(error: impl std::error::Error + Send + Sync + 'static) -> MailError {
    MailError { fate: MailFate::Refused, source: Box::new(error) }
}

fn not_taken(error: impl std::error::Error + Send + Sync + 'static) -> MailError {
    MailError { fate: MailFate::NotTaken, source: Box::new(error) }
}

fn of_server(error: lettre::transport::smtp::Error) -> MailError {
    MailError { fate: fate(&error), source: Box::new(error) }
}

/// What became of a mail (RFC 5321, section 4.2.1).
///
/// Whatever breaks off after the connection stood counts as unknown: lettre does not say how far the talk had come.
fn fate(error: &lettre::transport::smtp::Error) -> MailFate {
    // 530 to 538 refuse whoever sends, not the mail (RFC 4954, section 6): a person mends the password, and the mail goes out.
    let is_about_us = error.status().is_some_and(|code| (530..=538).contains(&u16::from(code)));
    // lettre has no question for "no connection" but says it first (its version is pinned, and a test asks a closed port).
    let never_stood = error.is_tls() || error.to_string().starts_with("Connection error");
    if is_about_us || never_stood || error.is_transient() || error.is_client() {
        MailFate::NotTaken
    } else if error.is_permanent() {
        MailFate::Refused
    } else {
        MailFate::Unknown
    }
}

/// Hands mails to a server.
struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Mailbox,
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        self.transport.send(message(&self.sender, mail, encoded)?).await.map(drop).map_err(of_server)
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
        let message = message(&self.sender, mail, readable)?;
        let name = format!("{}.eml", fresh_name());
        let mut options = tokio::fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(self.folder.join(name)).await.map_err(not_taken)?;
        file.write_all(&message.formatted()).await.map_err(not_taken)?;
        file.flush().await.map_err(not_taken)
    }

    fn is_sent(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://chat.example.com/app/invitation?token=Uqe8kBIKDvMoGVDQ0ShRRr4adNDvSNrk7Thnjz6Kstc";

    fn mail(to: &str, subject: &str) -> Mail {
        Mail { to: to.to_owned(), subject: subject.to_owned(), text: format!("Bonjour,\n\n{LINK}\n\nà bientôt\n"), html: None }
    }

    fn written(mail: Mail) -> Option<String> {
        let message = message(&FILE_SENDER.parse().unwrap(), mail, encoded).ok()?;
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
    fn a_mail_with_markup_has_the_words_in_both_forms() {
        let mail = Mail { html: Some("<p>Bonjour &amp; bienvenue</p>\n".to_owned()), ..mail("nadia@exemple.fr", "Bienvenue") };
        let text = String::from_utf8(message(&FILE_SENDER.parse().unwrap(), mail, readable).unwrap().formatted()).unwrap();
        let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} in {text}"));
        assert!(place("multipart/alternative") < place("text/plain"));
        assert!(place(LINK) < place("text/html") && place("text/html") < place("<p>Bonjour &amp; bienvenue</p>"));
    }

    #[test]
    fn what_is_written_grows_by_less_than_three_quarters_on_its_way() {
        let words = ["a".repeat(60), "é".repeat(60), "=".repeat(60), "aé".repeat(30), "aaé".repeat(20), "aaaé".repeat(20), "🦊".repeat(20)];
        for line in words {
            let text = format!("{line}\n").repeat(2_000);
            let said = text.len() * 2;
            let mail = Mail { text: text.clone(), html: Some(text), ..mail("nadia@exemple.fr", "x") };
            let size = message(&FILE_SENDER.parse().unwrap(), mail, encoded).unwrap().formatted().len();
            assert!(size * 4 < said * 7, "{line}: {size} of {said}");
        }
    }

    #[test]
    fn an_address_with_a_second_receiver_is_refused() {
        for odd in ["a@b.c, d@e.f", "a@b.c\r\nBcc: d@e.f", "", "a"] {
            assert!(written(mail(odd, "x")).is_none(), "{odd:?}");
        }
    }

    /// Speaks just enough SMTP (RFC 5321) to take one mail; answers what the client sent. `end` is the answer to the whole mail:
    /// without one the connection ends there.
    async fn take_one_mail(listener: tokio::net::TcpListener, end: &[u8]) -> String {
        use tokio::io::{AsyncBufReadExt as _, BufReader};
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let (mut lines, mut heard, mut in_text) = (BufReader::new(read).lines(), String::new(), false);
        write.write_all(b"220 test\r\n").await.unwrap();
        while let Some(line) = lines.next_line().await.unwrap() {
            heard.push_str(&line);
            heard.push('\n');
            let answer: &[u8] = match line.as_str() {
                "." => end,
                _ if in_text => continue,
                "DATA" => b"354 go on\r\n",
                "QUIT" => b"221 bye\r\n",
                _ => b"250 ok\r\n",
            };
            in_text = line == "DATA";
            write.write_all(answer).await.unwrap();
            if line == "." {
                break;
            }
        }
        heard
    }

    fn server_at(port: u16) -> MailConfig {
        MailConfig {
            host: "127.0.0.1".to_owned(),
            port,
            security: MailSecurity::None,
            username: String::new(),
            password_file: String::new(),
            from: "Atelier Brume <chat@brume.example>".to_owned(),
        }
    }

    #[tokio::test]
    async fn with_a_server_mails_leave_the_house() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mailer = mailer(&server_at(listener.local_addr().unwrap().port()), Path::new("nowhere")).ok().unwrap();
        assert!(mailer.is_sent());
        let (sent, heard) = tokio::join!(mailer.send(mail("nadia@exemple.fr", "Bienvenue")), take_one_mail(listener, b"250 kept\r\n"));
        sent.unwrap();
        for part in ["MAIL FROM:<chat@brume.example>", "RCPT TO:<nadia@exemple.fr>", "Subject: Bienvenue", "Message-ID: <"] {
            assert!(heard.contains(part), "{part} in {heard}");
        }
    }

    #[tokio::test]
    async fn what_the_server_answers_says_whether_to_try_again() {
        for (end, fate) in [
            (b"550 no such mailbox\r\n".as_slice(), MailFate::Refused),
            (b"552 too large\r\n", MailFate::Refused),
            (b"451 come back later\r\n", MailFate::NotTaken),
            (b"535 who are you\r\n", MailFate::NotTaken),
            (b"", MailFate::Unknown),
        ] {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let mailer = mailer(&server_at(listener.local_addr().unwrap().port()), Path::new("nowhere")).ok().unwrap();
            let (sent, _) = tokio::join!(mailer.send(mail("nadia@exemple.fr", "Bienvenue")), take_one_mail(listener, end));
            assert_eq!(sent.unwrap_err().fate, fate, "{}", String::from_utf8_lossy(end));
        }
        let malformed = mailer(&server_at(1), Path::new("nowhere")).ok().unwrap().send(mail("a@b.c, d@e.f", "x")).await;
        assert_eq!(malformed.unwrap_err().fate, MailFate::Refused);
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_is_an_error_and_not_a_lost_mail() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mailer = mailer(&server_at(port), Path::new("nowhere")).ok().unwrap();
        assert_eq!(mailer.send(mail("nadia@exemple.fr", "Bienvenue")).await.unwrap_err().fate, MailFate::NotTaken);
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
            assert!(text.contains(LINK) && text.contains("à bientôt"), "a person can copy the link: {text}");
            n_mails += 1;
        }
        assert_eq!(n_mails, 2);
    }
}
