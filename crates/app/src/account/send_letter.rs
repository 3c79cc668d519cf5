//! Mails about an account: what to send is written down as a job, the secret link is made when it is sent.

use entrenous_domain::account::Agent;
use entrenous_domain::ids::{AccountId, AgentId};
use entrenous_storage::{Holder, Lane, NewOneTimeToken, Purpose, StorageError};
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::job::Job;
use crate::ports::{Mail, MailError};
use crate::secret::Token;
use crate::texts::{Language, text};

/// A reset link works for 30 minutes.
const RESET_MS: i64 = 30 * 60_000;
/// An invitation works for 7 days.
const INVITATION_MS: i64 = 7 * 24 * 60 * 60_000;

/// The job `send_mail`. No link stands in it: whoever reads the table of jobs can follow none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMail {
    /// Which mail.
    pub letter: Letter,
}

impl Job for SendMail {
    const NAME: &'static str = "send_mail";
    const VERSION: i64 = 1;
    const LANE: Lane = Lane::Outgoing;
}

/// A mail about an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// Somebody asked for a link to set a new password; perhaps nobody has this address.
    PasswordReset {
        /// The folded address.
        email: String,
    },
    /// The password was changed; the owner shall know.
    PasswordChanged {
        /// The agent's account.
        account: String,
        /// The agent.
        agent: String,
    },
    /// Somebody was invited.
    Invitation {
        /// The agent's account.
        account: String,
        /// The invited agent.
        agent: String,
        /// The name of the colleague who invites.
        by: String,
    },
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendLetterError {
    /// The mail was not handed over.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The database failed.
    #[error("the mail's link could not be stored")]
    Storage(#[from] StorageError),
}

/// Sends a letter, or nothing when there is nobody to send it to any more.
///
/// Run twice, it sends two mails with two links; following one ends both.
///
/// # Errors
/// See [`SendLetterError`].
pub async fn send_letter(ctx: &Context, letter: &Letter) -> Result<(), SendLetterError> {
    let mail = match letter {
        Letter::PasswordReset { email } => password_reset(ctx, email).await?,
        Letter::PasswordChanged { account, agent } => password_changed(ctx, account, agent).await?,
        Letter::Invitation { account, agent, by } => invitation(ctx, account, agent, by).await?,
    };
    if let Some(mail) = mail {
        ctx.mailer.send(mail).await?;
    }
    Ok(())
}

async fn password_reset(ctx: &Context, email: &str) -> Result<Option<Mail>, StorageError> {
    let agent = ctx.db.view().await?.agents().find_by_email(email).await?;
    let Some(agent) = agent.filter(|agent| agent.active && !agent.invited) else { return Ok(None) };
    let link = make_link(ctx, &agent, Purpose::PasswordReset, RESET_MS, "/app/reset").await?;
    Ok(Some(write(&agent, "mail.password_reset", &[("name", &agent.name), ("link", &link)])))
}

async fn password_changed(ctx: &Context, account: &str, agent: &str) -> Result<Option<Mail>, StorageError> {
    let Some(agent) = find(ctx, account, agent).await?.filter(|agent| agent.active) else { return Ok(None) };
    let link = format!("{}/app/forgot", ctx.settings.public_url);
    Ok(Some(write(&agent, "mail.password_changed", &[("name", &agent.name), ("link", &link)])))
}

async fn invitation(ctx: &Context, account: &str, agent: &str, by: &str) -> Result<Option<Mail>, StorageError> {
    let Some(agent) = find(ctx, account, agent).await?.filter(|agent| agent.active && agent.invited) else { return Ok(None) };
    let Some(account) = ctx.db.view().await?.accounts().get(&agent.account).await? else { return Ok(None) };
    let link = make_link(ctx, &agent, Purpose::Invitation, INVITATION_MS, "/app/invitation").await?;
    let values = [("name", agent.name.as_str()), ("by", by), ("account", &account.name), ("link", &link)];
    Ok(Some(write(&agent, "mail.invitation", &values)))
}

async fn find(ctx: &Context, account: &str, agent: &str) -> Result<Option<Agent>, StorageError> {
    let (Ok(account), Ok(agent)) = (AccountId::parse(account), AgentId::parse(agent)) else { return Ok(None) };
    ctx.db.view().await?.agents().get(&account, &agent).await
}

async fn make_link(ctx: &Context, agent: &Agent, purpose: Purpose, life_ms: i64, path: &str) -> Result<String, StorageError> {
    let now = ctx.now();
    let token = Token::new(ctx);
    let hash = ctx.keys.hash(purpose.as_str(), token.reveal());
    let holder = Holder { account: agent.account.clone(), agent: agent.id.clone(), session: None };
    let mut work = ctx.db.unit().await?;
    work.one_time_tokens().remove_expired(&agent.id, purpose, now).await?;
    let new = NewOneTimeToken { hash: &hash, purpose, holder: Some(holder), created_at: now, expires_at: now.plus_ms(life_ms) };
    work.one_time_tokens().add(&new).await?;
    work.save().await?;
    Ok(format!("{}{path}?token={}", ctx.settings.public_url, token.reveal()))
}

/// Subject and text of a letter in the agent's language; names were cleaned to one line when they came in.
fn write(agent: &Agent, key: &str, values: &[(&str, &str)]) -> Mail {
    let language = Language::parse(&agent.language).unwrap_or(Language::En);
    Mail {
        to: agent.email.clone(),
        subject: text(language, &format!("{key}.subject"), values),
        text: text(language, &format!("{key}.text"), values),
        html: None,
    }
}
