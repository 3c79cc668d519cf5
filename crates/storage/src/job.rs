//! What is to be done later: a queue in the database, so that a job is saved with the change that causes it.
//!
//! Delivery is at least once: a runner that dies keeps its lease until it ends, then another takes the job.

use crate::args;
use crate::db::Work;
use crate::error::{Result, StorageError};
use crate::statements::statements;

impl Work {
    /// The queue of jobs.
    pub fn jobs(&mut self) -> Jobs<'_> {
        Jobs(self)
    }
}

/// Kinds of work that must not wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// A visitor waits for it.
    Chat,
    /// It talks to somebody outside, who may be slow.
    Outgoing,
    /// It may take long and can wait.
    Bulk,
}

impl Lane {
    /// All lanes, most urgent first.
    pub const ALL: [Lane; 3] = [Lane::Chat, Lane::Outgoing, Lane::Bulk];

    /// The name in the database, in logs and in metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Lane::Chat => "chat",
            Lane::Outgoing => "outgoing",
            Lane::Bulk => "bulk",
        }
    }
}

/// A job to add. Times are Unix milliseconds.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// Its key, made by the caller.
    pub id: &'a str,
    /// Which handler runs it.
    pub name: &'a str,
    /// The version of the payload's shape.
    pub version: i64,
    /// With which others it may wait.
    pub lane: Lane,
    /// What the handler needs, as JSON.
    pub payload: &'a str,
    /// Not before this moment.
    pub run_at: i64,
    /// The present moment.
    pub created_at: i64,
    /// At most one open job has this key; `None` allows any number.
    pub unique_key: Option<&'a str>,
}

crate::row! {
    /// A job that this worker holds until its lease ends.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ClaimedJob {
        /// Its key.
        pub id: String,
        /// Which handler runs it.
        pub name: String,
        /// The version of the payload's shape.
        pub version: i64,
        /// JSON.
        pub payload: String,
        /// How often it was claimed, this time included: 1 at first.
        pub attempts: i64,
        /// When it was added, Unix ms.
        pub created_at: i64,
    }
}

crate::row! {
    /// A job that was given up. What it was to do, and for whom, is forgotten.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct FailedJob {
        /// Its key.
        pub id: String,
        /// Which handler failed.
        pub name: String,
        /// Its lane's name.
        pub lane: String,
        /// How often it was tried.
        pub attempts: i64,
        /// What the last try said.
        pub last_error: Option<String>,
        /// When it was added, Unix ms.
        pub created_at: i64,
    }
}

statements! {
    ADD = "INSERT INTO job (id, name, version, lane, payload, unique_key, state, run_at, attempts, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, 'ready', $7, 0, $8) ON CONFLICT (unique_key) DO NOTHING";
    /// The index job_ready gives the oldest first. A row that another worker is just claiming is skipped, not awaited.
    CLAIM = "UPDATE job SET leased_until = $3, leased_by = $4, attempts = attempts + 1
        WHERE id = (SELECT id FROM job WHERE lane = $1 AND state = 'ready' AND run_at <= $2
            AND (leased_until IS NULL OR leased_until <= $2) ORDER BY run_at, id LIMIT 1", lock_free_row, ")
        RETURNING id, name, version, payload, attempts, created_at";
    FINISH = "DELETE FROM job WHERE id = $1 AND leased_by = $2";
    RETRY = "UPDATE job SET run_at = $3, last_error = $4, leased_until = NULL, leased_by = NULL WHERE id = $1 AND leased_by = $2";
    /// Nobody will run it again, so nothing of the people in it may stay; and its key is free for the next of its kind.
    FAIL = "UPDATE job SET state = 'dead', payload = '{}', unique_key = NULL, last_error = $3, leased_until = NULL, leased_by = NULL
        WHERE id = $1 AND leased_by = $2";
    LIST_FAILED = "SELECT id, name, lane, attempts, last_error, created_at FROM job
        WHERE state = 'dead' AND id > $1 ORDER BY id LIMIT $2";
    COUNT_OPEN = "SELECT count(*) FROM job WHERE state = 'ready'";
    NEXT_RUN_AT = "SELECT min(run_at) FROM job WHERE lane = $1 AND state = 'ready'";
}

/// The queue, within a unit of work.
#[derive(Debug)]
pub struct Jobs<'w>(&'w mut Work);

impl Jobs<'_> {
    /// Adds a job to this unit. False when an open job has the same `unique_key` already.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, job: &NewJob<'_>) -> Result<bool> {
        let args = args![job.id, job.name, job.version, job.lane.name(), job.payload, job.unique_key, job.run_at, job.created_at];
        Ok(self.0.run(ADD, args).await? == 1)
    }

    /// Takes the oldest job of a lane that is due, for `lease_ms` from `now`; nobody else gets it meanwhile.
    ///
    /// `worker` must differ between processes and between their starts.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn claim(&mut self, lane: Lane, now: i64, lease_ms: i64, worker: &str) -> Result<Option<ClaimedJob>> {
        self.0.one(CLAIM, args![lane.name(), now, now.saturating_add(lease_ms), worker]).await
    }

    /// Removes a job that is done. False when this worker's lease had ended and another took over.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn finish(&mut self, id: &str, worker: &str) -> Result<bool> {
        Ok(self.0.run(FINISH, args![id, worker]).await? == 1)
    }

    /// Puts a job back, to be run not before `run_at`. False as for [`Jobs::finish`].
    ///
    /// # Errors
    /// Those of the database.
    pub async fn retry(&mut self, id: &str, worker: &str, run_at: i64, error: &str) -> Result<bool> {
        Ok(self.0.run(RETRY, args![id, worker, run_at, error]).await? == 1)
    }

    /// Gives a job up: it is listed as failed, without its payload. False as for [`Jobs::finish`].
    ///
    /// `error` is shown to whoever runs the server and must name nobody.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn fail(&mut self, id: &str, worker: &str, error: &str) -> Result<bool> {
        Ok(self.0.run(FAIL, args![id, worker, error]).await? == 1)
    }

    /// Failed jobs in the order of their keys, after the key `after` (empty for the first page), at most `limit`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_failed(&mut self, after: &str, limit: i64) -> Result<Vec<FailedJob>> {
        self.0.many(LIST_FAILED, args![after, limit]).await
    }

    /// How many jobs are waiting or running; failed ones do not count.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count_open(&mut self) -> Result<i64> {
        let count: Option<(i64,)> = self.0.one(COUNT_OPEN, args![]).await?;
        count.map(|(count,)| count).ok_or_else(|| StorageError::Inconsistent { table: "job", column: "count", id: String::new() })
    }

    /// When the next job of a lane is due, Unix ms, so that an idle runner knows how long it may sleep.
    /// A job that is being run counts too.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn next_run_at(&mut self, lane: Lane) -> Result<Option<i64>> {
        let next: Option<(Option<i64>,)> = self.0.one(NEXT_RUN_AT, args![lane.name()]).await?;
        Ok(next.and_then(|(run_at,)| run_at))
    }
}
