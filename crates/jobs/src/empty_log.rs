//! Empties the database's log after something was erased.
//!
//! Idempotent by nature: an empty log stays empty.

use entrenous_app::{Context, privacy};
use entrenous_storage::StorageError;

/// Handles the job.
///
/// # Errors
/// Those of the database; it is tried again later.
pub async fn empty_log(ctx: &Context) -> Result<(), StorageError> {
    privacy::empty_log(ctx).await
}
