//! Erasing what the ledger knows of a browser, so that the chain still holds.

use entrenous_domain::consent::PurposeSet;
use entrenous_domain::ids::SiteId;

use super::door::{ConsentError, subject_hash};
use super::{chain, gate};
use crate::context::Context;

/// Deletes every record and salt of the browser with this random id, and what was kept with its answers; the leaves stay and say
/// nothing. Answers how many records went.
///
/// # Errors
/// `Field("subject")` when it is no such id; those of the ledger and the database.
pub async fn erase_subject(ctx: &Context, site: &SiteId, subject: &str) -> Result<usize, ConsentError> {
    let subject = subject_hash(ctx, site, subject).ok_or(ConsentError::Field("subject"))?;
    let now = ctx.now();
    let mut work = ctx.db.unit().await?;
    let _held = chain::hold(ctx, &mut work, site).await?;
    let places = work.consent_entries().erase(site, &subject).await?;
    for position in &places {
        if let Some(leaf) = work.consent_chains().get_leaf(site, *position).await? {
            let erasure = chain::erasure_of(&ctx.keys, site, &leaf, now);
            work.consent_chains().set_erased(site, *position, now, &erasure).await?;
        }
    }
    gate::forget(&mut work, site, &subject, PurposeSet::NONE).await?;
    work.save().await?;
    Ok(places.len())
}
