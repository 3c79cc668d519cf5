//! Making texts findable that were kept before the index was made.

use entrenous_storage::StorageError;

use super::text_of::text_of;
use crate::context::Context;

/// Texts of one unit: a search waits for it.
const BATCH: i64 = 64;
/// Units of one call.
const MAX_UNITS: usize = 64;

/// Makes some of the earlier texts findable, the newest first. What is too much for one call is left for the next.
///
/// # Errors
/// Those of the database.
pub async fn index_earlier(ctx: &Context) -> Result<(), StorageError> {
    for _ in 0..MAX_UNITS {
        let mut work = ctx.db.search_unit().await?;
        let Some(earlier) = work.search().walk(BATCH).await? else { break };
        let mut texts = Vec::with_capacity(earlier.len());
        for text in &earlier {
            texts.extend(text_of(&mut work, text.kind, &text.site, &text.conversation, &text.subject).await?);
        }
        work.search().set_earlier(&texts).await?;
        work.save().await?;
    }
    Ok(())
}
