//! The visitor wants the conversation by e-mail.

use entrenous_domain::ids::ConversationId;
use entrenous_domain::privacy::RateKey;
use entrenous_domain::text;
use entrenous_storage::{StorageError, TranscriptRequest};

use super::DAY_MS;
use super::send_transcript::{SendTranscript, SendTranscriptLink, address_hash};
use crate::context::Context;
use crate::job::add_job;
use crate::texts::Language;
use crate::throttle::{Limit, Limited};
use crate::visitor::Guest;

const MINUTE: i64 = 60_000;
/// Wishes of one visitor.
const PER_VISITOR: Limit = Limit { name: "transcript_visitor", burst: 3, refill_ms: 10 * MINUTE };
/// Wishes from one address of the network: visitors are made quickly.
const PER_PEER: Limit = Limit { name: "transcript_peer", burst: 10, refill_ms: 10 * MINUTE };
/// Wishes on one site: whoever runs the server is the sender of all of them.
const PER_SITE: Limit = Limit { name: "transcript_site", burst: 30, refill_ms: 2 * MINUTE };
/// Conversations that one confirmed address gets in a day.
const MAX_SENT: i64 = 5;

/// What is wanted.
#[derive(Debug, Clone)]
pub struct RequestTranscript {
    /// Which conversation.
    pub conversation: ConversationId,
    /// To which address, as typed.
    pub email: String,
    /// A language code.
    pub language: Option<String>,
    /// Who asks.
    pub peer: RateKey,
}

/// What happens now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TranscriptWish {
    /// The address gets a link, unless it had one today already, which then leads to this conversation too; that it had is told to
    /// nobody.
    Asked,
    /// The owner of the address agreed today; the conversation is on its way.
    Sent,
}

/// Why the wish was not written down.
#[derive(Debug, thiserror::Error)]
pub enum RequestTranscriptError {
    /// The conversation is not the visitor's.
    #[error("there is no such conversation for this visitor")]
    NotFound,
    /// The address cannot be one.
    #[error("this is not an e-mail address")]
    Email,
    /// Too many wishes.
    #[error("too many conversations were asked for")]
    RateLimited(Limited),
    /// The database failed.
    #[error("the wish could not be stored")]
    Storage(#[from] StorageError),
}

/// Writes the wish down.
///
/// # Errors
/// See [`RequestTranscriptError`].
pub async fn request_transcript(ctx: &Context, guest: &Guest, cmd: &RequestTranscript) -> Result<TranscriptWish, RequestTranscriptError> {
    let email = text::email(&cmd.email).ok_or(RequestTranscriptError::Email)?;
    let (site, visitor, now) = (&guest.site, &guest.visitor.id, ctx.now());
    let mut work = ctx.db.unit().await?;
    let found = work.conversations().get(&site.id, &cmd.conversation).await?;
    found.filter(|one| one.visitor == *visitor).ok_or(RequestTranscriptError::NotFound)?;
    let claims = [(PER_VISITOR, ctx.rate_key(visitor.as_str())), (PER_PEER, cmd.peer), (PER_SITE, ctx.rate_key(site.id.as_str()))];
    ctx.throttle.take(now, &claims).map_err(RequestTranscriptError::RateLimited)?;
    let spoken = [cmd.language.as_deref(), guest.visitor.identity.language.as_deref(), Some(site.language.as_str())];
    let language = spoken.into_iter().flatten().find_map(Language::parse).unwrap_or(Language::En);
    let wish = TranscriptRequest {
        address_hash: address_hash(ctx, &email),
        email,
        site: site.id.clone(),
        conversation: cmd.conversation.clone(),
        visitor: visitor.clone(),
        language: language.code().to_owned(),
        asked_at: now,
    };
    let since = now.plus_ms(-DAY_MS);
    if work.transcript_requests().is_confirmed(&wish, since).await? {
        if !work.transcript_requests().send_again(&wish, since, MAX_SENT).await? {
            return Err(RequestTranscriptError::RateLimited(Limited { retry_after_ms: 3_600_000 }));
        }
        add_job(ctx, &mut work, &SendTranscript::of(&wish)).await?;
        work.save().await?;
        return Ok(TranscriptWish::Sent);
    }
    work.transcript_requests().ask(&wish).await?;
    if work.transcript_requests().take_day(&wish.address_hash, now, since).await? {
        add_job(ctx, &mut work, &SendTranscriptLink { email: wish.email }).await?;
    }
    work.save().await?;
    Ok(TranscriptWish::Asked)
}
