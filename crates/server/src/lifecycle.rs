//! The house while it runs: listeners, the stop in two steps, and what ends it from inside.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use entrenous_app::Context;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::edge::Edge;
use crate::http::router::router;
use crate::serve::{ConnectionLimits, Stop, serve};
use crate::state::AppState;

/// How often it is looked whether the database file is still there.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How the house is run.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// Limits of connections.
    pub limits: ConnectionLimits,
    /// How long a stop waits.
    pub drain: Duration,
}

/// Serves until a signal, the disk or `state.house.stop` says otherwise; answers how it ended.
pub async fn run(state: AppState, edge: Edge, listener: TcpListener, run: Run) -> ExitCode {
    let stop = state.house.stop.clone();
    let tasks = state.house.tasks.clone();
    let worker = format!("worker_{}", entrenous_domain::ids::encode(state.ctx.now(), state.ctx.random()));
    tasks.spawn(entrenous_jobs::run_until_stopped(state.ctx.clone(), worker, stop.soon.clone()));
    let watch = TaskTracker::new();
    watch.spawn(watch_signals(stop.clone()));
    watch.spawn(watch_file(state.ctx.clone(), stop.clone()));
    let failed = CancellationToken::new();
    watch.spawn(watch_disk(state.ctx.clone(), stop.clone(), failed.clone()));
    let drained = serve(listener, router(state.clone()), run.limits, Some(Arc::new(edge)), tasks, stop, run.drain).await;
    if failed.is_cancelled() {
        return ExitCode::FAILURE;
    }
    tracing::info!(drained, "stopped");
    ExitCode::SUCCESS
}

/// The first signal asks for a stop that waits, the second for one that does not.
async fn watch_signals(stop: Stop) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        tracing::warn!("signals cannot be heard; the process can only be killed");
        return;
    };
    for step in [&stop.soon, &stop.now] {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            () = stop.now.cancelled() => return,
        }
        tracing::info!("asked to stop");
        step.cancel();
    }
}

/// A disk that failed under the database cannot be trusted again by this process: nobody is answered any more.
async fn watch_disk(ctx: Context, stop: Stop, failed: CancellationToken) {
    tokio::select! {
        () = stop.now.cancelled() => {}
        reason = ctx.db.fatal() => {
            tracing::error!(%reason, "the disk failed under the database; stopping at once");
            failed.cancel();
            stop.soon.cancel();
            stop.now.cancel();
        }
    }
}

/// What is written into a file that was removed is lost, so nobody may be told that it was kept.
async fn watch_file(ctx: Context, stop: Stop) {
    loop {
        // It says itself in the log what it found.
        let _noted = ctx.db.check_file().await;
        tokio::select! {
            () = stop.now.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}
