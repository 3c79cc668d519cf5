//! Somebody follows the link of the first mail.

use entrenous_domain::privacy::RateKey;
use entrenous_storage::{StorageError, TranscriptRequest, Work};

use super::send_transcript::{SendTranscript, link_hash};
use crate::context::Context;
use crate::job::add_job;
use crate::texts::Language;
use crate::throttle::{Limit, Limited};

/// Links that are tried from one address.
const PER_PEER: Limit = Limit { name: "transcript_link", burst: 40, refill_ms: 6_000 };

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

/// What a page about a working link needs to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedLink {
    /// That of whoever asked for the conversation.
    pub language: Language,
    /// The name of the site on which it was asked for.
    pub site: String,
}

/// Whether a link works, and for whom; nothing changes, because mail scanners open links too.
///
/// # Errors
/// See [`ConfirmError`].
pub async fn open_transcript(ctx: &Context, token: &str, peer: RateKey) -> Result<FollowedLink, ConfirmError> {
    ctx.throttle.take(ctx.now(), &[(PER_PEER, peer)]).map_err(ConfirmError::RateLimited)?;
    let mut view = ctx.db.view().await?;
    let wish = view.transcript_requests().find(&link_hash(ctx, token), ctx.now()).await?.ok_or(ConfirmError::LinkInvalid)?;
    followed(&mut view, &wish).await
}

/// Uses a link up: the conversation it was made for goes to the address it was sent to.
///
/// # Errors
/// See [`ConfirmError`].
pub async fn confirm_transcript(ctx: &Context, token: &str, peer: RateKey) -> Result<FollowedLink, ConfirmError> {
    ctx.throttle.take(ctx.now(), &[(PER_PEER, peer)]).map_err(ConfirmError::RateLimited)?;
    let mut work = ctx.db.unit().await?;
    let wish = work.transcript_requests().confirm(&link_hash(ctx, token), ctx.now()).await?.ok_or(ConfirmError::LinkInvalid)?;
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
