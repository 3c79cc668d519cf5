//! Stopping a SQLite statement that runs on another thread.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, InterruptHandle};

use crate::sqlite_error::of_driver;

/// What the thread of a statement and whoever may stop it share.
///
/// A connection is used by others afterwards, so it is interrupted only while it is on the leash.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leash(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// There while something runs.
    handle: Option<InterruptHandle>,
    is_stopped: bool,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").field("is_stopped", &self.is_stopped).finish_non_exhaustive()
    }
}

/// Stops what is on the leash when it is dropped.
#[derive(Debug)]
pub(crate) struct StopOnDrop(Leash);

impl Leash {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs something that can be stopped.
    pub(crate) fn run<T>(
        &self,
        connection: &Connection,
        what: impl FnOnce(&Connection) -> Result<T, sqlx::Error>,
    ) -> Result<T, sqlx::Error> {
        // SQLite forgets an interruption that comes while no statement is under way, so one is from here on.
        let mut awake = connection.prepare_cached("SELECT 1 UNION ALL SELECT 2").map_err(of_driver)?;
        let mut rows = awake.raw_query();
        rows.next().map_err(of_driver)?;
        let handle = connection.get_interrupt_handle();
        {
            let mut state = self.state();
            if state.is_stopped {
                handle.interrupt();
            }
            state.handle = Some(handle);
        }
        let done = what(connection);
        self.state().handle = None;
        done
    }

    /// Stops what runs, and what has not begun yet.
    pub(crate) fn stop(&self) {
        let mut state = self.state();
        state.is_stopped = true;
        if let Some(handle) = &state.handle {
            handle.interrupt();
        }
    }

    pub(crate) fn stop_on_drop(&self) -> StopOnDrop {
        StopOnDrop(self.clone())
    }
}

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}
