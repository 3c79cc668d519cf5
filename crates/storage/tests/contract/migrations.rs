//! The schema moves forward only, one whole step at a time.

use entrenous_storage::{Migration, Sql, StorageError, args};
use entrenous_testkit::TestDatabase;

use crate::stage::make_entries;

const FIRST: Migration = Migration {
    number: 1,
    name: "cats",
    sql: Sql::same("test::cats", "CREATE TABLE cat (id TEXT PRIMARY KEY); INSERT INTO cat (id) VALUES ('tom')"),
};
const SECOND: Migration = Migration {
    number: 2,
    name: "dogs",
    sql: Sql::same("test::dogs", "CREATE TABLE dog (id TEXT PRIMARY KEY); INSERT INTO dog (id) VALUES ('rex')"),
};
const BROKEN: Migration = Migration {
    number: 2,
    name: "dogs",
    sql: Sql::same("test::dogs", "CREATE TABLE dog (id TEXT PRIMARY KEY); INSERT INTO mouse (id) VALUES ('rex')"),
};
const COUNT_CATS: Sql = Sql::same("test::COUNT_CATS", "SELECT count(*) FROM cat");
const COUNT_DOGS: Sql = Sql::same("test::COUNT_DOGS", "SELECT count(*) FROM dog");

async fn empty_databases() -> [TestDatabase; 2] {
    [TestDatabase::empty_sqlite().await, TestDatabase::empty_postgres().await]
}

async fn count(made: &TestDatabase, sql: Sql) -> Option<i64> {
    let row: Result<Option<(i64,)>, _> = made.db.view().await.unwrap().test_one(sql, args![]).await;
    row.ok().flatten().map(|(count,)| count)
}

#[tokio::test]
async fn steps_run_once_and_in_order() {
    for made in empty_databases().await {
        let done = made.db.test_migrate(&[FIRST], 7).await.unwrap();
        assert_eq!((done.from, done.to, done.snapshot), (0, 1, None));
        let done = made.db.test_migrate(&[FIRST, SECOND], 8).await.unwrap();
        assert_eq!((done.from, done.to), (1, 2));
        let done = made.db.test_migrate(&[FIRST, SECOND], 9).await.unwrap();
        assert_eq!((done.from, done.to, done.snapshot), (2, 2, None));
        assert_eq!((count(&made, COUNT_CATS).await, count(&made, COUNT_DOGS).await), (Some(1), Some(1)), "{}", made.name());
        made.remove().await;
    }
}

#[tokio::test]
async fn a_step_that_fails_leaves_nothing_behind() {
    for made in empty_databases().await {
        assert!(made.db.test_migrate(&[FIRST, BROKEN], 7).await.is_err());
        assert_eq!((count(&made, COUNT_CATS).await, count(&made, COUNT_DOGS).await), (Some(1), None), "{}", made.name());
        let done = made.db.test_migrate(&[FIRST, SECOND], 8).await.unwrap();
        assert_eq!((done.from, done.to), (1, 2));
        made.remove().await;
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_untouched() {
    for made in empty_databases().await {
        made.db.test_migrate(&[FIRST, SECOND], 7).await.unwrap();
        let refused = made.db.test_migrate(&[FIRST], 8).await;
        assert!(matches!(refused, Err(StorageError::Newer { found: 2, known: 1 })), "{refused:?}");
        assert_eq!(count(&made, COUNT_DOGS).await, Some(1));
        made.remove().await;
    }
}

#[tokio::test]
async fn a_step_that_was_altered_is_refused() {
    for made in empty_databases().await {
        made.db.test_migrate(&[FIRST], 7).await.unwrap();
        let altered = Migration { sql: Sql::same("test::cats", "CREATE TABLE cat (id TEXT PRIMARY KEY)"), ..FIRST };
        let refused = made.db.test_migrate(&[altered, SECOND], 8).await;
        assert!(matches!(refused, Err(StorageError::Altered { number: 1 })), "{refused:?}");
        assert_eq!(count(&made, COUNT_DOGS).await, None);
        made.remove().await;
    }
}

#[tokio::test]
async fn nodes_that_start_together_migrate_once() {
    let made = TestDatabase::empty_postgres().await;
    let nodes = [made.another().await, made.another().await, made.another().await];
    let done = futures_util::future::join_all(nodes.iter().map(|node| node.test_migrate(&[FIRST, SECOND], 7))).await;
    for node in done {
        assert_eq!(node.unwrap().to, 2);
    }
    assert_eq!((count(&made, COUNT_CATS).await, count(&made, COUNT_DOGS).await), (Some(1), Some(1)));
    made.remove().await;
}

#[tokio::test]
async fn an_upgrade_of_a_file_leaves_a_copy_from_before() {
    let made = TestDatabase::empty_sqlite().await;
    made.db.test_migrate(&[FIRST], 7).await.unwrap();
    make_entries(&made.db).await;
    let narrow = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    tokio::fs::set_permissions(made.folder().unwrap().join("entrenous.db"), narrow).await.unwrap();
    let snapshot = made.db.test_migrate(&[FIRST, SECOND], 8).await.unwrap().snapshot.unwrap();
    assert_eq!(snapshot, made.folder().unwrap().join("entrenous.db.before-0002"));
    let mode = std::os::unix::fs::PermissionsExt::mode(&tokio::fs::metadata(&snapshot).await.unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600, "nobody else may read the copy");
    let before = made.open_copy(&snapshot).await;
    assert_eq!((count(&before, COUNT_CATS).await, count(&before, COUNT_DOGS).await), (Some(1), None));
}

#[tokio::test]
async fn a_new_database_gets_the_whole_schema() {
    for made in empty_databases().await {
        let done = made.db.migrate(7).await.unwrap();
        assert_eq!((done.from, done.snapshot), (0, None));
        assert!(done.to >= 1);
        made.remove().await;
    }
}
