//! Group commit on SQLite: many units share one `COMMIT`, so one sync of the disk pays for all of them.
//!
//! There is one write connection, and no task that owns it: whoever has it hands it on (`turn.rs`).
//! A unit that finds it at home takes it, works and commits without waking anybody.
//! Units that come meanwhile wait in line; who is in line when a group begins is the group, and its last unit
//! commits for all. The next group gathers while the disk syncs.
//! Each unit of a group runs in a savepoint, so one that fails takes only itself down.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use rusqlite::Connection;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use crate::data_file::{BUSY, DataFile};
use crate::error::{Result, StorageError, is_busy};
use crate::inline::control;
use crate::sqlite_error::of_driver;
use crate::turn::{Turn, Unit};

/// The most units of one group.
const LARGEST_GROUP: usize = 256;

/// After so many units the log has grown; of messages they are 16 MiB.
const GROWN: u64 = 512;

/// The door to the write connection. Clones share it; it is closed when the last one is gone or one says close.
#[derive(Clone, Debug)]
pub(crate) struct Writer {
    house: Arc<House>,
    patience: Duration,
}

/// What all units of a database share.
#[derive(Debug)]
pub(crate) struct House {
    line: Mutex<Line>,
    fatal: watch::Sender<Option<String>>,
    commits: AtomicU64,
    units: AtomicU64,
    /// Told whenever another [`GROWN`] units were kept.
    grown: mpsc::Sender<()>,
    has_slow_disk: AtomicBool,
    /// Cancelled when the connection is closed for good.
    ended: CancellationToken,
    runtime: Handle,
    file: Arc<DataFile>,
}

/// Those who wait, first come, first served.
pub(crate) type Waiting = VecDeque<oneshot::Sender<Unit>>;

#[derive(Debug)]
struct Line {
    /// The connection while nobody has it; then nobody waits either.
    home: Option<Box<Connection>>,
    waiting: Waiting,
    is_closed: bool,
}

/// What somebody gets who asks for a unit.
enum Asked {
    Turn(Unit),
    Place(oneshot::Receiver<Unit>),
}

impl Writer {
    /// Takes the connection in. Groups are led on the current tokio runtime.
    ///
    /// `patience` bounds how long a unit waits for its turn before it is [`StorageError::Unavailable`];
    /// `grown` is told now and then that the log has become longer.
    ///
    /// # Errors
    /// `Driver` when the connection cannot be set up.
    pub(crate) fn start(connection: Connection, file: Arc<DataFile>, patience: Duration, grown: mpsc::Sender<()>) -> Result<Self> {
        // The first try must not block an async thread; see `begin`.
        connection.busy_timeout(Duration::ZERO).map_err(of_driver)?;
        let house = House {
            line: Mutex::new(Line { home: Some(Box::new(connection)), waiting: VecDeque::new(), is_closed: false }),
            fatal: watch::Sender::new(None),
            commits: AtomicU64::new(0),
            units: AtomicU64::new(0),
            grown,
            has_slow_disk: AtomicBool::new(false),
            ended: CancellationToken::new(),
            runtime: Handle::current(),
            file,
        };
        Ok(Writer { house: Arc::new(house), patience })
    }

    /// Another door to the same connection.
    pub(crate) fn of(house: Arc<House>, patience: Duration) -> Self {
        Writer { house, patience }
    }

    /// What [`Writer::of`] needs, without keeping the connection open.
    pub(crate) fn weak(&self) -> (Weak<House>, Duration) {
        (Arc::downgrade(&self.house), self.patience)
    }

    /// Waits in line for a unit.
    pub(crate) async fn unit(&self) -> Result<Unit> {
        let lent = match self.ask()? {
            Asked::Turn(unit) => return Ok(unit),
            Asked::Place(lent) => lent,
        };
        match tokio::time::timeout(self.patience, lent).await {
            Ok(Ok(unit)) => Ok(unit),
            Ok(Err(_)) => Err(self.refusal()),
            Err(_) => Err(StorageError::Unavailable(None)),
        }
    }

    fn ask(&self) -> Result<Asked> {
        let (lend, lent) = oneshot::channel();
        let mut line = self.house.line();
        if line.is_closed {
            return Err(self.refusal());
        }
        let Some(connection) = line.home.take() else {
            line.waiting.push_back(lend);
            return Ok(Asked::Place(lent));
        };
        drop(line);
        if control(&connection, "BEGIN IMMEDIATE").is_ok() {
            return Ok(Asked::Turn(Turn::alone(connection, Arc::clone(&self.house)).into()));
        }
        // Another program has the file, or it is damaged: whoever leads a group knows what to do.
        self.house.receive(connection, VecDeque::from([lend]));
        Ok(Asked::Place(lent))
    }

    fn refusal(&self) -> StorageError {
        if self.house.fatal.borrow().is_some() { StorageError::Stopped } else { StorageError::Unavailable(None) }
    }

    /// What stopped the writer for good, as soon as something does.
    pub(crate) fn fatal(&self) -> watch::Receiver<Option<String>> {
        self.house.fatal.subscribe()
    }

    /// How many groups were committed.
    pub(crate) fn n_commits(&self) -> u64 {
        self.house.commits.load(Ordering::Relaxed)
    }

    /// Ends the line, serves who is in it, closes the connection. Later units are `Unavailable`, in every clone.
    pub(crate) async fn close(&self) {
        let home = {
            let mut line = self.house.line();
            line.is_closed = true;
            line.home.take()
        };
        if let Some(connection) = home {
            self.house.end(connection);
        }
        self.house.ended.cancelled().await;
    }
}

impl House {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The file that is written.
    pub(crate) fn file(&self) -> &DataFile {
        &self.file
    }

    /// Notes that a group of so many units was committed.
    pub(crate) fn count_commit(&self, n_units: usize) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        let n_units = u64::try_from(n_units).unwrap_or(u64::MAX);
        let before = self.units.fetch_add(n_units, Ordering::Relaxed);
        if before / GROWN != before.saturating_add(n_units) / GROWN {
            // Full means that it was told already and has not looked yet.
            let _ = self.grown.try_send(());
        }
    }

    /// Whether the last `COMMIT` was slow.
    pub(crate) fn has_slow_disk(&self) -> bool {
        self.has_slow_disk.load(Ordering::Relaxed)
    }

    /// Notes whether a `COMMIT` was slow.
    pub(crate) fn set_slow_disk(&self, is_slow: bool) {
        self.has_slow_disk.store(is_slow, Ordering::Relaxed);
    }

    /// The connection comes home after a group; `rest` had no turn in it and come first in the next one.
    pub(crate) fn receive(self: &Arc<Self>, connection: Box<Connection>, mut rest: Waiting) {
        let mut line = self.line();
        rest.append(&mut line.waiting);
        line.waiting = rest;
        if !line.waiting.is_empty() {
            drop(line);
            self.runtime.spawn(lead(Arc::clone(self), connection));
        } else if line.is_closed {
            drop(line);
            self.end(connection);
        } else {
            line.home = Some(connection);
        }
    }

    /// The file cannot be trusted any more: whoever waits is refused, and the process must stop.
    pub(crate) fn stop(&self, reason: String) {
        tracing::error!(reason, "the database file cannot be trusted any more, the process must stop");
        self.fatal.send_replace(Some(reason));
        let refused = {
            let mut line = self.line();
            line.is_closed = true;
            std::mem::take(&mut line.waiting)
        };
        drop(refused);
        self.ended.cancel();
    }

    /// The last connection to close moves the log into the file, which waits for the disk.
    fn end(&self, connection: Box<Connection>) {
        let ended = self.ended.clone();
        self.runtime.spawn_blocking(move || {
            if let Err((_, error)) = connection.close() {
                tracing::warn!(error = %error, "the database did not close cleanly; the next start recovers it");
            }
            ended.cancel();
        });
    }
}

/// Begins a group with those who wait.
async fn lead(house: Arc<House>, connection: Box<Connection>) {
    // Those who were just answered get the chance to line up again, or the next group would be the others alone.
    tokio::task::yield_now().await;
    let Some((connection, begun)) = begin(connection).await else {
        return house.stop("the write connection was lost".to_owned());
    };
    let group: Waiting = {
        let mut line = house.line();
        let n_units = line.waiting.len().min(LARGEST_GROUP);
        line.waiting.drain(..n_units).collect()
    };
    let Err(error) = begun else {
        return Turn::of_group(connection, group, house).hand_on(None);
    };
    let reason = error.to_string();
    // Another program may hold the file for a while. Anything else will not get better by itself.
    if !matches!(StorageError::from(error), StorageError::Unavailable(_) | StorageError::Full) {
        return house.stop(reason);
    }
    tracing::warn!(reason, n_units = group.len(), "no write transaction could begin");
    // Dropping them answers each with `Unavailable`.
    drop(group);
    house.receive(connection, VecDeque::new());
}

/// Begins at once when nobody else has the file, and otherwise waits for a while on a thread that may block.
/// `None` when the connection did not come back.
async fn begin(connection: Box<Connection>) -> Option<(Box<Connection>, Result<(), sqlx::Error>)> {
    match control(&connection, "BEGIN IMMEDIATE") {
        Err(error) if is_busy(&error) => {
            let patient = tokio::task::spawn_blocking(move || {
                let begun = begin_patiently(&connection);
                (connection, begun)
            });
            patient.await.ok()
        }
        begun => Some((connection, begun)),
    }
}

fn begin_patiently(connection: &Connection) -> Result<(), sqlx::Error> {
    connection.busy_timeout(BUSY).map_err(of_driver)?;
    let begun = control(connection, "BEGIN IMMEDIATE");
    connection.busy_timeout(Duration::ZERO).map_err(of_driver)?;
    begun
}
