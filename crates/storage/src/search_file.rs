//! The file of the search index, beside a SQLite database.
//!
//! The index is most of what a message writes. In a file of its own, with a connection of its own that does not wait for
//! the disk, nobody who sends waits for it (`docs/decisions/0006-cost-of-a-message.md`). It is made from what the
//! database keeps, so it may be lost: whenever it does not fit the database, it is made anew.
//!
//! Its connections see the database too, attached as `entrenous` and only to look, so a search may join both.
//! Connections of the database never see the index: SQLite would lock both files for every unit.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::data_file::{BUSY, DataFile, attach_to_look, beside, blocking, connect, make_empty_like, with_ending};
use crate::error::{Result, StorageError, is_unusable};
use crate::inline::{control, one, script};
use crate::open::Sync;
use crate::sqlite_error::of_driver;

/// Raised whenever `search_file.sql` or the folding of texts changes; an index of another version is made anew.
const VERSION: i64 = 1;

/// So many statements of a unit run on one thread before others there have their turn: about half a millisecond.
const AT_ONCE: u32 = 16;

const SCHEMA: &str = include_str!("search_file.sql");

/// Whether the index belongs to this epoch of the database, and has forgotten all that the database says it has.
const IS_OF_THIS_STATE: &str = "SELECT count(*) FROM search_source
    WHERE epoch = coalesce((SELECT value FROM entrenous.installation WHERE key = 'epoch'), '') AND forgotten >= coalesce(
        (SELECT min(number) - 1 FROM entrenous.search_removal),
        (SELECT seq FROM entrenous.sqlite_sequence WHERE name = 'search_removal'), 0)";

/// Sites whose events went back, or were trimmed before their texts were findable: a file that was put back has them.
const COUNT_LOST: &str = "SELECT count(*) FROM entrenous.site s LEFT JOIN search_position p ON p.site_id = s.id
    WHERE s.event_number < p.event_number OR (s.event_number > coalesce(p.event_number, 0) AND NOT EXISTS
        (SELECT 1 FROM entrenous.event e WHERE e.site_id = s.id AND e.number = coalesce(p.event_number, 0) + 1))";

/// The index of a database that is ours.
#[derive(Debug)]
pub(crate) struct SearchFile {
    paths: Paths,
    /// Whether somebody met damage since the file was last looked at.
    is_damaged: AtomicBool,
    /// Whether somebody found that it lacks something since the file was last looked at.
    is_distrusted: AtomicBool,
    /// Grows when the file is replaced by another, and with it every connection to it is out of date.
    generation: AtomicU64,
    writing: Arc<Mutex<Writing>>,
    patience: Duration,
}

#[derive(Clone, Debug)]
struct Paths {
    index: PathBuf,
    database: PathBuf,
    sync: Sync,
}

/// The only connection that writes into the index.
#[derive(Debug, Default)]
struct Writing {
    /// Opened when first needed, after a look whether the file fits.
    connection: Option<Connection>,
    /// Whether damage made it anew since the start; a second time it would be damaged again.
    is_remade: bool,
    is_closed: bool,
}

/// A transaction of the index. Dropped without [`SearchUnit::save`] it is rolled back.
#[derive(Debug)]
pub(crate) struct SearchUnit {
    /// Gone only while the transaction ends.
    held: Option<OwnedMutexGuard<Writing>>,
    n_statements: u32,
    file: Arc<SearchFile>,
}

impl SearchFile {
    /// `<file>.search`, which is not touched before it is needed.
    pub(crate) fn beside(file: &DataFile, patience: Duration) -> Arc<Self> {
        let (database, sync) = file.place();
        let paths = Paths { index: beside(&database, "search"), database, sync };
        let (is_damaged, is_distrusted, generation, writing) = Default::default();
        Arc::new(SearchFile { paths, is_damaged, is_distrusted, generation, writing, patience })
    }

    /// A connection that the database does not let write. It is out of date when the generation has changed.
    pub(crate) async fn connect_to_look(self: &Arc<Self>) -> Result<Connection> {
        // Nobody replaces the file meanwhile.
        let writing = self.ready().await?;
        let paths = self.paths.clone();
        blocking(move || {
            let connection = paths.open()?;
            script(&connection, "PRAGMA query_only = ON")?;
            drop(writing);
            Ok(connection)
        })
        .await
    }

    /// See [`SearchFile::connect_to_look`].
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Waits for a transaction. It sees one snapshot of the database, and only the index may be changed in it.
    pub(crate) async fn unit(self: &Arc<Self>) -> Result<SearchUnit> {
        let unit = SearchUnit { held: Some(self.ready().await?), n_statements: 0, file: Arc::clone(self) };
        control(unit.connection()?, "BEGIN")?;
        Ok(unit)
    }

    /// Keeps units from beginning for as long as the answer lives.
    pub(crate) async fn pause(&self) -> impl Send + use<> {
        Arc::clone(&self.writing).lock_owned().await
    }

    /// As [`crate::Db::truncate_log`], for the index; nothing to do while nobody has used it.
    pub(crate) async fn truncate_log(&self) -> Result<()> {
        let writing = Arc::clone(&self.writing).lock_owned().await;
        let busy = blocking(move || {
            let Some(connection) = &writing.connection else { return Ok(Some((0,))) };
            connection.busy_timeout(BUSY).map_err(of_driver)?;
            let busy = one::<(i64,)>(connection, "PRAGMA main.wal_checkpoint(TRUNCATE)", &[]);
            connection.busy_timeout(Duration::ZERO).map_err(of_driver)?;
            busy
        });
        if busy.await? == Some((0,)) { Ok(()) } else { Err(StorageError::Unavailable(None)) }
    }

    /// Waits for the unit that is under way and closes the connection. Later units are `Unavailable`.
    pub(crate) async fn close(&self) {
        let mut writing = Arc::clone(&self.writing).lock_owned().await;
        writing.is_closed = true;
        // Closing writes the log home, which waits for the disk.
        let _ = tokio::task::spawn_blocking(move || drop(writing.connection.take())).await;
    }

    /// Waits for the turn to write, with a file that fits.
    async fn ready(self: &Arc<Self>) -> Result<OwnedMutexGuard<Writing>> {
        let turn = tokio::time::timeout(self.patience, Arc::clone(&self.writing).lock_owned()).await;
        let Ok(mut writing) = turn else { return Err(StorageError::Unavailable(None)) };
        if writing.is_closed {
            return Err(StorageError::Unavailable(None));
        }
        let is_suspect = self.is_damaged.load(Ordering::Acquire) || self.is_distrusted.load(Ordering::Acquire);
        if writing.connection.is_some() && !is_suspect {
            return Ok(writing);
        }
        let file = Arc::clone(self);
        // The turn goes along, so that nobody else begins with this when the caller has gone.
        blocking(move || {
            file.make_ready(&mut writing)?;
            Ok(writing)
        })
        .await
    }

    fn make_ready(&self, writing: &mut Writing) -> Result<(), sqlx::Error> {
        writing.connection = None;
        let is_damaged = self.is_damaged.load(Ordering::Acquire);
        if is_damaged && writing.is_remade {
            return Err(sqlx::Error::WorkerCrashed);
        }
        let fits = !is_damaged
            && match self.paths.fits() {
                Err(error) if is_unusable(&error) => false,
                looked => looked?,
            };
        if !fits {
            tracing::info!("the search index is made anew");
            self.paths.remove();
            make_empty_like(&self.paths.database, &self.paths.index)?;
            // Before the new file is there, so that no connection to the old one is taken for one to the new.
            self.generation.fetch_add(1, Ordering::AcqRel);
            self.paths.make()?;
        }
        let connection = self.paths.open()?;
        // Its statements run on threads that serve sockets: who finds another program in the file comes again later.
        connection.busy_timeout(Duration::ZERO).map_err(of_driver)?;
        writing.connection = Some(connection);
        writing.is_remade |= is_damaged;
        self.is_damaged.store(false, Ordering::Release);
        self.is_distrusted.store(false, Ordering::Release);
        Ok(())
    }

    /// Notes a statement's error when the file cannot be used any more; whoever comes next makes it anew.
    pub(crate) fn note(&self, error: &sqlx::Error) {
        if is_unusable(error) && !self.is_damaged.swap(true, Ordering::AcqRel) {
            tracing::error!(%error, "the search index, or the database behind it, is damaged");
        }
    }
}

impl Paths {
    fn open(&self) -> Result<Connection, sqlx::Error> {
        // A commit does not wait for the disk: a power cut takes the last ones, and never damages the file.
        let synchronous = if self.sync == Sync::Full { "NORMAL" } else { "OFF" };
        let connection = connect(&self.index, synchronous, "1000")?;
        attach_to_look(&connection, &self.database, "entrenous")?;
        Ok(connection)
    }

    fn make(&self) -> Result<(), sqlx::Error> {
        script(&self.open()?, &format!("BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT"))
    }

    /// Whether the file is there and belongs to the database as it is now.
    fn fits(&self) -> Result<bool, sqlx::Error> {
        let connection = self.open()?;
        let number = |sql| one::<(i64,)>(&connection, sql, &[]).map(|row| row.map_or(0, |(number,)| number));
        Ok(number("PRAGMA user_version")? == VERSION && number(IS_OF_THIS_STATE)? > 0 && number(COUNT_LOST)? == 0)
    }

    /// What cannot be removed shows itself when the file is made.
    #[expect(clippy::disallowed_methods, reason = "nobody else knows of these files, and a name is removed at once")]
    fn remove(&self) {
        for path in [self.index.clone(), with_ending(&self.index, "-wal"), with_ending(&self.index, "-shm")] {
            let _ = std::fs::remove_file(path);
        }
    }
}

impl SearchUnit {
    /// The connection, for one statement of many: messages must not wait until all are done.
    pub(crate) async fn take_turn(&mut self) -> Result<&Connection> {
        self.n_statements = self.n_statements.wrapping_add(1);
        if self.n_statements.is_multiple_of(AT_ONCE) {
            tokio::task::yield_now().await;
        }
        self.connection()
    }

    fn connection(&self) -> Result<&Connection> {
        self.held.as_ref().and_then(|writing| writing.connection.as_ref()).ok_or(StorageError::Broken)
    }

    /// Whoever comes next looks whether the file fits the database.
    pub(crate) fn distrust(&self) {
        self.file.is_distrusted.store(true, Ordering::Release);
    }

    /// See [`SearchFile::note`].
    pub(crate) fn note(&self, error: &sqlx::Error) {
        self.file.note(error);
    }

    /// Keeps the work. It is written on a thread that may block: what FTS5 puts off, it does now.
    pub(crate) async fn save(mut self) -> Result<()> {
        let Some(held) = self.held.take() else { return Err(StorageError::Broken) };
        let file = Arc::clone(&self.file);
        blocking(move || {
            let Some(connection) = &held.connection else { return Err(sqlx::Error::WorkerCrashed) };
            let kept = control(connection, "COMMIT");
            if let Err(error) = &kept {
                file.note(error);
                // If this fails too, the next BEGIN does.
                let _ = control(connection, "ROLLBACK");
            }
            kept
        })
        .await
    }
}

impl Drop for SearchUnit {
    fn drop(&mut self) {
        if let Ok(connection) = self.connection() {
            // The next BEGIN tells if this fails.
            let _ = control(connection, "ROLLBACK");
        }
    }
}
