//! Forgets which identity proofs were used, when nobody could use them any more.
//!
//! Idempotent by nature: what is gone stays gone.

use entrenous_app::Context;
use entrenous_storage::StorageError;

/// Rows of one unit, so that nobody waits long for the writer.
const BATCH: i64 = 500;

/// Trims the used proofs of every site.
///
/// # Errors
/// Those of the database.
pub async fn trim_proofs(ctx: &Context) -> Result<(), StorageError> {
    loop {
        let mut work = ctx.db.unit().await?;
        let removed = work.used_proofs().remove_old(ctx.now(), BATCH).await?;
        work.save().await?;
        if i64::try_from(removed).unwrap_or(0) < BATCH {
            return Ok(());
        }
    }
}
