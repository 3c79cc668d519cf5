//! Claims jobs that are due and runs them, lane by lane.

use std::time::Duration;

use entrenous_app::Context;
use entrenous_app::job::Tries;
use entrenous_app::presence::forget_silent_visitors;
use entrenous_app::search::{forget_removed, index_earlier, index_events};
use entrenous_domain::ids::encode;
use entrenous_storage::{ClaimedJob, Lane, StorageError};
use tokio_util::sync::CancellationToken;

use crate::empty_groups::empty_groups;
use crate::handle::{JobError, handle, tries_of};
use crate::sweep_uploads::sweep_uploads;
use crate::trim_events::trim_events;
use crate::trim_ledger::trim_ledger;
use crate::trim_proofs::trim_proofs;
use crate::trim_transcripts::trim_transcripts;
use crate::trim_visits::trim_visits;

/// How long a job may run before another runner takes it, in milliseconds.
const LEASE_MS: i64 = 120_000;
/// No wait between two tries is longer, but for chance.
const MAX_WAIT_MS: i64 = 3_600_000;
/// How often an idle lane looks for work.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often the epoch's mark moves: a restored copy older than this is recognised as old.
const MARK_EVERY: Duration = Duration::from_secs(180);
/// How often old events and visits are trimmed and unsent files are removed.
const TRIM_EVERY: Duration = Duration::from_secs(600);

/// Runs everything of a lane that is due now, one after the other; answers how many jobs ran.
///
/// # Errors
/// Those of the database; what a handler could not do is noted in its job instead.
pub async fn run_due(ctx: &Context, lane: Lane, worker: &str) -> Result<usize, StorageError> {
    let mut ran = 0_usize;
    loop {
        let mut work = ctx.db.unit().await?;
        let claimed = work.jobs().claim(lane, ctx.now().as_ms(), LEASE_MS, worker).await?;
        work.save().await?;
        let Some(job) = claimed else { return Ok(ran) };
        let outcome = handle(ctx, &job).await;
        settle(ctx, &job, outcome, worker).await?;
        ran = ran.saturating_add(1);
    }
}

async fn settle(ctx: &Context, job: &ClaimedJob, outcome: Result<(), JobError>, worker: &str) -> Result<(), StorageError> {
    let mut work = ctx.db.unit().await?;
    match outcome {
        Ok(()) => {
            metrics::counter!("entrenous_jobs_done_total", "name" => job.name.clone()).increment(1);
            work.jobs().finish(&job.id, worker).await?;
        }
        Err(error) => {
            let tries = tries_of(&job.name);
            // The reason may come from outside; the log gets the job's name, the row gets the reason.
            tracing::warn!(job = %job.name, attempts = job.attempts, "a job failed");
            metrics::counter!("entrenous_jobs_failed_total", "name" => job.name.clone()).increment(1);
            if error.is_final() || job.attempts >= tries.max {
                work.jobs().fail(&job.id, worker, &error.to_string()).await?;
            } else {
                let next = ctx.now().plus_ms(wait_ms(tries, job.attempts, ctx.random())).as_ms();
                work.jobs().retry(&job.id, worker, next, &error.to_string()).await?;
            }
        }
    }
    work.save().await
}

/// Longer after each try, at most an hour, and up to half of it more by chance, so that failed jobs do not return all at once.
fn wait_ms(tries: Tries, attempts: i64, chance: [u8; 1]) -> i64 {
    let steps = u32::try_from(attempts.saturating_sub(1).clamp(0, 62)).unwrap_or(62);
    let base = tries.first_wait_ms.saturating_mul(tries.growth.saturating_pow(steps)).min(MAX_WAIT_MS);
    base.saturating_add(base.saturating_mul(i64::from(chance[0])) / 512)
}

/// Runs all lanes until the server stops; each lane by itself, so that a slow receiver keeps nobody waiting.
pub async fn run_until_stopped(ctx: Context, worker: String, stop: CancellationToken) {
    let lanes = Lane::ALL.map(|lane| run_lane(&ctx, lane, &worker, &stop));
    let [chat, outgoing, bulk] = lanes;
    tokio::join!(chat, outgoing, bulk, trim(&ctx, &stop), index(&ctx, &stop), mark_epoch(&ctx, &stop), watch_visitors(&ctx, &stop));
}

async fn run_lane(ctx: &Context, lane: Lane, worker: &str, stop: &CancellationToken) {
    loop {
        // Whoever noticed that the file is gone has said so, and it stays so for long.
        if let Err(error) = run_due(ctx, lane, worker).await
            && !matches!(error, StorageError::Gone)
        {
            tracing::warn!(lane = lane.name(), reason = %error, "jobs could not be run");
        }
        if !is_time(LOOK_EVERY, stop).await {
            return;
        }
    }
}

/// Waits for the next turn of a loop; false when the server stops.
async fn is_time(every: Duration, stop: &CancellationToken) -> bool {
    tokio::select! {
        () = stop.cancelled() => false,
        () = tokio::time::sleep(every) => true,
    }
}

async fn trim(ctx: &Context, stop: &CancellationToken) {
    while is_time(TRIM_EVERY, stop).await {
        if let Err(error) = trim_events(ctx).await {
            tracing::warn!(reason = %error, "old events could not be trimmed");
        }
        if let Err(error) = sweep_uploads(ctx).await {
            tracing::warn!(reason = %error, "files that were never sent could not be removed");
        }
        if let Err(error) = trim_transcripts(ctx).await {
            tracing::warn!(reason = %error, "old wishes for conversations could not be trimmed");
        }
        if let Err(error) = trim_visits(ctx).await {
            tracing::warn!(reason = %error, "old visits could not be trimmed");
        }
        if let Err(error) = trim_proofs(ctx).await {
            tracing::warn!(reason = %error, "used identity proofs could not be trimmed");
        }
        if let Err(error) = empty_groups(ctx).await {
            tracing::warn!(reason = %error, "groups that were removed are still there");
        }
        if let Err(error) = trim_ledger(ctx).await {
            tracing::warn!(reason = %error, "old records of the consent ledgers could not be erased");
        }
    }
}

/// Keeps the full-text index behind by a moment only; a search catches up by itself.
async fn index(ctx: &Context, stop: &CancellationToken) {
    let mut is_walking = true;
    loop {
        if let Err(error) = index_events(ctx, None).await {
            tracing::warn!(reason = %error, "new texts could not be made findable");
        }
        if let Err(error) = forget_removed(ctx).await {
            tracing::warn!(reason = %error, "texts that were removed are still in the search index");
        }
        let walked = index_earlier(ctx).await;
        if let Err(error) = &walked
            && is_walking
        {
            // Once for all tries that follow: a full disk stays so for long.
            tracing::warn!(reason = %error, "earlier texts cannot be made findable for now");
        }
        is_walking = walked.is_ok();
        if !is_time(LOOK_EVERY, stop).await {
            return;
        }
    }
}

/// Notices when a visitor without a socket has gone.
async fn watch_visitors(ctx: &Context, stop: &CancellationToken) {
    while is_time(LOOK_EVERY, stop).await {
        if let Err(error) = forget_silent_visitors(ctx).await {
            tracing::warn!(reason = %error, "agents could not be told that a visitor has gone");
        }
    }
}

/// Moves the mark by which a restored copy of the database is told from the one that went on.
async fn mark_epoch(ctx: &Context, stop: &CancellationToken) {
    while is_time(MARK_EVERY, stop).await {
        let fresh = encode(ctx.now(), ctx.random());
        if let Err(error) = ctx.db.renew_epoch_mark(&ctx.epoch, &fresh).await {
            tracing::warn!(reason = %error, "the epoch could not be marked");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Tries, wait_ms};

    #[test]
    fn waits_grow_and_stay_bounded() {
        assert_eq!(wait_ms(Tries::MANY, 1, [0]), 2_000);
        assert!(wait_ms(Tries::MANY, 2, [255]) < 6_001);
        assert!(wait_ms(Tries::MANY, 400, [255]) <= 5_400_000);
        assert_eq!([1, 2, 3].map(|attempts| wait_ms(Tries::FEW, attempts, [0])), [60_000, 900_000, 3_600_000]);
    }
}
