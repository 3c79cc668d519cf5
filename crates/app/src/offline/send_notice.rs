//! The mail to one agent: who wrote, the beginning of it, and where to answer.

use entrenous_domain::account::Agent;
use entrenous_domain::ids::{AccountId, AgentId, ConversationId, SiteId};
use entrenous_domain::site::Site;
use entrenous_domain::text::excerpt;
use entrenous_storage::{Lane, StorageError, Work};
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::job::Job;
use crate::letter::{Part, letter};
use crate::ports::{Mail, MailError};
use crate::texts::{Language, text};

/// The beginning of a message in a mail, in characters.
const EXCERPT: usize = 300;

/// The job `send_offline_notice`. The words are read when the mail is written; none stand in the job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendOfflineNotice {
    /// The agent's account.
    pub account: String,
    /// The agent.
    pub agent: String,
    /// The site.
    pub site: String,
    /// The conversation; absent when several wait.
    pub conversation: Option<String>,
}

impl Job for SendOfflineNotice {
    const NAME: &'static str = "send_offline_notice";
    const VERSION: i64 = 1;
    const LANE: Lane = Lane::Outgoing;
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendOfflineNoticeError {
    /// The mail was not handed over.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The database failed.
    #[error("the conversation could not be read")]
    Storage(#[from] StorageError),
}

/// Sends the mail, or nothing when somebody has answered meanwhile, or the agent is gone or may not see the conversation any
/// more: between the job and the mail rights may change, and a mail server that is down makes that hours.
///
/// Run twice, it sends two mails to one agent; what was answered in between is not told again.
///
/// # Errors
/// See [`SendOfflineNoticeError`].
pub async fn send_offline_notice(ctx: &Context, job: &SendOfflineNotice) -> Result<(), SendOfflineNoticeError> {
    let (Ok(account), Ok(agent), Ok(site)) = (AccountId::parse(&job.account), AgentId::parse(&job.agent), SiteId::parse(&job.site)) else {
        return Ok(());
    };
    let mut view = ctx.db.view().await?;
    let agent = view.agents().get(&account, &agent).await?.filter(|agent| agent.active && !agent.invited);
    let agent = agent.filter(|agent| agent.reaches(&site));
    let (Some(agent), Some(site)) = (agent, view.sites().get(&account, &site).await?) else { return Ok(()) };
    let mail = match job.conversation.as_deref().map(ConversationId::parse) {
        Some(Ok(id)) => one(ctx, &mut view, &agent, &site, &id).await?,
        Some(Err(_)) => None,
        None => Some(several(ctx, &agent, &site)),
    };
    drop(view);
    if let Some(mail) = mail {
        ctx.mailer.send(mail).await?;
    }
    Ok(())
}

async fn one(ctx: &Context, view: &mut Work, agent: &Agent, site: &Site, id: &ConversationId) -> Result<Option<Mail>, StorageError> {
    let found = view.conversations().get(&site.id, id).await?.filter(|one| one.waiting_since.is_some());
    let Some(conversation) = found else { return Ok(None) };
    let groups = view.groups().of_agent(&agent.id).await?;
    if !agent.sees(&groups, &site.id, conversation.group.as_ref()) {
        return Ok(None);
    }
    let Some(visitor) = view.visitors().get(&site.id, &conversation.visitor).await? else { return Ok(None) };
    let first = view.messages().list_after(&site.id, id, 0, 1).await?.into_iter().next();
    let Some(first) = first else { return Ok(None) };
    let language = language_of(agent);
    let nameless = || text(language, "mail.offline.visitor", &[("short", &visitor.short())]);
    let known = visitor.identity.known().collect::<Vec<_>>().join(", ");
    let said = Part::Said { head: if known.is_empty() { nameless() } else { known }, text: excerpt(first.content.list_text(), EXCERPT) };
    Ok(Some(write(ctx, agent, site, "mail.offline", vec![said], &format!("/app/inbox/{id}"))))
}

fn several(ctx: &Context, agent: &Agent, site: &Site) -> Mail {
    write(ctx, agent, site, "mail.offline_several", Vec::new(), "/app/inbox")
}

fn language_of(agent: &Agent) -> Language {
    Language::parse(&agent.language).unwrap_or(Language::En)
}

/// The subject names the site and nobody else: it may be shown on a locked screen.
fn write(ctx: &Context, agent: &Agent, site: &Site, key: &str, said: Vec<Part>, path: &str) -> Mail {
    let language = language_of(agent);
    let say = |part: &str| text(language, &format!("{key}.{part}"), &[("name", &agent.name), ("site", &site.name)]);
    let mut parts = vec![Part::Paragraph(say("hello")), Part::Paragraph(say("text"))];
    parts.extend(said);
    parts.push(Part::Link { words: say("words"), address: format!("{}{path}", ctx.settings.public_url) });
    letter(language, &agent.email, say("subject"), &parts)
}
