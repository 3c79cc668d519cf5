//! Who has the write connection, and handing it on.
//!
//! A turn is passed from unit to unit of a group, and its last one commits for all.
//! Nothing here waits for anything but the disk: dropping a [`Unit`] hands the connection on as saving it does,
//! so a caller that vanishes at any `await` leaves nothing half open.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::error::{Doom, Result, StorageError, doom_of};
use crate::inline::control;
use crate::writer::{House, Waiting};

/// A unit that keeps the connection longer than this is written to the log.
const SLOW: Duration = Duration::from_secs(2);

/// A `COMMIT` that takes longer is slow.
const QUICK: Duration = Duration::from_millis(5);

/// A lent connection inside its own savepoint. Dropped without [`Unit::save`] it is rolled back.
#[derive(Debug)]
pub(crate) struct Unit {
    turn: Option<Turn>,
    /// Set by [`Unit::note`] when a statement met a failure that takes the whole group down.
    doom: Option<Doom>,
}

/// The connection inside a transaction, on its way through a group.
#[derive(Debug)]
pub(crate) struct Turn {
    connection: Box<Connection>,
    /// Who of the group had no turn yet.
    waiting: Waiting,
    /// Who wants to be told of the `COMMIT`.
    saved: Vec<oneshot::Sender<Result<(), Doom>>>,
    /// A unit that is alone in its group needs no savepoint: undoing it is undoing the group.
    is_alone: bool,
    lent_at: Instant,
    house: Arc<House>,
}

impl From<Turn> for Unit {
    fn from(turn: Turn) -> Self {
        Unit { turn: Some(turn), doom: None }
    }
}

impl Unit {
    /// The connection, for one statement.
    pub(crate) fn connection(&self) -> Result<&Connection> {
        self.turn.as_ref().map(|turn| &*turn.connection).ok_or(StorageError::Broken)
    }

    /// Remembers a statement's error when it concerns the whole group.
    pub(crate) fn note(&mut self, error: &sqlx::Error) {
        if self.doom.is_none() {
            // SQLite may answer an error by rolling back everything; the group is gone then, whatever the error was.
            let gone = self.turn.as_ref().is_none_or(|turn| turn.connection.is_autocommit());
            self.doom = doom_of(error).or(gone.then_some(Doom::Lost));
        }
    }

    /// Keeps the work. Resolves after the `COMMIT` that the group shares.
    ///
    /// # Errors
    /// `Full` or `Stopped` when the group could not be committed; nothing of it was kept then.
    pub(crate) async fn save(mut self) -> Result<()> {
        let (waiter, committed) = oneshot::channel();
        self.come_home(Some(waiter));
        match committed.await {
            Ok(outcome) => outcome.map_err(StorageError::from),
            // The runtime ended between taking the work and committing it, so it was not committed.
            Err(_) => Err(StorageError::Stopped),
        }
    }

    fn come_home(&mut self, saved: Option<oneshot::Sender<Result<(), Doom>>>) {
        if let Some(turn) = self.turn.take() {
            turn.come_home(saved, self.doom.take());
        }
    }
}

impl Drop for Unit {
    fn drop(&mut self) {
        self.come_home(None);
    }
}

impl Turn {
    /// For a unit that found nobody else; the transaction has begun.
    pub(crate) fn alone(connection: Box<Connection>, house: Arc<House>) -> Self {
        Turn { connection, waiting: Waiting::new(), saved: Vec::new(), is_alone: true, lent_at: Instant::now(), house }
    }

    /// For those who waited together; the transaction has begun.
    pub(crate) fn of_group(connection: Box<Connection>, waiting: Waiting, house: Arc<House>) -> Self {
        let is_alone = waiting.len() == 1;
        Turn { connection, waiting, saved: Vec::new(), is_alone, lent_at: Instant::now(), house }
    }

    /// Lends the connection to the next who still waits, or ends the group. `doom` says why it cannot be committed.
    pub(crate) fn hand_on(mut self, mut doom: Option<Doom>) {
        while doom.is_none() {
            let Some(lend) = self.waiting.pop_front() else { break };
            if lend.is_closed() {
                continue;
            }
            doom = self.open_savepoint();
            if doom.is_some() {
                // It had no turn, so it does not share the fate of this group.
                self.waiting.push_front(lend);
                break;
            }
            self.lent_at = Instant::now();
            let Err(mut unit) = lend.send(self.into()) else { return };
            // It has gone in this very moment.
            let Some(turn) = unit.turn.take() else { return };
            self = turn;
            doom = self.close_savepoint(false);
        }
        self.end(doom);
    }

    /// A unit has done its work, or has gone without saving it.
    fn come_home(mut self, saved: Option<oneshot::Sender<Result<(), Doom>>>, doom: Option<Doom>) {
        let held = self.lent_at.elapsed();
        metrics::histogram!("storage_unit_seconds").record(held.as_secs_f64());
        if held > SLOW {
            tracing::warn!(held_ms = held.as_millis() as u64, "a unit held the writer for too long");
        }
        let is_saved = saved.is_some();
        self.saved.extend(saved);
        let doom = doom.or_else(|| self.close_savepoint(is_saved));
        self.hand_on(doom);
    }

    fn open_savepoint(&self) -> Option<Doom> {
        if self.is_alone {
            return None;
        }
        doomed(control(&self.connection, "SAVEPOINT unit"))
    }

    fn close_savepoint(&self, is_saved: bool) -> Option<Doom> {
        if self.is_alone {
            return None;
        }
        let undone = if is_saved { Ok(()) } else { control(&self.connection, "ROLLBACK TO unit") };
        doomed(undone.and_then(|()| control(&self.connection, "RELEASE unit")))
    }

    /// Commits what was saved, tells everybody and sends the connection home.
    fn end(self, doom: Option<Doom>) {
        let Turn { connection, waiting, saved, house, .. } = self;
        let mut outcome = doom.map_or(Ok(()), Err);
        if outcome.is_ok() && !saved.is_empty() {
            outcome = doomed(commit(&connection, &house)).map_or(Ok(()), Err);
            // After the commit and before anybody is told: what is acknowledged had its name until then.
            if outcome.is_ok() && house.file().check_there().is_err() {
                outcome = Err(Doom::Gone);
            }
        }
        if !connection.is_autocommit() {
            // Nobody saved anything, or the group failed. If even this fails, the next BEGIN does too and stops the writer.
            let _ = control(&connection, "ROLLBACK");
        }
        if outcome.is_ok() && !saved.is_empty() {
            house.count_commit(saved.len());
        }
        metrics::histogram!("storage_group_units").record(saved.len() as f64);
        if let Err(doom) = &outcome {
            tracing::error!(?doom, n_units = saved.len(), "a group of units was lost, nobody was told otherwise");
        }
        for waiter in saved {
            // Somebody who no longer waits will find out by asking again with the same client_msg_id.
            let _ = waiter.send(outcome.clone());
        }
        match outcome {
            Err(Doom::Fatal(reason)) => {
                house.stop(reason);
                // After the announcement, so that they are told why.
                drop(waiting);
            }
            Ok(()) | Err(Doom::Full | Doom::Lost | Doom::Gone) => house.receive(connection, waiting),
        }
    }
}

fn doomed(outcome: Result<(), sqlx::Error>) -> Option<Doom> {
    outcome.err().map(|error| doom_of(&error).unwrap_or(Doom::Lost))
}

/// The only step that waits for the disk.
///
/// While the disk is quick the thread that called waits itself: what comes after the `COMMIT` then goes on without
/// waking anybody (`docs/decisions/0006-cost-of-a-message.md` says what that is worth).
/// After a slow one the thread gives its other tasks to another thread first, so that a bad disk delays nobody who only
/// reads. A runtime with one thread, as in tests, has nobody to give them to.
fn commit(connection: &Connection, house: &House) -> Result<(), sqlx::Error> {
    let begun = Instant::now();
    let is_threaded = Handle::try_current().is_ok_and(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread);
    let done = if is_threaded && house.has_slow_disk() {
        tokio::task::block_in_place(|| control(connection, "COMMIT"))
    } else {
        control(connection, "COMMIT")
    };
    house.set_slow_disk(begun.elapsed() > QUICK);
    done
}
