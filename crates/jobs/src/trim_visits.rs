//! Forgets visit pages and visit counters that are older than what visitors are told.
//!
//! Idempotent by nature: what is gone stays gone.

use entrenous_app::Context;
use entrenous_storage::StorageError;

const DAY_MS: i64 = 86_400_000;
/// Pages of a visit, from when they were seen.
const PAGES_MS: i64 = 90 * DAY_MS;
/// Counters, from the first visit: as long as the name in the browser.
const COUNTER_MS: i64 = 182 * DAY_MS;
/// Rows of one unit, so that nobody waits long for the writer.
const BATCH: i64 = 500;

/// Trims the pages and counters of every site.
///
/// # Errors
/// Those of the database.
pub async fn trim_visits(ctx: &Context) -> Result<(), StorageError> {
    let now = ctx.now();
    loop {
        let mut work = ctx.db.unit().await?;
        let pages = work.visit_pages().remove_old(now.plus_ms(-PAGES_MS), BATCH).await?;
        let counters = work.marketing_counters().remove_old(now.plus_ms(-COUNTER_MS), BATCH).await?;
        work.save().await?;
        if i64::try_from(pages.max(counters)).unwrap_or(0) < BATCH {
            return Ok(());
        }
    }
}
