//! Group commit on SQLite: many units share one `COMMIT`, so one sync of the disk pays for all of them.
//!
//! A task owns the only write connection and lends it to one unit at a time, first come, first served.
//! A group is whoever was waiting when it began: there is no timer and no batch size, a lonely unit
//! commits at once, and the next group gathers while the disk syncs.
//! Each unit of a group runs in a savepoint, so one that fails takes only itself down.
//! Opening and ending run here and not in the caller, so a caller that vanishes at any `await`
//! leaves nothing half open: dropping its [`Unit`] sends the connection home.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::data_file::BUSY;
use crate::error::{Doom, Result, StorageError, doom_of, is_busy};
use crate::inline::control;
use crate::sqlite_error::of_driver;

/// How many units may wait in line; one more waits for a place, still in order.
const LINE: usize = 256;

/// A unit that keeps the writer longer than this is written to the log.
const SLOW: Duration = Duration::from_secs(2);

/// The door to the writer task. Clones share the same task; it ends when the last one is gone or one says close.
#[derive(Clone, Debug)]
pub(crate) struct Writer {
    requests: mpsc::Sender<Request>,
    fatal: watch::Receiver<Option<String>>,
    commits: Arc<AtomicU64>,
    stop: CancellationToken,
    tasks: TaskTracker,
    patience: Duration,
}

/// Somebody who wants the connection.
#[derive(Debug)]
struct Request {
    lend: oneshot::Sender<Unit>,
}

/// A lent connection inside its own savepoint. Dropped without [`Unit::save`] it is rolled back.
#[derive(Debug)]
pub(crate) struct Unit {
    lent: Option<(Box<Connection>, oneshot::Sender<Returned>)>,
    /// Set by [`Unit::note`] when a statement met a failure that takes the whole group down.
    doom: Option<Doom>,
}

/// A connection that comes home, and what shall become of the unit's work.
#[derive(Debug)]
struct Returned {
    connection: Box<Connection>,
    saved: Option<oneshot::Sender<Result<(), Doom>>>,
    doom: Option<Doom>,
}

impl Writer {
    /// Starts the task on the current tokio runtime.
    ///
    /// `patience` bounds how long a unit waits for its turn before it is [`StorageError::Unavailable`].
    ///
    /// # Errors
    /// `Driver` when the connection cannot be set up.
    pub(crate) fn start(connection: Connection, patience: Duration) -> Result<Self> {
        // The first try must not block an async thread; see `begin`.
        connection.busy_timeout(Duration::ZERO).map_err(of_driver)?;
        let (requests, line) = mpsc::channel(LINE);
        let (announce, fatal) = watch::channel(None);
        let commits = Arc::new(AtomicU64::new(0));
        let tasks = TaskTracker::new();
        let stop = CancellationToken::new();
        let served = serve(Box::new(connection), line, announce, Arc::clone(&commits), stop.clone());
        tasks.spawn(served);
        tasks.close();
        Ok(Writer { requests, fatal, commits, stop, tasks, patience })
    }

    /// Waits in line for a unit.
    pub(crate) async fn unit(&self) -> Result<Unit> {
        let (lend, lent) = oneshot::channel();
        let turn = async {
            self.requests.send(Request { lend }).await.ok()?;
            lent.await.ok()
        };
        match tokio::time::timeout(self.patience, turn).await {
            Ok(Some(unit)) => Ok(unit),
            Ok(None) if self.fatal.borrow().is_some() => Err(StorageError::Stopped),
            Ok(None) | Err(_) => Err(StorageError::Unavailable(None)),
        }
    }

    /// What stopped the writer for good, as soon as something does.
    pub(crate) fn fatal(&self) -> watch::Receiver<Option<String>> {
        self.fatal.clone()
    }

    /// How many groups were committed.
    pub(crate) fn n_commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Ends the line, serves who is in it, closes the connection. Later units are `Unavailable`, in every clone.
    pub(crate) async fn close(&self) {
        self.stop.cancel();
        self.tasks.wait().await;
    }
}

impl Unit {
    /// The connection, for one statement.
    pub(crate) fn connection(&self) -> Result<&Connection> {
        match &self.lent {
            Some((connection, _)) => Ok(connection),
            None => Err(StorageError::Broken),
        }
    }

    /// Remembers a statement's error when it concerns the whole group.
    pub(crate) fn note(&mut self, error: &sqlx::Error) {
        if self.doom.is_none() {
            // SQLite may answer an error by rolling back everything; the group is gone then, whatever the error was.
            let gone = self.lent.as_ref().is_none_or(|(connection, _)| connection.is_autocommit());
            self.doom = doom_of(error).or(gone.then_some(Doom::Lost));
        }
    }

    /// Keeps the work. Resolves after the `COMMIT` that the group shares.
    ///
    /// # Errors
    /// `Full` or `Stopped` when the group could not be committed; nothing of it was kept then.
    pub(crate) async fn save(mut self) -> Result<()> {
        let (waiter, committed) = oneshot::channel();
        self.send_home(Some(waiter));
        match committed.await {
            Ok(outcome) => outcome.map_err(StorageError::from),
            // The task ended between taking the work and committing it, so it was not committed.
            Err(_) => Err(StorageError::Stopped),
        }
    }

    fn send_home(&mut self, saved: Option<oneshot::Sender<Result<(), Doom>>>) {
        if let Some((connection, home)) = self.lent.take() {
            let doom = self.doom.take();
            // The task waits for exactly this message; it can only be gone when the runtime is shutting down,
            // and then closing the connection rolls everything back.
            let _ = home.send(Returned { connection, saved, doom });
        }
    }
}

impl Drop for Unit {
    fn drop(&mut self) {
        self.send_home(None);
    }
}

/// The task: serves groups until every door is closed or the disk fails.
async fn serve(
    mut connection: Box<Connection>,
    mut line: mpsc::Receiver<Request>,
    announce: watch::Sender<Option<String>>,
    commits: Arc<AtomicU64>,
    stop: CancellationToken,
) {
    while let Some(first) = next(&mut line, &stop).await {
        let mut group = VecDeque::from([first]);
        while let Ok(next) = line.try_recv() {
            group.push_back(next);
        }
        // A group that fails in the middle leaves those who had no turn yet; they form the next group.
        while !group.is_empty() {
            match serve_group(connection, &mut group, &commits).await {
                Ok(home) => connection = home,
                Err(reason) => {
                    tracing::error!(reason, "the database file cannot be trusted any more, the process must stop");
                    announce.send_replace(Some(reason));
                    return;
                }
            }
        }
        // Those who were just answered get the chance to line up again, or the next group would be the fastest of them alone.
        tokio::task::yield_now().await;
    }
    // The last connection to close moves the log into the file, which waits for the disk.
    let closed = tokio::task::spawn_blocking(move || connection.close().map_err(|(_, error)| error)).await;
    if let Ok(Err(error)) = closed {
        tracing::warn!(error = %error, "the database did not close cleanly; the next start recovers it");
    }
}

/// The next request. Told to stop, the line closes: whoever is in it is still served, nobody new gets in.
async fn next(line: &mut mpsc::Receiver<Request>, stop: &CancellationToken) -> Option<Request> {
    tokio::select! {
        request = line.recv() => return request,
        () = stop.cancelled() => line.close(),
    }
    line.recv().await
}

/// One `BEGIN IMMEDIATE` … `COMMIT`. `Err` says why the writer must never write again.
async fn serve_group(
    mut connection: Box<Connection>,
    group: &mut VecDeque<Request>,
    commits: &AtomicU64,
) -> Result<Box<Connection>, String> {
    let begun;
    (connection, begun) = begin(connection).await?;
    if let Err(error) = begun {
        let reason = error.to_string();
        // Another program may hold the file for a while. Anything else will not get better by itself.
        if !matches!(StorageError::from(error), StorageError::Unavailable(_) | StorageError::Full) {
            return Err(reason);
        }
        tracing::warn!(reason, n_units = group.len(), "no write transaction could begin");
        // Dropping the requests answers each with `Unavailable`.
        group.clear();
        return Ok(connection);
    }
    let mut waiters = Vec::with_capacity(group.len());
    let mut doom = None;
    let alone = group.len() == 1;
    while doom.is_none() {
        let Some(request) = group.pop_front() else { break };
        (connection, doom) = serve_unit(connection, request, alone, &mut waiters).await?;
    }
    let mut outcome = doom.map_or(Ok(()), Err);
    if outcome.is_ok() && !waiters.is_empty() {
        (connection, outcome) = commit(connection).await?;
    }
    if !connection.is_autocommit() {
        // Nobody saved anything, or the group failed. If even this fails, the next BEGIN does too and stops the writer.
        let _ = control(&connection, "ROLLBACK");
    }
    if outcome.is_ok() && !waiters.is_empty() {
        commits.fetch_add(1, Ordering::Relaxed);
    }
    metrics::histogram!("storage_group_units").record(waiters.len() as f64);
    if let Err(doom) = &outcome {
        tracing::error!(?doom, n_units = waiters.len(), "a group of units was lost, nobody was told otherwise");
    }
    for waiter in waiters {
        // Somebody who no longer waits will find out by asking again with the same client_msg_id.
        let _ = waiter.send(outcome.clone());
    }
    match outcome {
        Err(Doom::Fatal(reason)) => Err(reason),
        Ok(()) | Err(Doom::Full | Doom::Lost) => Ok(connection),
    }
}

type Waiters = Vec<oneshot::Sender<Result<(), Doom>>>;

/// Lends the connection once. The second value is set when the group cannot be committed any more.
///
/// A unit that is alone in its group needs no savepoint: undoing it is undoing the group. Without one SQLite keeps
/// no second journal and writes the search index once instead of at every step of the savepoint.
async fn serve_unit(
    connection: Box<Connection>,
    request: Request,
    alone: bool,
    waiters: &mut Waiters,
) -> Result<(Box<Connection>, Option<Doom>), String> {
    if request.lend.is_closed() {
        return Ok((connection, None));
    }
    if !alone && let Err(error) = control(&connection, "SAVEPOINT unit") {
        return Ok((connection, Some(doom_of(&error).unwrap_or(Doom::Lost))));
    }
    let (home, comes_home) = oneshot::channel();
    let lent_at = Instant::now();
    // If the caller has just gone, the unit is dropped right here and comes home like any other.
    drop(request.lend.send(Unit { lent: Some((connection, home)), doom: None }));
    let Ok(mut back) = comes_home.await else {
        return Err("the write connection was lost".to_owned());
    };
    let held = lent_at.elapsed();
    metrics::histogram!("storage_unit_seconds").record(held.as_secs_f64());
    if held > SLOW {
        tracing::warn!(held_ms = held.as_millis() as u64, "a unit held the writer for too long");
    }
    let saved = back.saved.is_some() && back.doom.is_none();
    waiters.extend(back.saved);
    if back.doom.is_some() || alone {
        return Ok((back.connection, back.doom));
    }
    let ended = if saved {
        control(&back.connection, "RELEASE unit")
    } else {
        control(&back.connection, "ROLLBACK TO unit").and_then(|()| control(&back.connection, "RELEASE unit"))
    };
    back.doom = ended.err().map(|error| doom_of(&error).unwrap_or(Doom::Lost));
    Ok((back.connection, back.doom))
}

/// The connection comes back with what became of the work; `Err` when it did not come back at all.
type Home<T> = Result<(Box<Connection>, Result<T, sqlx::Error>), String>;

/// Begins at once when nobody else has the file, and otherwise waits for a while, away from the async threads.
async fn begin(connection: Box<Connection>) -> Home<()> {
    match control(&connection, "BEGIN IMMEDIATE") {
        Err(error) if is_busy(&error) => away(connection, begin_patiently).await,
        begun => Ok((connection, begun)),
    }
}

fn begin_patiently(connection: &Connection) -> Result<(), sqlx::Error> {
    connection.busy_timeout(BUSY).map_err(of_driver)?;
    let begun = control(connection, "BEGIN IMMEDIATE");
    connection.busy_timeout(Duration::ZERO).map_err(of_driver)?;
    begun
}

/// The only step that waits for the disk.
async fn commit(connection: Box<Connection>) -> Result<(Box<Connection>, Result<(), Doom>), String> {
    let (connection, committed) = away(connection, |connection| control(connection, "COMMIT")).await?;
    Ok((connection, committed.map_err(|error| doom_of(&error).unwrap_or(Doom::Lost))))
}

/// Runs something with the connection where it may block.
///
/// A thread of the runtime gives its other tasks to another thread and blocks itself: what comes after the `COMMIT`
/// then goes on at once, without waking anybody (`docs/decisions/0006-cost-of-a-message.md`).
/// A runtime with one thread cannot do that.
async fn away(connection: Box<Connection>, work: fn(&Connection) -> Result<(), sqlx::Error>) -> Home<()> {
    if Handle::current().runtime_flavor() == RuntimeFlavor::MultiThread {
        let done = tokio::task::block_in_place(|| work(&connection));
        return Ok((connection, done));
    }
    let done = tokio::task::spawn_blocking(move || {
        let done = work(&connection);
        (connection, done)
    });
    done.await.map_err(|_| "the write connection was lost".to_owned())
}
