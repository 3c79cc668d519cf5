//! Takes the conversations out of groups that were removed.
//!
//! Idempotent by nature: a conversation leaves a group once.

use entrenous_app::{Context, site};
use entrenous_storage::StorageError;

/// Handles the job.
///
/// # Errors
/// Those of the database; it is tried again later.
pub async fn empty_groups(ctx: &Context) -> Result<(), StorageError> {
    site::empty_groups(ctx).await
}
