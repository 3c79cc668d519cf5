//! New tokens for an answer that still counts.

use entrenous_domain::ids::ConsentEntryId;

use super::door::{ConsentError, Door, GATED, enter, subject_hash};
use super::gate;
use super::scope::{Scopes, issue};
use crate::context::Context;

/// Tokens for the browser's answer.
///
/// # Errors
/// `UnknownEntry` when the ledger has no answer of this browser (any more), which then has to ask again;
/// `Forbidden` when the entry is not the answer that counts, or grants nothing any more,
/// or when the browser's signal refuses.
pub async fn renew_scopes(ctx: &Context, door: &Door, subject: &str, entry: &ConsentEntryId) -> Result<Scopes, ConsentError> {
    ctx.throttle.take(ctx.now(), &[(GATED, door.peer)])?;
    let mut work = ctx.db.unit().await?;
    let site = enter(&mut work, door).await?;
    gate::obey(&site, door)?;
    let subject = subject_hash(ctx, &site.id, subject).ok_or(ConsentError::Forbidden)?;
    let standing = gate::standing(ctx, &mut work, &site, &subject).await?.ok_or(ConsentError::UnknownEntry)?;
    if standing.entry() != entry || standing.live().is_empty() {
        return Err(ConsentError::Forbidden);
    }
    let entry = work.consent_entries().get(&site.id, entry).await?.ok_or(ConsentError::Forbidden)?;
    Ok(issue(ctx, &entry, &standing))
}
