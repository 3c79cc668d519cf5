//! Forgets at which address somebody wanted a conversation, a day after the wish.
//!
//! Idempotent by nature: what is gone stays gone.

use entrenous_app::Context;
use entrenous_storage::StorageError;

const DAY_MS: i64 = 86_400_000;
/// Rows of one unit, so that nobody waits long for the writer.
const BATCH: i64 = 500;

/// Trims the wishes of every site.
///
/// # Errors
/// Those of the database.
pub async fn trim_transcripts(ctx: &Context) -> Result<(), StorageError> {
    let since = ctx.now().plus_ms(-DAY_MS);
    loop {
        let mut work = ctx.db.unit().await?;
        let removed = work.transcript_requests().remove_old(since, BATCH).await?;
        work.save().await?;
        if i64::try_from(removed).unwrap_or(0) < BATCH {
            return Ok(());
        }
    }
}
