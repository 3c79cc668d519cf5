//! Who may open a database.

use entrenous_storage::{Db, Place, SqlitePlace, StorageError};
use entrenous_testkit::TestDatabase;

use crate::stage::{add_entry, is_kept, make_entries};

/// Set for the second process, which is this same test run once more.
const SECOND: &str = "ENTRENOUS_TEST_SECOND_PROCESS";

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "only a real second process shows what a second process gets")]
async fn a_second_process_on_the_same_file_is_refused() {
    if let Ok(path) = std::env::var(SECOND) {
        let second = Db::open(&Place::Sqlite(SqlitePlace::at(path))).await;
        assert!(matches!(second, Err(StorageError::Locked { .. })), "{second:?}");
        return;
    }
    let made = TestDatabase::sqlite().await;
    make_entries(&made.db).await;
    let path = made.folder().unwrap().join("entrenous.db");
    let second = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "opening::a_second_process_on_the_same_file_is_refused"])
        .env(SECOND, &path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&second.stdout);
    assert!(second.status.success() && said.contains("1 passed"), "{said}");
    let mut work = made.db.unit().await.unwrap();
    add_entry(&mut work, "undisturbed").await.unwrap();
    work.save().await.unwrap();
    let message = Db::open(&made.place).await.unwrap_err().to_string();
    assert!(message.contains("another process is using the database") && message.contains("entrenous.db"), "{message}");
}

#[tokio::test]
async fn a_closed_database_opens_again_with_everything_in_it() {
    for made in [TestDatabase::sqlite().await, TestDatabase::postgres().await] {
        make_entries(&made.db).await;
        let mut work = made.db.unit().await.unwrap();
        add_entry(&mut work, "kept").await.unwrap();
        work.save().await.unwrap();
        made.db.close().await;
        let again = made.reopen().await;
        assert!(is_kept(&again.db, "kept").await, "{}", again.name());
        again.remove().await;
    }
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test does what an accident does")]
async fn a_database_that_vanished_is_not_taken_for_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("entrenous.db");
    let place = Place::Sqlite(SqlitePlace::at(&file));
    let db = Db::open(&place).await.unwrap();
    db.migrate(1).await.unwrap();
    assert_eq!(std::fs::metadata(folder.path().join("entrenous.db-wal")).unwrap().len(), 0, "the file alone is a database");
    db.settle_epoch("fresh").await.unwrap();
    db.close().await;
    std::fs::remove_file(&file).unwrap();

    let db = Db::open(&place).await.unwrap();
    assert!(matches!(db.migrate(2).await, Err(StorageError::Gone)));
    db.close().await;
    // Whoever means it removes the witness too.
    std::fs::remove_file(folder.path().join("entrenous.db.epoch")).unwrap();
    let db = Db::open(&place).await.unwrap();
    db.migrate(3).await.unwrap();
    db.close().await;
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test does what an accident does")]
async fn a_file_that_goes_while_it_is_in_use_is_not_written_until_it_is_back() {
    let made = TestDatabase::sqlite().await;
    let db = &made.db;
    make_entries(db).await;
    let file = made.folder().unwrap().join("entrenous.db");
    let aside = made.folder().unwrap().join("aside.db");
    let add = async |word: &str| {
        let mut work = db.unit().await?;
        add_entry(&mut work, word).await?;
        work.save().await
    };
    add("before").await.unwrap();
    db.check_file().await.unwrap();

    std::fs::rename(&file, &aside).unwrap();
    assert!(matches!(db.check_file().await, Err(StorageError::Gone)));
    assert!(matches!(add("lost").await, Err(StorageError::Gone)));
    assert!(is_kept(db, "before").await, "whoever has the file open still reads it");
    // More readers at once than have the file open by now: none makes a new file to find nothing in it.
    let mut views = Vec::new();
    while let Ok(view) = db.view().await {
        views.push(view);
        assert!(views.len() < 4, "a view of nothing");
    }
    assert!(!file.exists());
    drop(views);

    std::fs::write(&file, "another one").unwrap();
    assert!(matches!(db.check_file().await, Err(StorageError::Gone)), "a file in its place is not the file");
    std::fs::rename(&aside, &file).unwrap();
    db.check_file().await.unwrap();
    add("after").await.unwrap();
    assert!(is_kept(db, "after").await && !is_kept(db, "lost").await);
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test does what an accident does")]
async fn nothing_is_acknowledged_once_the_file_or_its_log_has_lost_its_name() {
    for ending in ["", "-wal"] {
        let made = TestDatabase::sqlite().await;
        let db = &made.db;
        make_entries(db).await;
        let file = made.folder().unwrap().join(format!("entrenous.db{ending}"));
        let aside = made.folder().unwrap().join("aside");
        let units = async |words: [&'static str; 3]| {
            let saved = words.map(|word| async move {
                let mut work = db.unit().await?;
                add_entry(&mut work, word).await?;
                work.save().await
            });
            futures_util::future::join_all(saved).await
        };
        assert!(units(["a", "b", "c"]).await.iter().all(Result::is_ok));
        std::fs::rename(&file, &aside).unwrap();
        // Nobody has looked since: the commit itself does, for each unit of its group.
        let refused = units(["d", "e", "f"]).await;
        assert!(refused.iter().all(|saved| matches!(saved, Err(StorageError::Gone))), "{ending:?} {refused:?}");
        std::fs::write(&file, "another one").unwrap();
        assert!(matches!(db.check_file().await, Err(StorageError::Gone)), "{ending:?}");
        std::fs::rename(&aside, &file).unwrap();
        db.check_file().await.unwrap();
        assert!(units(["g", "h", "i"]).await.iter().all(Result::is_ok));
        // Emptying the log takes neither its name nor its number.
        db.truncate_log().await.unwrap();
        assert!(units(["j", "k", "l"]).await.iter().all(Result::is_ok));
    }
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_unavailable() {
    let nobody = entrenous_storage::PostgresPlace { url: "postgres://nobody@localhost/none?host=/nonexistent".into(), connections: 1 };
    let opened = Db::open(&Place::Postgres(nobody)).await;
    assert!(matches!(opened, Err(StorageError::Unavailable(_))), "{opened:?}");
}

#[tokio::test]
async fn the_safe_settings_are_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&Place::Sqlite(SqlitePlace::at(folder.path().join("entrenous.db")))).await.unwrap();
    for (pragma, expected) in crate::schema::SAFE_SETTINGS {
        let mut work = db.unit().await.unwrap();
        let (value,): (String,) = work.test_one(*pragma, vec![]).await.unwrap().unwrap();
        assert_eq!(value, *expected, "{}", pragma.name);
    }
}
