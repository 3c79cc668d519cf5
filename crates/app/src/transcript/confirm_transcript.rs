//! Somebody follows the link of the first mail.

use entrenous_domain::privacy::RateKey;
use entrenous_storage::StorageError;

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

/// Whether a link works, and the language of whoever asked; nothing changes, because mail scanners open links too.
///
/// # Errors
/// See [`ConfirmError`].
pub async fn open_transcript(ctx: &Context, token: &str, peer: RateKey) -> Result<Language, ConfirmError> {
    ctx.throttle.take(ctx.now(), &[(PER_PEER, peer)]).map_err(ConfirmError::RateLimited)?;
    let found = ctx.db.view().await?.transcript_requests().find(&link_hash(ctx, token), ctx.now()).await?;
    let wish = found.ok_or(ConfirmError::LinkInvalid)?;
    Ok(Language::parse(&wish.language).unwrap_or(Language::En))
}

/// Uses a link up: the conversation it was made for goes to the address it was sent to.
///
/// # Errors
/// See [`ConfirmError`].
pub async fn confirm_transcript(ctx: &Context, token: &str, peer: RateKey) -> Result<Language, ConfirmError> {
    ctx.throttle.take(ctx.now(), &[(PER_PEER, peer)]).map_err(ConfirmError::RateLimited)?;
    let mut work = ctx.db.unit().await?;
    let wish = work.transcript_requests().confirm(&link_hash(ctx, token), ctx.now()).await?.ok_or(ConfirmError::LinkInvalid)?;
    add_job(ctx, &mut work, &SendTranscript::of(&wish)).await?;
    work.save().await?;
    Ok(Language::parse(&wish.language).unwrap_or(Language::En))
}
