//! Opening a database: where it is, how its connections behave, and who holds the file.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::sync::mpsc;

use crate::data_file::DataFile;
use crate::db::{Db, PostgresDb, SqliteDb};
use crate::error::{Result, StorageError};
use crate::log_keeper::LogKeeper;
use crate::readers::Readers;
use crate::room::Room;
use crate::search_file::SearchFile;
use crate::writer::Writer;

/// The first SQLite without the log-reset corruption (<https://www.sqlite.org/wal.html>, "WAL-reset bug").
const OLDEST_SQLITE: &str = "3.51.3";

/// How long a unit or view waits for its turn before it is `Unavailable`.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long one statement of a long view may take before it is `TookTooLong`.
const LONGEST: Duration = Duration::from_secs(5);

/// How many searches a PostgreSQL server does at once for this process.
const SEARCHES: u32 = 2;

/// Where the data is.
#[derive(Clone, Debug)]
pub enum Place {
    /// A SQLite file.
    Sqlite(SqlitePlace),
    /// A PostgreSQL server.
    Postgres(PostgresPlace),
}

/// A SQLite file. Beside it live `<file>.lock`, `<file>.epoch` and the search index `<file>.search`,
/// and SQLite's own `-wal` and `-shm` of both databases.
#[derive(Clone, Debug)]
pub struct SqlitePlace {
    /// The file; made if absent, its folder is not.
    pub path: PathBuf,
    /// How many views may look at once, beside two long ones and two searches.
    pub readers: u32,
    /// When a commit counts as kept.
    pub sync: Sync,
}

/// When a commit counts as kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sync {
    /// After the disk said so: survives a power cut. What the product uses.
    Full,
    /// Without asking the disk: survives the process, not the power. For tests and as the control of durability tests.
    Off,
}

/// A PostgreSQL server, version 15 or newer.
#[derive(Clone, Debug)]
pub struct PostgresPlace {
    /// `postgres://user:password@host/database?…`.
    pub url: String,
    /// How many units and views may run at once from this process, beside two searches.
    pub connections: u32,
}

impl SqlitePlace {
    /// The product's settings for a file.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        SqlitePlace { path: path.into(), readers: 4, sync: Sync::Full }
    }
}

impl Db {
    /// Opens the database without changing it; [`Db::migrate`] comes next.
    ///
    /// # Errors
    /// `Locked` when another process uses the file, `TooOld` when the engine is unsafe, `Unavailable` when no server answers.
    pub async fn open(place: &Place) -> Result<Db> {
        open(place, LONGEST).await
    }

    /// [`Db::open`] with another limit for statements of long views, for tests.
    ///
    /// # Errors
    /// As for [`Db::open`].
    #[cfg(feature = "testing")]
    pub async fn test_open(place: &Place, longest: Duration) -> Result<Db> {
        open(place, longest).await
    }
}

async fn open(place: &Place, longest: Duration) -> Result<Db> {
    match place {
        Place::Sqlite(place) => open_sqlite(place, longest).await,
        Place::Postgres(place) => open_postgres(place, longest).await,
    }
}

async fn open_sqlite(place: &SqlitePlace, longest: Duration) -> Result<Db> {
    let found = rusqlite::version();
    if parts(found) < parts(OLDEST_SQLITE) {
        return Err(StorageError::TooOld { found: found.to_owned(), needed: OLDEST_SQLITE });
    }
    let file = Arc::new(DataFile::claim(place)?);
    // The writer comes first: it makes the file and turns the log on, which connections that only look cannot.
    let connection = file.connect().await?;
    let search = SearchFile::beside(&file, PATIENCE);
    let read = Readers::new(Arc::clone(&file), Arc::clone(&search), place.readers, PATIENCE, longest);
    let (tell_grown, grown) = mpsc::channel(1);
    let writer = Writer::start(connection, Arc::clone(&file), PATIENCE, tell_grown)?;
    let log_keeper = LogKeeper::start(file.connect().await?, Arc::clone(&file.log_turn), &writer, Arc::clone(&search), grown);
    Ok(Db::Sqlite(SqliteDb { read, writer, log_keeper, search, file, room: Room::default() }))
}

async fn open_postgres(place: &PostgresPlace, longest: Duration) -> Result<Db> {
    let options = PgConnectOptions::from_str(&place.url)?
        .application_name("entrenous")
        .statement_cache_capacity(512)
        .options([
            // A server may be configured to answer before its disk did; our promise needs the disk.
            ("synchronous_commit", "on"),
            ("default_transaction_isolation", "read committed"),
            // A unit stuck behind another gives up as `Unavailable` instead of holding everything.
            ("lock_timeout", "10s"),
            ("idle_in_transaction_session_timeout", "30s"),
        ])
        .disable_statement_logging();
    // The server stops a search by itself, also one whose caller has gone; the pool has the connection back only then.
    let limited = options.clone().options([("statement_timeout", format!("{}ms", longest.as_millis()))]);
    let searching = PgPoolOptions::new().max_connections(SEARCHES).acquire_timeout(PATIENCE).connect_lazy_with(limited);
    let pool = PgPoolOptions::new().max_connections(place.connections).acquire_timeout(PATIENCE).connect_with(options).await?;
    Ok(Db::Postgres(PostgresDb { pool, searching, room: Room::default() }))
}

fn parts(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::{OLDEST_SQLITE, parts};

    #[test]
    fn versions_compare_as_numbers() {
        assert!(parts("3.51.10") > parts(OLDEST_SQLITE));
        assert!(parts("3.9.0") < parts(OLDEST_SQLITE));
        assert!(parts("3.51.3") >= parts(OLDEST_SQLITE));
    }
}
