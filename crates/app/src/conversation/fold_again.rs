//! Making texts findable anew that an older version folded in its way (migration `0005_search_folding`).

use entrenous_storage::{OldText, StorageError};

use crate::context::Context;
use crate::fold::fold;

/// Texts of one unit: others wait for the writer meanwhile.
const BATCH: i64 = 16;
/// Units of one call: a second's share, so that messages come through.
const MAX_UNITS: usize = 64;

/// Folds some of the old texts again, the newest first. What is too much for one call is left for the next.
///
/// # Errors
/// Those of the database.
pub async fn fold_again(ctx: &Context) -> Result<(), StorageError> {
    for _ in 0..MAX_UNITS {
        // A view costs nothing, and a unit would take its turn before somebody's message.
        if !ctx.db.view().await?.search().has_old().await? {
            return Ok(());
        }
        let mut work = ctx.db.unit().await?;
        let old = work.search().list_old_for_change(BATCH).await?;
        let anew: Vec<OldText> = old.into_iter().map(|text| OldText { entry: text.entry, folded: fold(&text.folded) }).collect();
        work.search().set_folded(&anew).await?;
        work.save().await?;
    }
    Ok(())
}
