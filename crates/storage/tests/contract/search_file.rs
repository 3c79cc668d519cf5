//! The search index of a SQLite database is a file that may be lost.

use entrenous_domain::ids::{ConversationId, SiteId};
use entrenous_storage::{Db, EventKind, Findable, Place, Sql, SqlitePlace, args};
use entrenous_testkit::{ClosedDatabase, TestDatabase};

use crate::schema::SAFE_SETTINGS;
use crate::stage::cut_off;
use crate::town::{self, NOON, after, site};

const FILE: &str = "entrenous.db.search";
const ENTRIES: Sql = Sql::same("test::ENTRIES", "SELECT count(*) FROM search_entry");
const WALKS: Sql = Sql::same("test::WALKS", "SELECT count(*) FROM search_walk");

fn conversation() -> ConversationId {
    ConversationId::new(NOON, [1; 10])
}

/// A town in which something was said on site 1, and the index knows it.
async fn indexed() -> TestDatabase {
    let made = TestDatabase::sqlite().await;
    town::build(&made.db).await;
    made.db.settle_epoch("first").await.unwrap();
    let number = say(&made).await;
    let mut work = made.db.search_unit().await.unwrap();
    while work.search().walk(10).await.unwrap().is_some() {}
    let text =
        Findable { site: site(1, 1).id, conversation: conversation(), subject: "said".to_owned(), folded: "hippopotamus".to_owned() };
    work.search().set(&[text]).await.unwrap();
    work.search().set_position(&site(1, 1).id, number).await.unwrap();
    work.save().await.unwrap();
    made
}

/// An event of site 1; answers its number.
async fn say(made: &TestDatabase) -> i64 {
    let mut work = made.db.unit().await.unwrap();
    let number = work.events().add(&site(1, 1).id, EventKind::MessageAdded, &conversation(), "said", Some(1), NOON).await.unwrap();
    work.save().await.unwrap();
    number
}

/// What is in the index, and whether everything earlier waits to be made findable.
async fn state(made: &TestDatabase) -> (i64, bool) {
    let mut work = made.db.search_unit().await.unwrap();
    let (entries,): (i64,) = work.test_one(ENTRIES, args![]).await.unwrap().unwrap();
    let (walks,): (i64,) = work.test_one(WALKS, args![]).await.unwrap().unwrap();
    (entries, walks == 1)
}

const KEPT: (i64, bool) = (1, false);
const MADE_ANEW: (i64, bool) = (0, true);

async fn behind(made: &TestDatabase) -> Vec<SiteId> {
    made.db.search_unit().await.unwrap().search().list_behind(None, 10).await.unwrap()
}

async fn close(made: TestDatabase) -> ClosedDatabase {
    made.db.close().await;
    made.closed()
}

#[tokio::test]
async fn an_index_that_fits_is_kept() {
    let made = close(indexed().await).await.reopen().await;
    assert_eq!(state(&made).await, KEPT);
    assert!(behind(&made).await.is_empty());
    say(&made).await;
    assert_eq!(behind(&made).await, [site(1, 1).id], "a text that came later is an event that is left");
    let made = close(made).await.reopen().await;
    assert_eq!(state(&made).await, KEPT);
}

#[tokio::test]
async fn who_may_not_read_the_database_may_not_read_the_index() {
    let made = indexed().await;
    let (database, file) = (made.folder().unwrap().join("entrenous.db"), made.folder().unwrap().join(FILE));
    let closed = close(made).await;
    tokio::fs::remove_file(&file).await.unwrap();
    let narrow = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    tokio::fs::set_permissions(&database, narrow).await.unwrap();
    let made = closed.reopen().await;
    assert_eq!(state(&made).await, MADE_ANEW);
    let mut entries = tokio::fs::read_dir(made.folder().unwrap()).await.unwrap();
    let mut n_narrow = 0;
    while let Some(entry) = entries.next_entry().await.unwrap() {
        let name = entry.file_name().into_string().unwrap();
        if name.contains("search") || name.ends_with("-wal") {
            let mode = std::os::unix::fs::PermissionsExt::mode(&entry.metadata().await.unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600, "{name}");
            n_narrow += 1;
        }
    }
    assert!(n_narrow >= 3, "{n_narrow}");
}

#[tokio::test]
async fn an_index_that_is_gone_is_made_anew() {
    let made = indexed().await;
    let file = made.folder().unwrap().join(FILE);
    let made = close(made).await;
    tokio::fs::remove_file(&file).await.unwrap();
    let made = made.reopen().await;
    assert_eq!(state(&made).await, MADE_ANEW);
    assert!(behind(&made).await.is_empty(), "what was said before comes with the walk");
}

#[tokio::test]
async fn a_file_that_is_no_index_is_made_anew() {
    let made = indexed().await;
    let file = made.folder().unwrap().join(FILE);
    let made = close(made).await;
    tokio::fs::write(&file, "this is no database ".repeat(1_000)).await.unwrap();
    assert_eq!(state(&made.reopen().await).await, MADE_ANEW);
}

/// The index with the first page of a table or index overwritten.
async fn damaged(name: &str) -> TestDatabase {
    const PAGE: Sql = Sql::same("test::PAGE", "SELECT rootpage FROM sqlite_schema WHERE name = $1");
    let made = indexed().await;
    let file = made.folder().unwrap().join(FILE);
    let (page,): (i64,) = made.db.search_unit().await.unwrap().test_one(PAGE, args![name]).await.unwrap().unwrap();
    let made = close(made).await;
    let mut bytes = tokio::fs::read(&file).await.unwrap();
    let end = usize::try_from(page).unwrap() * 4_096;
    bytes[end - 4_096..end].fill(0x5a);
    tokio::fs::write(&file, bytes).await.unwrap();
    made.reopen().await
}

const BODIES: Sql = Sql::same("test::BODIES", "SELECT body FROM search_entry");

#[tokio::test]
async fn damage_that_somebody_meets_makes_the_index_anew_once() {
    let made = damaged("search_entry").await;
    let idle = made.db.search_view().await.unwrap();
    let mut view = made.db.search_view().await.unwrap();
    assert!(view.test_one::<(String,)>(BODIES, args![]).await.is_err());
    drop((view, idle));
    say(&made).await;
    assert_eq!(state(&made).await, MADE_ANEW);
    let mut view = made.db.search_view().await.unwrap();
    assert_eq!(view.test_one::<(String,)>(BODIES, args![]).await.unwrap(), None, "no connection is left to the file of before");
    drop(view);

    let made = damaged("search_entry").await;
    assert!(made.db.search_unit().await.unwrap().test_one::<(String,)>(BODIES, args![]).await.is_err());
    assert_eq!(state(&made).await, MADE_ANEW);
}

#[tokio::test]
async fn an_index_that_cannot_be_made_keeps_nobody_from_writing() {
    let made = indexed().await;
    let file = made.folder().unwrap().join(FILE);
    let closed = close(made).await;
    tokio::fs::remove_file(&file).await.unwrap();
    tokio::fs::create_dir(&file).await.unwrap();
    let made = closed.reopen().await;
    assert!(made.db.search_unit().await.is_err());
    assert!(made.db.search_view().await.is_err());
    say(&made).await;
    tokio::fs::remove_dir(&file).await.unwrap();
    assert_eq!(state(&made).await, MADE_ANEW, "as soon as it can be made, it is");
}

#[tokio::test]
async fn an_index_from_before_something_was_forgotten_is_made_anew() {
    const REMOVAL: Sql = Sql::same("test::REMOVAL", "INSERT INTO search_removal (subject_id) VALUES ('said')");
    let made = indexed().await;
    let file = made.folder().unwrap().join(FILE);
    made.db.truncate_log().await.unwrap();
    let before = tokio::fs::read(&file).await.unwrap();
    let mut work = made.db.unit().await.unwrap();
    work.test_run(REMOVAL, args![]).await.unwrap();
    work.save().await.unwrap();
    let made = close(made).await.reopen().await;
    assert_eq!(state(&made).await, KEPT, "what is still to be forgotten is no reason");

    let mut work = made.db.search_unit().await.unwrap();
    let removed = work.search().list_removed(10).await.unwrap();
    assert_eq!(removed, [(1, "said".to_owned())]);
    work.search().remove(&removed).await.unwrap();
    work.save().await.unwrap();
    let mut work = made.db.unit().await.unwrap();
    work.search().forget_removed(1).await.unwrap();
    work.save().await.unwrap();
    let made = close(made).await.reopen().await;
    assert_eq!(state(&made).await, (0, false), "it has forgotten");

    let closed = close(made).await;
    tokio::fs::write(&file, before).await.unwrap();
    assert_eq!(state(&closed.reopen().await).await, MADE_ANEW);
}

#[tokio::test]
async fn a_unit_that_is_dropped_leaves_nothing_behind() {
    let made = indexed().await;
    let mut work = made.db.search_unit().await.unwrap();
    work.search().remove(&[(1, "said".to_owned())]).await.unwrap();
    drop(work);
    assert_eq!(state(&made).await, KEPT);
    let mut work = made.db.search_unit().await.unwrap();
    work.search().remove(&[(1, "said".to_owned())]).await.unwrap();
    // Its commit has begun and nobody waits for it; on another thread it may even have ended.
    let _unheard = cut_off(work.save(), 1).await;
    assert_eq!(state(&made).await, (0, false));
}

#[tokio::test]
async fn an_index_of_another_time_is_made_anew() {
    // The database went back, and is recognised.
    let made = indexed().await;
    let witness = made.folder().unwrap().join("entrenous.db.epoch");
    let closed = close(made).await;
    tokio::fs::remove_file(witness).await.unwrap();
    let made = closed.reopen().await;
    assert!(made.db.settle_epoch("second").await.unwrap().is_new);
    assert_eq!(state(&made).await, MADE_ANEW);

    // The database went back by so little that its epoch is the same.
    let made = indexed().await;
    let mut work = made.db.search_unit().await.unwrap();
    work.search().set_position(&site(1, 1).id, 2).await.unwrap();
    work.save().await.unwrap();
    assert_eq!(state(&close(made).await.reopen().await).await, MADE_ANEW);

    // The index went back, and the events since are trimmed.
    let made = indexed().await;
    let last = say(&made).await;
    let mut work = made.db.unit().await.unwrap();
    assert_eq!(work.events().remove_old(&site(1, 1).id, after(1), last, 10).await.unwrap(), 2);
    work.save().await.unwrap();
    assert_eq!(state(&close(made).await.reopen().await).await, MADE_ANEW);
}

#[tokio::test]
async fn who_writes_the_index_cannot_write_the_database_and_waits_for_nobody() {
    const WRITE: Sql = Sql::same("test::WRITE", "INSERT INTO installation (key, value) VALUES ('a', 'b')");
    let made = indexed().await;
    let mut search = made.db.search_unit().await.unwrap();
    assert!(search.test_run(WRITE, args![]).await.is_err());
    drop(search);

    let mut search = made.db.search_unit().await.unwrap();
    search.search().set_position(&site(1, 1).id, 1).await.unwrap();
    let mut work = made.db.unit().await.unwrap();
    work.test_run(WRITE, args![]).await.unwrap();
    search.save().await.unwrap();
    work.save().await.unwrap();
}

#[tokio::test]
async fn connections_to_the_index_behave_as_those_to_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&Place::Sqlite(SqlitePlace::at(folder.path().join("50% of? #1 é.db")))).await.unwrap();
    db.migrate(0).await.unwrap();
    for (sql, expected) in SAFE_SETTINGS {
        // 1 is NORMAL: a power cut may take the last units of the index.
        let expected = if sql.name == "synchronous" { "1" } else { *expected };
        let found: Option<(String,)> = db.search_unit().await.unwrap().test_one(*sql, args![]).await.unwrap();
        assert_eq!(found, Some((expected.to_owned(),)), "{}", sql.name);
    }
    db.close().await;
}

#[tokio::test]
async fn what_the_index_forgot_is_in_none_of_its_files() {
    let made = indexed().await;
    let folder = made.folder().unwrap().to_owned();
    let holds = async || {
        let mut found = 0;
        let mut entries = tokio::fs::read_dir(&folder).await.unwrap();
        while let Some(entry) = entries.next_entry().await.unwrap() {
            let bytes = tokio::fs::read(entry.path()).await.unwrap();
            found += bytes.windows(5).filter(|word| *word == b"hippo").count();
        }
        found
    };
    made.db.truncate_log().await.unwrap();
    assert!(holds().await > 0, "the test would see the word");
    let mut work = made.db.search_unit().await.unwrap();
    work.search().remove(&[(1, "said".to_owned())]).await.unwrap();
    work.save().await.unwrap();
    made.db.truncate_log().await.unwrap();
    assert_eq!(holds().await, 0);
}
