//! What was erased leaves the database's log too.

use entrenous_storage::{Lane, StorageError, Work};
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::job::{Job, add_job};

/// The job `empty_log`: saved in the unit that erases, because the log can be emptied only after it, and not while somebody reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmptyLog {}

impl Job for EmptyLog {
    const NAME: &'static str = "empty_log";
    const VERSION: i64 = 1;
    const LANE: Lane = Lane::Bulk;
}

/// Has the log emptied after this unit. One that runs already may have looked too early, so each erasure has its own.
pub(crate) async fn empty_log_later(ctx: &Context, work: &mut Work) -> Result<(), StorageError> {
    add_job(ctx, work, &EmptyLog {}).await
}

/// Empties the log. Nothing to do on PostgreSQL, which looks after its own.
///
/// # Errors
/// `Unavailable` while somebody reads an older state; it is tried again.
pub async fn empty_log(ctx: &Context) -> Result<(), StorageError> {
    ctx.db.truncate_log().await
}
