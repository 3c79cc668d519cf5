//! What an idle server and an idle socket hold in memory.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::task::{JoinSet, LocalSet};

use super::cost;
use super::server::Server;
use super::talk::{Talker, Way};
use crate::bench::System;
use crate::say;

/// Opened and closed first, so that what is paid once is not counted as a socket's.
const WARM_UP: usize = 50;
/// Opened at the same time.
const AT_ONCE: usize = 50;
/// Longer than a heartbeat of ours and a ping of the relay's: a socket that never spoke is too cheap.
const SETTLE: Duration = Duration::from_secs(28);

/// What was found.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Idle {
    /// Sockets that stayed open through the measurement.
    pub sockets: usize,
    /// Resident memory of the server that nobody uses, in KiB.
    pub server_kib: u64,
    /// What each socket added, in KiB.
    pub socket_kib: f64,
}

/// Opens `n_sockets` visitors' sockets and leaves them idle.
///
/// # Errors
/// When the server turns one away or loses one.
pub async fn measure(system: System, n_sockets: usize) -> Result<Idle> {
    say::line(&format!("{}: {n_sockets} idle sockets …", system.name()));
    let server = Server::start(system)?;
    let server_kib = cost::resident_kib(server.pid())?;
    let way = Rc::new(server.way().await?);
    let all = LocalSet::new();
    all.run_until(async {
        drop(open(&way, n_sockets, WARM_UP).await?);
        tokio::time::sleep(Duration::from_secs(1)).await;
        let before = cost::resident_kib(server.pid())?;
        let talkers = open(&way, 0, n_sockets).await?;
        let gone = Rc::new(Cell::new(0_usize));
        for talker in talkers {
            tokio::task::spawn_local(stay(talker, Rc::clone(&gone)));
        }
        tokio::time::sleep(SETTLE).await;
        ensure!(gone.get() == 0, "{} of {n_sockets} sockets did not stay open", gone.get());
        let after = cost::resident_kib(server.pid())?;
        let socket_kib = (after as f64 - before as f64) / n_sockets as f64;
        Ok(Idle { sockets: n_sockets, server_kib, socket_kib })
    })
    .await
}

async fn open(way: &Rc<Way>, first: usize, n_sockets: usize) -> Result<Vec<Talker>> {
    let mut talkers = Vec::with_capacity(n_sockets);
    let mut opening = JoinSet::new();
    for number in first..first + n_sockets {
        if opening.len() == AT_ONCE {
            talkers.push(opened(&mut opening).await?);
        }
        let way = Rc::clone(way);
        opening.spawn_local(async move { way.visitor(number).await.with_context(|| format!("visitor {number} was not welcomed")) });
    }
    while !opening.is_empty() {
        talkers.push(opened(&mut opening).await?);
    }
    Ok(talkers)
}

async fn opened(opening: &mut JoinSet<Result<Talker>>) -> Result<Talker> {
    opening.join_next().await.context("nobody is connecting")??
}

/// Answers pings until the server hangs up.
async fn stay(mut talker: Talker, gone: Rc<Cell<usize>>) {
    while talker.hear().await.is_ok() {}
    gone.set(gone.get() + 1);
}
