//! Whether the database has room for what is written, for whoever watches over the process.
//!
//! A full disk shows itself only when something is written, and while nobody is sent here nobody writes. So a refusal is
//! remembered, and whoever asks afterwards tries with something as large as a message.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::args;
use crate::db::Db;
use crate::error::{Result, StorageError};
use crate::statements::statements;

statements! {
    TRY = "INSERT INTO installation (key, value) VALUES ('room', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    CLEAR = "DELETE FROM installation WHERE key = 'room'";
}

/// As much as a long message with its events: several pages of a file.
const FILLER_BYTES: usize = 16 * 1024;

/// Whether something was refused for want of room since it was last tried. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Room(Arc<AtomicBool>);

impl Room {
    /// Remembers an outcome that says that the disk is full.
    pub(crate) fn note<T>(&self, outcome: &Result<T>) {
        if matches!(outcome, Err(StorageError::Full)) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    fn has_refused(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn forget(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

impl Db {
    /// Whether there is room for what is written. Writes only when something was refused since the last time that it
    /// went well, so that asking often costs nothing.
    ///
    /// # Errors
    /// `Full` while there is none, and those of the database.
    pub async fn check_room(&self) -> Result<()> {
        if !self.room().has_refused() {
            return Ok(());
        }
        let mut work = self.unit().await?;
        work.run(TRY, args!["0".repeat(FILLER_BYTES)]).await?;
        work.save().await?;
        // From here on: a refusal that comes meanwhile is a new one.
        self.room().forget();
        let mut work = self.unit().await?;
        work.run(CLEAR, args![]).await?;
        work.save().await
    }
}
