//! Removes files that visitors uploaded and never sent.
//!
//! Idempotent by nature: what is gone stays gone.

use entrenous_app::Context;
use entrenous_storage::StorageError;

/// How long a file waits for its message, in milliseconds. A box that was offline keeps an unsent message for a day.
const KEEP_MS: i64 = 48 * 3_600_000;
/// Files of one unit.
const BATCH: i64 = 100;

/// Sweeps until no such file is left.
///
/// # Errors
/// Those of the database and of the blob store.
pub async fn sweep_uploads(ctx: &Context) -> Result<(), StorageError> {
    let before = ctx.now().plus_ms(-KEEP_MS);
    loop {
        let mut work = ctx.db.unit().await?;
        let unsent = work.uploads().list_unsent(before, BATCH).await?;
        let mut gone = Vec::new();
        for upload in &unsent {
            if work.uploads().remove_unsent(&upload.id).await? {
                gone.push(&upload.blob_key);
            }
        }
        work.save().await?;
        // Rows first: a message that comes to carry the file at this very moment finds it whole or not at all.
        for key in gone {
            ctx.blobs.delete(key).await?;
        }
        if i64::try_from(unsent.len()).unwrap_or(0) < BATCH {
            return Ok(());
        }
    }
}
