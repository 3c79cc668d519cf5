//! Forgetting the texts of what was removed.

use entrenous_storage::StorageError;

use crate::context::Context;

/// Texts of one unit: a search waits for it.
const BATCH: i64 = 64;
/// Units of one call.
const MAX_UNITS: usize = 64;

/// Takes removed messages, notes and conversations out of the index. What is too much for one call is left for the next.
///
/// Idempotent: what was forgotten before a crash is forgotten again.
///
/// # Errors
/// Those of the database.
pub async fn forget_removed(ctx: &Context) -> Result<(), StorageError> {
    for _ in 0..MAX_UNITS {
        // Texts are read and written in one search unit, so none that was read before the removal is written after this one.
        let mut work = ctx.db.search_unit().await?;
        let removed = work.search().list_removed(BATCH).await?;
        let Some(&(last, _)) = removed.last() else { break };
        work.search().remove(&removed).await?;
        work.save().await?;
        let mut work = ctx.db.unit().await?;
        work.search().forget_removed(last).await?;
        work.save().await?;
    }
    Ok(())
}
