//! Real databases for tests: a private SQLite file and a private database on a real PostgreSQL.
//!
//! ```no_run
//! # async fn example() {
//! entrenous_testkit::each_database(|db| async move {
//!     let mut work = db.unit().await.unwrap();
//!     assert_eq!(work.jobs().count_open().await.unwrap(), 0);
//! })
//! .await;
//! # }
//! ```
//!
//! Both carry the present schema. SQLite does not wait for the disk, and neither does the private PostgreSQL:
//! what a power cut does is the business of the durability runs, not of these tests.

mod cluster;

use std::future::Future;
use std::path::Path;

use entrenous_storage::{Db, Place, PostgresPlace, SqlitePlace, Sync};
use tempfile::TempDir;

/// A database of one test.
#[derive(Debug)]
pub struct TestDatabase {
    /// The open database.
    pub db: Db,
    /// Where it is, to open it again.
    pub place: Place,
    home: Home,
}

#[derive(Debug)]
enum Home {
    Folder(TempDir),
    Cluster { name: String },
}

/// A test's database while nobody has it open.
#[derive(Debug)]
pub struct ClosedDatabase {
    place: Place,
    home: Home,
}

impl ClosedDatabase {
    /// Opens it again.
    pub async fn reopen(self) -> TestDatabase {
        let db = Db::open(&self.place).await.expect("it opens again");
        TestDatabase { db, place: self.place, home: self.home }
    }
}

/// Runs one test on SQLite, then on PostgreSQL, each with a new database of the present schema.
///
/// A failure says on which of them it happened. The test must have dropped its units and views at its end.
/// `ENTRENOUS_TEST_DATABASE` may name the only one to run on, `sqlite` or `postgres`.
pub async fn each_database<F, Fut>(test: F)
where
    F: Fn(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    let only = std::env::var("ENTRENOUS_TEST_DATABASE").ok();
    let known = only.as_deref().is_none_or(|name| ["sqlite", "postgres"].contains(&name));
    assert!(known, "ENTRENOUS_TEST_DATABASE is sqlite or postgres, not {only:?}");
    if only.as_deref() != Some("postgres") {
        run_on(TestDatabase::sqlite().await, &test).await;
    }
    if only.as_deref() != Some("sqlite") {
        run_on(TestDatabase::postgres().await, &test).await;
    }
}

async fn run_on<F, Fut>(database: TestDatabase, test: &F)
where
    F: Fn(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    let told = Told { on: database.name() };
    test(database.db.clone()).await;
    drop(told);
    database.remove().await;
}

impl TestDatabase {
    /// A SQLite file in a folder of its own.
    pub async fn sqlite() -> Self {
        let made = Self::empty_sqlite().await;
        made.db.migrate(0).await.expect("the schema fits");
        made
    }

    /// A database on PostgreSQL, copied from one that has the schema already.
    pub async fn postgres() -> Self {
        let name = cluster::make_database(true).await;
        Self::open_postgres(name).await
    }

    /// A SQLite file without any table.
    pub async fn empty_sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = Place::Sqlite(SqlitePlace { sync: Sync::Off, ..SqlitePlace::at(folder.path().join("entrenous.db")) });
        let db = Db::open(&place).await.expect("a new file opens");
        TestDatabase { db, place, home: Home::Folder(folder) }
    }

    /// A database on PostgreSQL without any table.
    pub async fn empty_postgres() -> Self {
        let name = cluster::make_database(false).await;
        Self::open_postgres(name).await
    }

    /// Which engine it is, for messages.
    pub fn name(&self) -> &'static str {
        match self.home {
            Home::Folder(_) => "SQLite",
            Home::Cluster { .. } => "PostgreSQL",
        }
    }

    /// The folder with the SQLite file; `None` on PostgreSQL.
    pub fn folder(&self) -> Option<&Path> {
        match &self.home {
            Home::Folder(folder) => Some(folder.path()),
            Home::Cluster { .. } => None,
        }
    }

    /// Closes the database and removes it. Without this call a PostgreSQL database stays until the cluster goes.
    pub async fn remove(self) {
        match self.home {
            // The folder must stay until the file is closed.
            Home::Folder(folder) => {
                self.db.close().await;
                drop(folder);
            }
            Home::Cluster { name } => {
                self.db.close().await;
                cluster::drop_database(&name).await;
            }
        }
    }

    /// Forgets the open database and keeps its home, so that files may be exchanged before [`TestDatabase::reopen`].
    pub fn closed(self) -> ClosedDatabase {
        ClosedDatabase { place: self.place, home: self.home }
    }

    /// Opens the same database again, after [`Db::close`].
    pub async fn reopen(self) -> Self {
        self.closed().reopen().await
    }

    /// The same PostgreSQL database as another node would open it.
    pub async fn another(&self) -> Db {
        Db::open(&self.place).await.expect("another node opens it")
    }

    /// A new PostgreSQL database with the content of this one, as a restored dump would be.
    pub async fn copy_postgres(self) -> Self {
        let Home::Cluster { name } = &self.home else { panic!("only a PostgreSQL database is copied like this") };
        // PostgreSQL copies only what nobody uses.
        self.db.close().await;
        let copy = cluster::copy_database(name).await;
        self.remove().await;
        Self::open_postgres(copy).await
    }

    /// Opens a copy of this SQLite file that lies beside it.
    pub async fn open_copy(&self, path: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let target = folder.path().join("entrenous.db");
        std::fs::copy(path, &target).expect("the copy is readable");
        let place = Place::Sqlite(SqlitePlace { sync: Sync::Off, ..SqlitePlace::at(target) });
        ClosedDatabase { place, home: Home::Folder(folder) }.reopen().await
    }

    async fn open_postgres(name: String) -> Self {
        let place = Place::Postgres(PostgresPlace { url: cluster::url(&name).await, connections: 8 });
        let db = Db::open(&place).await.expect("the new database opens");
        TestDatabase { db, place, home: Home::Cluster { name } }
    }
}

/// Says on which database a test failed, because the assertion cannot.
struct Told {
    on: &'static str,
}

impl Drop for Told {
    #[expect(clippy::print_stderr, reason = "a failing test speaks to the person who runs it")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the test failed on {}", self.on);
        }
    }
}
