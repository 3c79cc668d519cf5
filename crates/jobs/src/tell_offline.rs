//! Writes down who gets a mail about a conversation that was opened while nobody was there.
//!
//! Run twice, it adds no mail that still waits; one that went out meanwhile would go again.

use entrenous_app::Context;
use entrenous_app::offline::{self, TellOffline};
use entrenous_storage::StorageError;

/// Handles the job.
///
/// # Errors
/// Those of the database.
pub async fn tell_offline(ctx: &Context, job: &TellOffline) -> Result<(), StorageError> {
    offline::tell_offline(ctx, job).await
}
