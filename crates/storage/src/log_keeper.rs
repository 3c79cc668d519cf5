//! Writing SQLite's log home while everybody goes on.
//!
//! By itself SQLite does that inside the commit that makes the log long, and whoever writes waits for two more syncs
//! of the disk (`docs/decisions/0006-cost-of-a-message.md`). Here a connection of its own does it.
//! It waits for nobody and nobody for it, so while others never pause it leaves a few new pages behind, and the log
//! would never begin again from its start. When it has become long, the keeper takes a turn with the writer for these.

use std::sync::{Arc, Weak};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{Mutex, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::inline::one;
use crate::search_file::SearchFile;
use crate::writer::{House, Writer};

/// From so many pages on the log is begun again: 32 MiB.
const LONG: i64 = 8_000;

/// Held by whoever writes the log home: SQLite refuses a second one.
pub(crate) type LogTurn = Arc<Mutex<()>>;

/// The door to the task that writes the log home. The task ends when this is closed, or when the writer is gone.
#[derive(Clone, Debug)]
pub(crate) struct LogKeeper {
    stop: CancellationToken,
    tasks: TaskTracker,
}

struct Task {
    /// Gone for good when a thread did not give it back; the writer's own limit then keeps the log short.
    connection: Option<Connection>,
    turn: LogTurn,
    search: Arc<SearchFile>,
    house: Weak<House>,
    patience: Duration,
}

impl LogKeeper {
    /// Looks after the log whenever `grown` says that much was written.
    pub(crate) fn start(
        connection: Connection,
        turn: LogTurn,
        writer: &Writer,
        search: Arc<SearchFile>,
        mut grown: mpsc::Receiver<()>,
    ) -> Self {
        let (house, patience) = writer.weak();
        let mut task = Task { connection: Some(connection), turn, search, house, patience };
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let stopped = stop.clone();
        tasks.spawn(async move {
            loop {
                let more = tokio::select! {
                    () = stopped.cancelled() => None,
                    more = grown.recv() => more,
                };
                let Some(()) = more else { return };
                task.keep_short().await;
            }
        });
        tasks.close();
        LogKeeper { stop, tasks }
    }

    /// Waits until the task has ended and its connection is closed.
    pub(crate) async fn close(&self) {
        self.stop.cancel();
        self.tasks.wait().await;
    }
}

impl Task {
    async fn keep_short(&mut self) {
        let turn = Arc::clone(&self.turn);
        // Before the writer's turn: whoever empties the log waits for the writer while it has this one.
        let _turn = turn.lock().await;
        if self.write_home().await < LONG {
            return;
        }
        let Some(house) = self.house.upgrade() else { return };
        // A unit of the search index looks at a snapshot, and nothing newer gets home meanwhile.
        let _pause = self.search.pause().await;
        // While it is held nobody writes, so everything gets home, and the next write begins the log again.
        if let Ok(_held) = Writer::of(house, self.patience).unit().await {
            self.write_home().await;
        }
    }

    /// Writes home what can be without waiting; answers how many pages the log has, 0 when it could not be done.
    async fn write_home(&mut self) -> i64 {
        let Some(connection) = self.connection.take() else { return 0 };
        let written = tokio::task::spawn_blocking(move || {
            let found: Result<Option<(i64, i64, i64)>, _> = one(&connection, "PRAGMA wal_checkpoint(PASSIVE)", &[]);
            (connection, found)
        });
        let Ok((connection, found)) = written.await else { return 0 };
        self.connection = Some(connection);
        match found {
            Ok(row) => row.map_or(0, |(_is_busy, n_pages, _n_home)| n_pages),
            Err(error) => {
                tracing::warn!(error = %error, "the log could not be written home; the next try comes by itself");
                0
            }
        }
    }
}
