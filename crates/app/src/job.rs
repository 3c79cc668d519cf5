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
    /// How often it is tried.
    const TRIES: Tries = Tries::MANY;
}

/// How often a job is tried before it is given up, and how far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// The most.
    pub max: i64,
    /// The wait after the first, in milliseconds.
    pub first_wait_ms: i64,
    /// Each further wait is so many times the one before.
    pub growth: i64,
}

impl Tries {
    /// For what somebody counts on: more than an hour of trouble is survived.
    pub const MANY: Self = Self { max: 12, first_wait_ms: 2_000, growth: 2 };
    /// For mails to visitors: an address that a stranger may have typed is not asked over and over. Most mail servers that say
    /// "later" to a sender they do not know take the mail after five to fifteen minutes, so the third try meets that.
    pub const FEW: Self = Self { max: 4, first_wait_ms: 60_000, growth: 15 };
}

/// Adds a job to the unit, to be run at once.
///
/// # Errors
/// Those of the database.
pub async fn add_job<J: Job>(ctx: &Context, work: &mut Work, job: &J) -> Result<(), StorageError> {
    add(ctx, work, job, 0, None).await
}

/// Adds a job to be run after `wait_ms`, unless one with this key waits already.
///
/// # Errors
/// Those of the database.
pub async fn add_job_once<J: Job>(ctx: &Context, work: &mut Work, job: &J, wait_ms: i64, key: &str) -> Result<(), StorageError> {
    add(ctx, work, job, wait_ms, Some(key)).await
}

async fn add<J: Job>(ctx: &Context, work: &mut Work, job: &J, wait_ms: i64, key: Option<&str>) -> Result<(), StorageError> {
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
        run_at: now.saturating_add(wait_ms),
        created_at: now,
        unique_key: key,
    };
    work.jobs().add(&new).await?;
    Ok(())
}
