//! What is to be done later, written down with the change that causes it.

use entrenous_domain::ids::JobId;
use entrenous_storage::{Lane, NewJob, StorageError, Work};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::context::Context;

/// What a job needs to run. It is kept in the database as JSON, so its shape is a promise: a change of
/// meaning takes a new `VERSION`, and secrets never stand in it.
pub trait Job: Serialize + DeserializeOwned + Send + Sync {
    /// Which handler runs it; never changed.
    const NAME: &'static str;
    /// The version of the shape.
    const VERSION: i64;
    /// With which others it may wait.
    const LANE: Lane;
}

/// Adds a job to the unit, to be run at once.
///
/// # Errors
/// Those of the database.
pub async fn add_job<J: Job>(ctx: &Context, work: &mut Work, job: &J) -> Result<(), StorageError> {
    let payload =
        serde_json::to_string(job).map_err(|_| StorageError::Inconsistent { table: "job", column: "payload", id: J::NAME.to_owned() })?;
    let id = ctx.new_id(JobId::new);
    let now = ctx.now().as_ms();
    let new = NewJob {
        id: id.as_str(),
        name: J::NAME,
        version: J::VERSION,
        lane: J::LANE,
        payload: &payload,
        run_at: now,
        created_at: now,
        unique_key: None,
    };
    work.jobs().add(&new).await?;
    Ok(())
}
