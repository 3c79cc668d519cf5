//! What storage can answer when it cannot do what was asked.

use std::path::PathBuf;

use crate::sqlite_error::SqliteError;

/// Why a unit, a view or a start failed.
///
/// "Not found" is not among them: a search that finds nothing is `Ok(None)`.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The database cannot be reached, is too busy, or gave up on a lock. Nothing was changed; the same call may work later.
    #[error("the database is not available")]
    Unavailable(#[source] Option<sqlx::Error>),

    /// A statement that looks through many rows was stopped because it took too long.
    #[error("a statement took too long and was stopped")]
    TookTooLong,

    /// The disk is full. Nothing of the unit was kept; reading still works.
    #[error("the disk is full")]
    Full,

    /// The disk failed under the database. This process must stop: see [`crate::Db::fatal`].
    #[error("the disk failed, and this process must stop")]
    Stopped,

    /// A row with the same unique key is there already. Expected conflicts use `ON CONFLICT DO NOTHING` instead.
    #[error("a row with the same key exists already")]
    Conflict(#[source] sqlx::Error),

    /// An earlier statement of this unit failed or was cancelled, so the unit can only be dropped.
    ///
    /// PostgreSQL demands this; we demand it of SQLite too, so that both behave alike.
    #[error("an earlier statement of this unit failed, so it cannot go on")]
    Broken,

    /// A stored row says something that our rules make impossible.
    #[error("the stored row {id} of {table} has an impossible {column}")]
    Inconsistent {
        /// The table that holds the row.
        table: &'static str,
        /// The column whose value cannot be.
        column: &'static str,
        /// The row's key.
        id: String,
    },

    /// The database was written by a newer version of Entrenous; it was left untouched.
    #[error("the database has schema {found}, this version knows up to {known}: start a newer version")]
    Newer {
        /// The highest migration number found in the database.
        found: i64,
        /// The highest migration number that this binary has.
        known: i64,
    },

    /// A migration that already ran differs from the one in this binary.
    #[error("migration {number} of the database is not the one that this version has")]
    Altered {
        /// The number of the migration that differs.
        number: i64,
    },

    /// Another process holds the database file.
    #[error("another process is using the database {}", path.display())]
    Locked {
        /// The database file.
        path: PathBuf,
    },

    /// The database file is new or empty, but a database was here before; or it went while it is in use.
    #[error("the database that was here is gone")]
    Gone,

    /// The database engine is older than the first version without known corruption bugs.
    #[error("the database engine has version {found}, at least {needed} is needed")]
    TooOld {
        /// The engine's version.
        found: String,
        /// The oldest version that is safe.
        needed: &'static str,
    },

    /// An object with this key is not in the blob store.
    #[error("the stored object is missing")]
    BlobMissing,

    /// The key of an object is not one that this server makes.
    #[error("the key of a stored object is malformed")]
    BlobKey,

    /// The blob store failed.
    #[error("the blob store failed")]
    Blob(#[source] object_store::Error),

    /// A file beside the database could not be read or written.
    #[error("the file {} could not be used", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },

    /// Anything else that the driver said.
    #[error("a statement failed")]
    Driver(#[source] sqlx::Error),
}

/// A result of storage.
pub type Result<T, E = StorageError> = std::result::Result<T, E>;

/// A failure that belongs to the whole group of units, not to one statement.
#[derive(Clone, Debug)]
pub(crate) enum Doom {
    /// The disk is full: the group is lost, the writer goes on.
    Full,
    /// The disk failed or the file is damaged: the writer stops for good.
    Fatal(String),
    /// The transaction is gone for another reason (for example memory): the group is lost, the writer goes on.
    Lost,
    /// The file or its log has lost its name, so what was committed is nowhere: the writer goes on, and its units are refused.
    Gone,
}

impl From<Doom> for StorageError {
    fn from(doom: Doom) -> Self {
        match doom {
            Doom::Full => StorageError::Full,
            Doom::Fatal(_) => StorageError::Stopped,
            Doom::Lost => StorageError::Unavailable(None),
            Doom::Gone => StorageError::Gone,
        }
    }
}

/// Primary result codes of SQLite, <https://www.sqlite.org/rescode.html>.
mod sqlite_code {
    pub(super) const BUSY: i32 = 5;
    pub(super) const LOCKED: i32 = 6;
    pub(super) const NOMEM: i32 = 7;
    pub(super) const INTERRUPT: i32 = 9;
    pub(super) const IOERR: i32 = 10;
    pub(super) const CORRUPT: i32 = 11;
    pub(super) const FULL: i32 = 13;
    pub(super) const CANTOPEN: i32 = 14;
    pub(super) const NOTADB: i32 = 26;
}

/// The primary result code of a SQLite error, or `None` when the error did not come from SQLite.
fn sqlite_code(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error()?.try_downcast_ref::<SqliteError>().map(SqliteError::primary_code)
}

/// Whether this error of the SQLite writer takes its whole group down.
pub(crate) fn doom_of(error: &sqlx::Error) -> Option<Doom> {
    match sqlite_code(error)? {
        sqlite_code::FULL => Some(Doom::Full),
        sqlite_code::IOERR | sqlite_code::CORRUPT | sqlite_code::NOTADB => Some(Doom::Fatal(error.to_string())),
        sqlite_code::NOMEM => Some(Doom::Lost),
        _ => None,
    }
}

/// Whether the file is no database, or cannot be trusted to be a whole one any more.
pub(crate) fn is_unusable(error: &sqlx::Error) -> bool {
    matches!(sqlite_code(error), Some(sqlite_code::IOERR | sqlite_code::CORRUPT | sqlite_code::NOTADB))
}

/// Whether another program has the file just now.
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    matches!(sqlite_code(error), Some(sqlite_code::BUSY | sqlite_code::LOCKED))
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        match sqlite_code(&error) {
            Some(sqlite_code::FULL) => return StorageError::Full,
            Some(sqlite_code::INTERRUPT) => return StorageError::TookTooLong,
            // A connection that cannot be opened is one for which no file descriptor was free.
            Some(sqlite_code::BUSY | sqlite_code::LOCKED | sqlite_code::NOMEM | sqlite_code::CANTOPEN) => {
                return StorageError::Unavailable(Some(error));
            }
            _ => {}
        }
        if let Some(database) = error.as_database_error() {
            if database.is_unique_violation() {
                return StorageError::Conflict(error);
            }
            if let Some(postgres) = database.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
                let state = postgres.code().to_owned();
                return of_postgres(&state, error);
            }
            return StorageError::Driver(error);
        }
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed | sqlx::Error::Io(_) => {
                StorageError::Unavailable(Some(error))
            }
            other => StorageError::Driver(other),
        }
    }
}

/// Sorts by SQLSTATE, <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn of_postgres(state: &str, error: sqlx::Error) -> StorageError {
    match state {
        "53100" => StorageError::Full,
        // Cancelled, which only our own time limit does.
        "57014" => StorageError::TookTooLong,
        // Serialization failure, deadlock, lock timeout: the other side won, try again.
        "40001" | "40P01" | "55P03" => StorageError::Unavailable(Some(error)),
        // Classes: connection, resources, operator intervention, idle-in-transaction timeout.
        s if s.starts_with("08") || s.starts_with("53") || s.starts_with("57") || s == "25P03" => StorageError::Unavailable(Some(error)),
        _ => StorageError::Driver(error),
    }
}
