//! Forgets events that are older than clients may resume from.
//!
//! Idempotent by nature: what is gone stays gone.

use entrenous_app::Context;
use entrenous_domain::ids::SiteId;
use entrenous_storage::StorageError;

/// Events of one unit, so that nobody waits long for the writer.
const BATCH: i64 = 500;

/// Trims the outbox of every site.
///
/// # Errors
/// Those of the database.
pub async fn trim_events(ctx: &Context) -> Result<(), StorageError> {
    let before = ctx.now().plus_ms(ctx.settings.event_keep_ms.saturating_neg());
    let mut view = ctx.db.long_view().await?;
    let sites = view.sites().list_all_ids().await?;
    drop(view);
    for site in sites {
        let findable = findable(ctx, &site).await?;
        loop {
            let mut work = ctx.db.unit().await?;
            let removed = work.events().remove_old(&site, before, findable, BATCH).await?;
            work.save().await?;
            if i64::try_from(removed).unwrap_or(0) < BATCH {
                break;
            }
        }
    }
    Ok(())
}

/// An event whose text is not findable yet stays. A file of the index that cannot be used is made anew later, from what is kept
/// and not from events; in a shared database the index is usable whenever the events are.
async fn findable(ctx: &Context, site: &SiteId) -> Result<i64, StorageError> {
    match ctx.db.search_unit().await {
        Ok(mut work) => work.search().position(site).await,
        Err(error) if ctx.db.is_shared() => Err(error),
        Err(error) => {
            tracing::warn!(reason = %error, "events are trimmed although the search index cannot be used");
            Ok(i64::MAX)
        }
    }
}
