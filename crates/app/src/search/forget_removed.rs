//! Forgetting the texts of what was removed.

use entrenous_storage::StorageError;

use crate::context::Context;

/// Texts of one unit: a search waits for it.
const BATCH: i64 = 64;

/// Takes removed messages, notes and conversations out of the index.
///
/// Idempotent: what was forgotten before a crash is forgotten again.
///
/// # Errors
/// Those of the database.
pub async fn forget_removed(ctx: &Context) -> Result<(), StorageError> {
    loop {
        // Texts are read and written in one search unit, so none that was read before the removal is written after this one.
        let mut work = ctx.db.search_unit().await?;
        let removed = work.search().list_removed(BATCH).await?;
        if removed.is_empty() {
            return Ok(());
        }
        work.search().remove(&removed).await?;
        work.save().await?;
        let mut work = ctx.db.unit().await?;
        work.search().forget_removed(&removed).await?;
        work.save().await?;
    }
}
