//! The database as everybody else sees it: units that change things, views that only look.
//!
//! `one`, `many` and `run` hold the only `match`es on which database it is.

use std::sync::Arc;

use futures_util::future::pending;
use sqlx::postgres::PgArguments;
use sqlx::{PgPool, Postgres, Transaction};

use crate::arg::{Arg, bind};
use crate::cells::{Cells, Row};
use crate::data_file::DataFile;
use crate::error::{Result, StorageError};
use crate::inline;
use crate::log_keeper::LogKeeper;
use crate::readers::{Readers, View, Where};
use crate::room::Room;
use crate::search_file::{SearchFile, SearchUnit};
use crate::statements::Sql;
use crate::turn::Unit;
use crate::writer::Writer;

/// An open database. Clones share it. What is inside is nobody else's business.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file; many readers, one writer that groups its commits.
    Sqlite(SqliteDb),
    /// A server that several nodes may share.
    Postgres(PostgresDb),
}

/// The connections to a SQLite file.
#[derive(Clone, Debug)]
pub struct SqliteDb {
    /// Connections that only look, never waiting for the writer.
    pub(crate) read: Readers,
    /// The only connection that writes.
    pub(crate) writer: Writer,
    /// Who writes the log home.
    pub(crate) log_keeper: LogKeeper,
    /// The search index.
    pub(crate) search: Arc<SearchFile>,
    /// The file, its lock and what is kept beside it.
    pub(crate) file: Arc<DataFile>,
    pub(crate) room: Room,
}

/// The connections to a PostgreSQL server.
#[derive(Clone, Debug)]
pub struct PostgresDb {
    pub(crate) pool: PgPool,
    /// Connections that only search, on which the server stops what takes too long. A cancelled search keeps its
    /// connection until its statement has ended, so it must not be one that others wait for.
    pub(crate) searching: PgPool,
    pub(crate) room: Room,
}

/// One transaction: a unit (from [`Db::unit`] or [`Db::search_unit`]) or a view
/// (from [`Db::view`], [`Db::long_view`] or [`Db::search_view`]).
///
/// Repositories hang on it: `work.jobs()`, `work.conversations()`, …
/// Inside a unit there is no second unit, no HTTP, no blob, no mail, no password hash:
/// on SQLite everybody else waits meanwhile.
#[derive(Debug)]
#[must_use = "work that is dropped without save() is rolled back"]
pub struct Work {
    kind: Kind,
    /// True while a statement runs and after one failed. A future dropped in the middle leaves it true,
    /// so a unit of which nobody knows what it did cannot be saved.
    broken: bool,
    room: Room,
}

#[derive(Debug)]
enum Kind {
    Sqlite(Unit),
    SqliteView(View),
    SqliteSearch(SearchUnit),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// A unit of work: everything in it is kept by [`Work::save`], or nothing is.
    ///
    /// # Errors
    /// `Unavailable` when no connection came free in time, `Stopped` after the disk failed, `Gone` while the file is.
    pub async fn unit(&self) -> Result<Work> {
        let kind = match self {
            Db::Sqlite(sqlite) if sqlite.file.is_gone() => return Err(StorageError::Gone),
            Db::Sqlite(sqlite) => Kind::Sqlite(sqlite.writer.unit().await?),
            Db::Postgres(postgres) => Kind::Postgres(postgres.pool.begin().await?),
        };
        Ok(self.work(kind))
    }

    /// A unit that sees everything and changes the search index ([`Work::search`]) alone: on SQLite that is a file of its own,
    /// one at a time, beside the other units. A power cut may undo the last ones: the index says how far it is.
    ///
    /// # Errors
    /// `Unavailable` when it was not free in time, or is damaged for the second time since the start.
    pub async fn search_unit(&self) -> Result<Work> {
        match self {
            Db::Sqlite(sqlite) => Ok(self.work(Kind::SqliteSearch(sqlite.search.unit().await?))),
            Db::Postgres(_) => self.unit().await,
        }
    }

    /// One snapshot of everything that is committed, for rows that are found by a key; the database refuses writes in it.
    ///
    /// On SQLite its statements run right where they are called, so none of them may look through many rows:
    /// those belong into a [`Db::long_view`].
    ///
    /// The snapshot is taken by the first statement. End it by dropping it, and soon: a long view
    /// keeps the SQLite log from shrinking and PostgreSQL from cleaning up.
    ///
    /// # Errors
    /// `Unavailable` when no connection came free in time.
    pub async fn view(&self) -> Result<Work> {
        self.look(Where::Here).await
    }

    /// As [`Db::view`], for counts and lists: on SQLite each statement runs on a thread that may block, with places of
    /// their own, and its statements answer `TookTooLong` when they do.
    ///
    /// # Errors
    /// `Unavailable` when no connection came free in time.
    pub async fn long_view(&self) -> Result<Work> {
        self.look(Where::Away).await
    }

    /// As [`Db::long_view`], for searches, with the search index in sight: nobody but other searches waits for them,
    /// on PostgreSQL too, where a statement that takes too long is stopped as well.
    ///
    /// # Errors
    /// `Unavailable` when no connection came free in time.
    pub async fn search_view(&self) -> Result<Work> {
        self.look(Where::Searching).await
    }

    async fn look(&self, place: Where) -> Result<Work> {
        let kind = match self {
            Db::Sqlite(sqlite) => Kind::SqliteView(sqlite.read.view(place).await?),
            Db::Postgres(postgres) => {
                let pool = if place == Where::Searching { &postgres.searching } else { &postgres.pool };
                Kind::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        };
        Ok(self.work(kind))
    }

    fn work(&self, kind: Kind) -> Work {
        Work { kind, broken: false, room: self.room().clone() }
    }

    /// Whether something was refused for want of room.
    pub(crate) fn room(&self) -> &Room {
        match self {
            Db::Sqlite(sqlite) => &sqlite.room,
            Db::Postgres(postgres) => &postgres.room,
        }
    }

    /// Resolves, with the reason for the log, when this process must stop because the disk failed under the database.
    ///
    /// The server awaits this beside its listeners. It never resolves on PostgreSQL, which looks after its own disk.
    pub async fn fatal(&self) -> String {
        if let Db::Sqlite(sqlite) = self {
            let mut fatal = sqlite.writer.fatal();
            if let Ok(reason) = fatal.wait_for(Option::is_some).await {
                return reason.clone().unwrap_or_default();
            }
        }
        pending().await
    }

    /// Looks whether the SQLite file and its log are still where they were, and says so in the log when that changed: what is
    /// written into a file without a name is lost, so units are refused until it is back. Nothing to look for on PostgreSQL.
    ///
    /// Every commit looks too before anybody is told of it. Whoever runs the server asks every few seconds, because nobody
    /// commits while units are refused.
    ///
    /// # Errors
    /// `Gone` while the file is removed, moved or replaced.
    pub async fn check_file(&self) -> Result<()> {
        match self {
            Db::Sqlite(sqlite) => sqlite.file.check_there(),
            Db::Postgres(_) => Ok(()),
        }
    }

    /// Moves everything from the SQLite logs into the database file and the search index and empties the logs,
    /// so that what was erased is gone from all of them. Nothing to do on PostgreSQL.
    ///
    /// # Errors
    /// `Unavailable` when a reader held the log for too long; the caller tries again later.
    pub async fn truncate_log(&self) -> Result<()> {
        match self {
            Db::Sqlite(sqlite) => {
                sqlite.file.truncate_log().await?;
                sqlite.search.truncate_log().await
            }
            Db::Postgres(_) => Ok(()),
        }
    }

    /// A consistent copy of the SQLite file beside it, named `<file>.<name>`; `None` on PostgreSQL, which has its own back-up.
    pub(crate) async fn snapshot(&self, name: &str) -> Result<Option<std::path::PathBuf>> {
        match self {
            Db::Sqlite(sqlite) => sqlite.file.snapshot(name).await.map(Some),
            Db::Postgres(_) => Ok(None),
        }
    }

    /// Whether something beside the database can bear witness of it: SQLite has a file, PostgreSQL has itself.
    pub(crate) fn has_witness(&self) -> bool {
        matches!(self, Db::Sqlite(_))
    }

    /// The text of `<file>.<ending>`; `None` on PostgreSQL.
    pub(crate) async fn read_beside(&self, ending: &str) -> Result<Option<String>> {
        match self {
            Db::Sqlite(sqlite) => sqlite.file.read_beside(ending).await,
            Db::Postgres(_) => Ok(None),
        }
    }

    /// Replaces `<file>.<ending>`; nothing on PostgreSQL.
    pub(crate) async fn write_beside(&self, ending: &str, text: &str) -> Result<()> {
        match self {
            Db::Sqlite(sqlite) => sqlite.file.write_beside(ending, text).await,
            Db::Postgres(_) => Ok(()),
        }
    }

    /// Whether other nodes may use the same database: true on PostgreSQL.
    pub fn is_shared(&self) -> bool {
        matches!(self, Db::Postgres(_))
    }

    /// How often the SQLite writer has committed since it was opened; 0 on PostgreSQL.
    pub fn n_commits(&self) -> u64 {
        match self {
            Db::Sqlite(sqlite) => sqlite.writer.n_commits(),
            Db::Postgres(_) => 0,
        }
    }

    /// A statement's text in this database's dialect.
    pub(crate) fn text_of(&self, sql: Sql) -> &'static str {
        match self {
            Db::Sqlite(_) => sql.sqlite,
            Db::Postgres(_) => sql.postgres,
        }
    }

    /// Closes every connection, in every clone, and gives the file free for another process.
    /// Waits for units and views that are still open.
    pub async fn close(&self) {
        match self {
            Db::Sqlite(sqlite) => {
                sqlite.read.close().await;
                sqlite.search.close().await;
                sqlite.log_keeper.close().await;
                sqlite.writer.close().await;
                sqlite.file.release();
            }
            Db::Postgres(postgres) => {
                postgres.searching.close().await;
                postgres.pool.close().await;
            }
        }
    }
}

impl Work {
    /// Keeps what the unit did. Only after this returns may anybody be told.
    ///
    /// # Errors
    /// `Broken` when a statement failed or was cancelled before; `Full`, `Stopped` or `Unavailable` when the commit failed.
    /// Nothing was kept then, except that a PostgreSQL connection lost *during* the commit leaves it unknown, and so does `Gone`:
    /// the unit stands in a file that nobody finds unless it is put back. Repeating the action with the same `client_msg_id` settles it.
    pub async fn save(self) -> Result<()> {
        if self.broken {
            // PostgreSQL answers COMMIT after a failed statement with a rollback and no error, so we must look ourselves.
            return Err(StorageError::Broken);
        }
        let saved = match self.kind {
            Kind::Sqlite(unit) => unit.save().await,
            // There is nothing to keep.
            Kind::SqliteView(_) => Ok(()),
            Kind::SqliteSearch(unit) => unit.save().await,
            Kind::Postgres(transaction) => transaction.commit().await.map_err(StorageError::from),
        };
        self.room.note(&saved);
        saved
    }

    /// The first row, if there is one.
    pub(crate) async fn one<T: Row>(&mut self, sql: Sql, args: Vec<Arg>) -> Result<Option<T>> {
        self.begin_statement()?;
        let row = match &mut self.kind {
            Kind::Sqlite(unit) => inline::one(unit.connection()?, sql.sqlite, &args),
            Kind::SqliteSearch(unit) => inline::one(unit.take_turn().await?, sql.sqlite, &args),
            Kind::SqliteView(view) => view.look(move |connection| inline::one(connection, sql.sqlite, &args)).await,
            Kind::Postgres(tx) => {
                let row = sqlx::query_with(sql.postgres, bind::<PgArguments>(args)?).fetch_optional(&mut **tx).await;
                row.and_then(|row| row.map(|row| T::read(&Cells::of_postgres(&row))).transpose())
            }
        };
        self.end_statement(sql, row)
    }

    /// All rows, in the statement's order. The statement has a limit.
    pub(crate) async fn many<T: Row>(&mut self, sql: Sql, args: Vec<Arg>) -> Result<Vec<T>> {
        self.begin_statement()?;
        let rows = match &mut self.kind {
            Kind::Sqlite(unit) => inline::many(unit.connection()?, sql.sqlite, &args),
            Kind::SqliteSearch(unit) => inline::many(unit.take_turn().await?, sql.sqlite, &args),
            Kind::SqliteView(view) => view.look(move |connection| inline::many(connection, sql.sqlite, &args)).await,
            Kind::Postgres(tx) => {
                let rows = sqlx::query_with(sql.postgres, bind::<PgArguments>(args)?).fetch_all(&mut **tx).await;
                rows.and_then(|rows| rows.iter().map(|row| T::read(&Cells::of_postgres(row))).collect())
            }
        };
        self.end_statement(sql, rows)
    }

    /// How many rows a change touched.
    pub(crate) async fn run(&mut self, sql: Sql, args: Vec<Arg>) -> Result<u64> {
        self.begin_statement()?;
        let done = match &mut self.kind {
            Kind::Sqlite(unit) => inline::run(unit.connection()?, sql.sqlite, &args),
            Kind::SqliteSearch(unit) => inline::run(unit.take_turn().await?, sql.sqlite, &args),
            Kind::SqliteView(view) => view.look(move |connection| inline::run(connection, sql.sqlite, &args)).await,
            Kind::Postgres(tx) => {
                let done = sqlx::query_with(sql.postgres, bind::<PgArguments>(args)?).execute(&mut **tx).await;
                done.map(|done| done.rows_affected())
            }
        };
        self.end_statement(sql, done)
    }

    /// Several statements without values, for migrations.
    pub(crate) async fn script(&mut self, sql: Sql) -> Result<()> {
        self.begin_statement()?;
        let done = match &mut self.kind {
            Kind::Sqlite(unit) => inline::script(unit.connection()?, sql.sqlite),
            Kind::SqliteSearch(unit) => inline::script(unit.take_turn().await?, sql.sqlite),
            Kind::SqliteView(view) => view.look(move |connection| inline::script(connection, sql.sqlite)).await,
            Kind::Postgres(tx) => sqlx::raw_sql(sql.postgres).execute(&mut **tx).await.map(drop),
        };
        self.end_statement(sql, done)
    }

    /// Asks the database to understand a statement without running it.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) async fn prepare(&mut self, sql: Sql) -> Result<()> {
        use sqlx::{Executor, SqlSafeStr};
        self.begin_statement()?;
        let done = match &mut self.kind {
            Kind::Sqlite(unit) => inline::prepare(unit.connection()?, sql.sqlite),
            Kind::SqliteSearch(unit) => inline::prepare(unit.take_turn().await?, sql.sqlite),
            Kind::SqliteView(view) => view.look(move |connection| inline::prepare(connection, sql.sqlite)).await,
            Kind::Postgres(tx) => tx.prepare(sql.postgres.into_sql_str()).await.map(drop),
        };
        self.end_statement(sql, done)
    }

    /// Lets the file of the search index be looked at before it is used again; false where there is none.
    pub(crate) fn distrust_index(&self) -> bool {
        match &self.kind {
            Kind::SqliteSearch(unit) => {
                unit.distrust();
                true
            }
            Kind::Sqlite(_) | Kind::SqliteView(_) | Kind::Postgres(_) => false,
        }
    }

    /// Which dialect a text that is made at run time must speak; only `dialect.rs` asks.
    pub(crate) fn is_sqlite(&self) -> bool {
        match self.kind {
            Kind::Sqlite(_) | Kind::SqliteView(_) | Kind::SqliteSearch(_) => true,
            Kind::Postgres(_) => false,
        }
    }

    fn begin_statement(&mut self) -> Result<()> {
        if self.broken {
            return Err(StorageError::Broken);
        }
        self.broken = true;
        Ok(())
    }

    fn end_statement<T>(&mut self, sql: Sql, outcome: Result<T, sqlx::Error>) -> Result<T> {
        match outcome {
            Ok(value) => {
                self.broken = false;
                Ok(value)
            }
            Err(error) => {
                match &mut self.kind {
                    Kind::Sqlite(unit) => unit.note(&error),
                    Kind::SqliteSearch(unit) => unit.note(&error),
                    Kind::SqliteView(view) => view.note(&error),
                    Kind::Postgres(_) => {}
                }
                // The text of the statement is ours; the error may quote values, so only its kind is logged here.
                tracing::debug!(statement = sql.name, "a statement failed");
                let refused = Err(error.into());
                self.room.note(&refused);
                refused
            }
        }
    }
}
