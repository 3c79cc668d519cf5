//! Making texts findable that were kept before the index was made.

use entrenous_storage::StorageError;

use super::text_of::text_of;
use crate::context::Context;

/// Texts of one unit: a search waits for it.
const BATCH: i64 = 64;
/// Units of one call.
const MAX_UNITS: usize = 64;

/// More than a unit of long texts and their words takes of the disk.
const UNIT_BYTES: u64 = 4 * 1024 * 1024;

/// Makes some of the earlier texts findable, the newest first. What is too much for one call is left for the next.
///
/// An index may become as large as the texts, and it can wait where messages cannot: beside a SQLite file it stops before
/// the reserve of the disk. A shared database has a disk of its own, which cannot be asked.
///
/// # Errors
/// `Full` when only the reserve of the disk is left, and those of the database.
pub async fn index_earlier(ctx: &Context) -> Result<(), StorageError> {
    for _ in 0..MAX_UNITS {
        let mut work = ctx.db.search_unit().await?;
        let Some(earlier) = work.search().walk(BATCH).await? else { break };
        if !earlier.is_empty() && !ctx.db.is_shared() && !ctx.blobs.has_room(UNIT_BYTES) {
            return Err(StorageError::Full);
        }
        let mut texts = Vec::with_capacity(earlier.len());
        for text in &earlier {
            texts.extend(text_of(&mut work, text.kind, &text.site, &text.conversation, &text.subject).await?);
        }
        work.search().set_earlier(&texts).await?;
        work.save().await?;
    }
    Ok(())
}
