//! The two mails: the one that asks, without a word of a visitor, and the conversation itself.

use entrenous_domain::conversation::{AuthorKind, Content, Message, SystemEvent};
use entrenous_domain::ids::{ConversationId, SiteId};
use entrenous_storage::{Lane, StorageError, TranscriptRequest};
use serde::{Deserialize, Serialize};

use super::DAY_MS;
use crate::context::Context;
use crate::job::{Job, Tries};
use crate::letter::{Part, letter};
use crate::ports::MailError;
use crate::secret::Token;
use crate::texts::{Language, text};

/// The newest messages of a conversation that a mail holds.
const MAX_MESSAGES: i64 = 500;

/// How much a mail says, in bytes of both its forms. What a mail server takes is counted after encoding, which makes up to 1.7 of
/// each byte; few take less than 5 MiB.
const MAX_BYTES: usize = 2_500_000;

/// The job `send_transcript_link`. The link is made when it is sent: whoever reads the table of jobs can follow none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendTranscriptLink {
    /// The folded address.
    pub email: String,
}

impl Job for SendTranscriptLink {
    const NAME: &'static str = "send_transcript_link";
    const VERSION: i64 = 1;
    const LANE: Lane = Lane::Outgoing;
    const TRIES: Tries = Tries::FEW;
}

/// The job `send_transcript`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendTranscript {
    /// The site.
    pub site: String,
    /// The conversation.
    pub conversation: String,
    /// The folded address, whose owner agreed.
    pub email: String,
    /// `en` or `fr`.
    pub language: String,
}

impl Job for SendTranscript {
    const NAME: &'static str = "send_transcript";
    const VERSION: i64 = 1;
    const LANE: Lane = Lane::Outgoing;
    const TRIES: Tries = Tries::FEW;
}

impl SendTranscript {
    /// What a wish asks for.
    pub(super) fn of(wish: &TranscriptRequest) -> Self {
        Self {
            site: wish.site.to_string(),
            conversation: wish.conversation.to_string(),
            email: wish.email.clone(),
            language: wish.language.clone(),
        }
    }
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendTranscriptError {
    /// The mail was not handed over.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The database failed.
    #[error("the conversation could not be read")]
    Storage(#[from] StorageError),
}

/// What the database keeps of a link's token.
pub(super) fn link_hash(ctx: &Context, token: &str) -> Vec<u8> {
    ctx.keys.hash("transcript", token)
}

/// What names an address where it need not be read.
pub(super) fn address_hash(ctx: &Context, email: &str) -> Vec<u8> {
    ctx.keys.hash("transcript_address", email)
}

/// Sends the link, or nothing when nobody waits for one any more. Sent again, only the newest link works.
///
/// # Errors
/// See [`SendTranscriptError`].
pub async fn send_transcript_link(ctx: &Context, job: &SendTranscriptLink) -> Result<(), SendTranscriptError> {
    let token = Token::new(ctx);
    let (address, hash, now) = (address_hash(ctx, &job.email), link_hash(ctx, token.reveal()), ctx.now());
    let mut work = ctx.db.unit().await?;
    let wish = work.transcript_requests().set_link(&address, &hash, now, now.plus_ms(DAY_MS), now.plus_ms(-DAY_MS)).await?;
    let Some(wish) = wish else { return Ok(()) };
    let Some(site) = work.sites().find_by_id(&wish.site).await? else { return Ok(()) };
    work.save().await?;
    let language = Language::parse(&wish.language).unwrap_or(Language::En);
    let say = |key: &str| text(language, key, &[("site", &site.name)]);
    let parts = [
        Part::Paragraph(say("mail.transcript_link.asked")),
        Part::Link {
            words: say("mail.transcript_link.words"),
            address: format!("{}/transcript?token={}", ctx.settings.public_url, token.reveal()),
        },
        Part::Paragraph(say("mail.transcript_link.ignore")),
    ];
    ctx.mailer.send(letter(language, &wish.email, say("mail.transcript_link.subject"), &parts)).await?;
    Ok(())
}

/// Sends the conversation as its visitor saw it; nothing of what only agents see is read.
///
/// Run twice, it sends two mails to somebody who agreed to one.
///
/// # Errors
/// See [`SendTranscriptError`].
pub async fn send_transcript(ctx: &Context, job: &SendTranscript) -> Result<(), SendTranscriptError> {
    let (Ok(site), Ok(id)) = (SiteId::parse(&job.site), ConversationId::parse(&job.conversation)) else { return Ok(()) };
    let mut view = ctx.db.view().await?;
    let Some(site) = view.sites().find_by_id(&site).await? else { return Ok(()) };
    if view.conversations().get(&site.id, &id).await?.is_none() {
        return Ok(());
    }
    let messages = view.messages().list_before(&site.id, &id, i64::MAX, MAX_MESSAGES).await?;
    drop(view);
    let language = Language::parse(&job.language).unwrap_or(Language::En);
    let say = |key: &str| text(language, key, &[("site", &site.name)]);
    let is_cut = messages.first().is_some_and(|first| first.seq > 1);
    let all: Vec<Part> = messages.iter().filter_map(|message| said(language, message)).collect();
    let n_kept = fitting(&all);
    let mut parts = vec![Part::Paragraph(say("mail.transcript.begin"))];
    if is_cut || n_kept < all.len() {
        parts.push(Part::Paragraph(say("mail.transcript.cut")));
    }
    parts.extend(all.into_iter().rev().take(n_kept).rev());
    ctx.mailer.send(letter(language, &job.email, say("mail.transcript.subject"), &parts)).await?;
    Ok(())
}

/// How many parts from the end a mail holds.
fn fitting(parts: &[Part]) -> usize {
    let sizes = parts.iter().rev().map(Part::size_bytes);
    let so_far = sizes.scan(0_usize, |sum, size| {
        *sum = sum.saturating_add(size);
        Some(*sum)
    });
    so_far.take_while(|sum| *sum <= MAX_BYTES).count()
}

/// A message as it stands in the mail; the rating is between the visitor and the agents.
fn said(language: Language, message: &Message) -> Option<Part> {
    let at = format!("{} UTC", message.created_at.utc_minute());
    let words = match &message.content {
        Content::Text(words) => words.clone(),
        Content::File(file) => text(language, "mail.transcript.file", &[("name", &file.name)]),
        Content::System { event, agent_name } => {
            let happened = text(language, system_key(*event), &[("name", agent_name)]);
            return Some(Part::Paragraph(format!("{at} – {happened}")));
        }
        Content::Rated(_) => return None,
    };
    let name = match message.author.kind {
        AuthorKind::Visitor if message.author.name.is_empty() => text(language, "mail.transcript.visitor", &[]),
        AuthorKind::Visitor | AuthorKind::Agent | AuthorKind::System => message.author.name.clone(),
        AuthorKind::Bot | AuthorKind::Automatic => text(language, "mail.transcript.automatic", &[("name", &message.author.name)]),
        AuthorKind::Ai => text(language, "mail.transcript.ai", &[("name", &message.author.name)]),
    };
    Some(Part::Said { head: format!("{at} – {name}"), text: words })
}

fn system_key(event: SystemEvent) -> &'static str {
    match event {
        SystemEvent::AgentJoined => "mail.transcript.agent_joined",
        SystemEvent::AgentLeft => "mail.transcript.agent_left",
        SystemEvent::AgentAssigned => "mail.transcript.agent_assigned",
        SystemEvent::ClosedByAgent | SystemEvent::ClosedByVisitor => "mail.transcript.closed",
        SystemEvent::Reopened => "mail.transcript.reopened",
    }
}
