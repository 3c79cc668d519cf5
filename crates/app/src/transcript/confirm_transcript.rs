//! Somebody follows the link of the first mail.

use entrenous_domain::ids::ConversationId;
use entrenous_domain::privacy::RateKey;
use entrenous_domain::time::Timestamp;
use entrenous_storage::{StorageError, TranscriptRequest, Work};

use super::DAY_MS;
use super::send_transcript::{SendTranscript, link_hash};
use crate::context::Context;
use crate::job::add_job;
use crate::texts::Language;
use crate::throttle::{Limit, Limited};

/// Links that are tried from one address.
const PER_PEER: Limit = Limit { name: "transcript_link", burst: 40, refill_ms: 6_000 };
/// Wishes that one page shows.
const MAX_SHOWN: i64 = 50;

/// Why a link leads nowhere.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// It is unknown, used or expired.
    #[error("the link does not work")]
    LinkInvalid,
    /// Too many tries.
    #[error("too many tries")]
    RateLimited(Limited),
    /// The database failed.
    #[error("the link could not be looked up")]
    Storage(#[from] StorageError),
}

/// A conversation that a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenWish {
    /// Which.
    pub conversation: ConversationId,
    /// The name of the site it was on; nothing that a visitor wrote.
    pub site_name: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// The language of whoever asked.
    pub language: Language,
}

/// What a page about a working link needs to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedLink {
    /// That of whoever asked for the conversation.
    pub language: Language,
    /// The name of the site on which it was asked for.
    pub site: String,
}

/// What a link leads to, the newest first, at least one; nothing changes, because mail scanners open links too.
///
/// # Errors
/// See [`ConfirmError`].
pub async fn open_transcript(ctx: &Context, token: &str, peer: RateKey) -> Result<Vec<OpenWish>, ConfirmError> {
    let now = ctx.now();
    ctx.throttle.take(now, &[(PER_PEER, peer)]).map_err(ConfirmError::RateLimited)?;
    let mut view = ctx.db.view().await?;
    let wishes = view.transcript_requests().list(&link_hash(ctx, token), now, now.plus_ms(-DAY_MS), MAX_SHOWN).await?;
    let mut open = Vec::new();
    for wish in wishes {
        let Some(site) = view.sites().find_by_id(&wish.site).await? else { continue };
        let language = Language::parse(&wish.language).unwrap_or(Language::En);
        open.push(OpenWish { conversation: wish.conversation, site_name: site.name, asked_at: wish.asked_at, language });
    }
    if open.is_empty() { Err(ConfirmError::LinkInvalid) } else { Ok(open) }
}

/// Agrees to one of the wishes: the conversation goes to the address that the link was sent to.
///
/// # Errors
/// See [`ConfirmError`].
pub async fn confirm_transcript(ctx: &Context, token: &str, conversation: &str, peer: RateKey) -> Result<FollowedLink, ConfirmError> {
    let now = ctx.now();
    ctx.throttle.take(now, &[(PER_PEER, peer)]).map_err(ConfirmError::RateLimited)?;
    let id = ConversationId::parse(conversation).map_err(|_| ConfirmError::LinkInvalid)?;
    let mut work = ctx.db.unit().await?;
    let wish = work.transcript_requests().confirm(&link_hash(ctx, token), &id, now, now.plus_ms(-DAY_MS)).await?;
    let wish = wish.ok_or(ConfirmError::LinkInvalid)?;
    let link = followed(&mut work, &wish).await?;
    add_job(ctx, &mut work, &SendTranscript::of(&wish)).await?;
    work.save().await?;
    Ok(link)
}

/// A site that is gone has no conversations either.
async fn followed(work: &mut Work, wish: &TranscriptRequest) -> Result<FollowedLink, ConfirmError> {
    let site = work.sites().find_by_id(&wish.site).await?.ok_or(ConfirmError::LinkInvalid)?;
    Ok(FollowedLink { language: Language::parse(&wish.language).unwrap_or(Language::En), site: site.name })
}
