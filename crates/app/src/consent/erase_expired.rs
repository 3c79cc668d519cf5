//! Records of the ledger go when the time is over for which they had to prove something.

use entrenous_domain::ids::SiteId;
use entrenous_domain::time::Timestamp;

use super::chain;
use super::door::ConsentError;
use crate::context::Context;
use crate::privacy::empty_log_later;

/// Deletes records, with their salts, of answers that counted until before a moment, at most `limit`; the leaves stay.
/// Answers how many went.
///
/// # Errors
/// `Broken` when the chain's end is not ours: nothing is signed as erased then. Those of the database.
pub async fn erase_expired(ctx: &Context, site: &SiteId, before: Timestamp, limit: i64) -> Result<usize, ConsentError> {
    let mut work = ctx.db.unit().await?;
    let _held = chain::hold(&ctx.keys, &mut work, site).await?;
    let places = work.consent_entries().erase_expired(site, before, limit).await?;
    if places.is_empty() {
        return Ok(0);
    }
    chain::set_erased(&mut work, &ctx.keys, ctx.now(), site, &places).await?;
    empty_log_later(ctx, &mut work).await?;
    work.save().await?;
    Ok(places.len())
}
