//! Units on SQLite share commits, and nothing else.

use std::future::Future;
use std::pin::Pin;

use entrenous_storage::{Db, Result, Sql, StorageError, args};
use entrenous_testkit::TestDatabase;
use futures_util::future::join_all;
use tokio_util::task::TaskTracker;

use crate::stage::{add_entry, cut_off, has_word, is_kept, make_entries, numbers};

const LIMIT_PAGES: Sql = Sql::same("test::LIMIT_PAGES", "PRAGMA max_page_count = 200");
const UNLIMITED: Sql = Sql::same("test::UNLIMITED", "PRAGMA max_page_count = 1000000");
const MAKE_BIG: Sql = Sql::same("test::MAKE_BIG", "CREATE TABLE big (content BLOB NOT NULL) STRICT");
const ADD_BIG: Sql = Sql::same("test::ADD_BIG", "INSERT INTO big (content) VALUES (randomblob($1))");
const READ_BIG: Sql = Sql::same("test::READ_BIG", "SELECT sum(length(hex(content))) FROM big");

type Action<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Runs the actions, each one unit, so that they wait together while another unit holds the writer: one group.
async fn in_one_group<'a, T>(db: &Db, actions: Vec<Action<'a, T>>) -> Vec<T> {
    let mut first = db.unit().await.unwrap();
    has_word(&mut first, "the writer is taken").await;
    let mut waiting = actions;
    for action in &mut waiting {
        // The first poll puts the request in line.
        assert!(futures_util::poll!(action).is_pending());
    }
    drop(first);
    join_all(waiting).await
}

fn save_entry<'a>(db: &'a Db, word: &'a str) -> Action<'a, Result<i64>> {
    Box::pin(async move {
        let mut work = db.unit().await?;
        let number = add_entry(&mut work, word).await?;
        work.save().await.map(|()| number)
    })
}

/// Never comes to its end.
fn stuck_entry<'a>(db: &'a Db, word: &'a str) -> Action<'a, Result<i64>> {
    Box::pin(async move {
        let mut work = db.unit().await?;
        add_entry(&mut work, word).await?;
        std::future::pending().await
    })
}

fn drop_entry<'a>(db: &'a Db, word: &'a str) -> Action<'a, Result<i64>> {
    Box::pin(async move {
        let mut work = db.unit().await?;
        add_entry(&mut work, word).await
    })
}

async fn sqlite() -> TestDatabase {
    let made = TestDatabase::sqlite().await;
    make_entries(&made.db).await;
    made
}

#[tokio::test]
async fn units_that_wait_together_share_one_commit() {
    let made = sqlite().await;
    let words: Vec<String> = (0..40).map(|n| format!("word {n}")).collect();
    let before = made.db.n_commits();
    let saved = in_one_group(&made.db, words.iter().map(|word| save_entry(&made.db, word)).collect()).await;
    let told: Vec<i64> = saved.into_iter().map(Result::unwrap).collect();
    assert_eq!(told, (1..=40).collect::<Vec<_>>(), "first come, first served");
    assert_eq!(made.db.n_commits() - before, 1);
    assert_eq!(numbers(&made.db).await, told);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn units_of_several_threads_lose_nothing_and_leave_no_gap() {
    let made = sqlite().await;
    let before = made.db.n_commits();
    let tasks = TaskTracker::new();
    let senders = (0..8).map(|sender| {
        let db = made.db.clone();
        tasks.spawn(async move {
            for n in 0..25 {
                let word = format!("{sender} {n}");
                if n % 5 == 4 {
                    drop_entry(&db, &format!("dropped {word}")).await.unwrap();
                }
                save_entry(&db, &word).await.unwrap();
                assert!(is_kept(&db, &word).await, "told saved, so kept");
            }
        })
    });
    for sender in join_all(senders).await {
        sender.unwrap();
    }
    assert_eq!(numbers(&made.db).await, (1..=200).collect::<Vec<_>>());
    let n_commits = made.db.n_commits() - before;
    assert!(n_commits <= 200, "{n_commits}");
}

#[tokio::test]
async fn a_lonely_unit_commits_at_once() {
    let made = sqlite().await;
    let before = made.db.n_commits();
    for word in ["a", "b", "c"] {
        save_entry(&made.db, word).await.unwrap();
        assert!(is_kept(&made.db, word).await);
    }
    assert_eq!(made.db.n_commits() - before, 3);
}

#[tokio::test]
async fn a_unit_that_fails_or_vanishes_takes_only_itself_down() {
    let made = sqlite().await;
    let db = &made.db;
    let before = db.n_commits();
    let outcomes = in_one_group(
        db,
        vec![
            save_entry(db, "same"),
            save_entry(db, "same"),
            drop_entry(db, "dropped"),
            Box::pin(async { cut_off(stuck_entry(db, "cut off"), 3).await.unwrap_or(Ok(0)) }),
            save_entry(db, "last"),
        ],
    )
    .await;
    assert!(matches!(outcomes[1], Err(StorageError::Conflict(_))), "{outcomes:?}");
    let kept = numbers(db).await;
    assert_eq!(kept, [1, 2], "gap-free: the conflict, the dropped and the cut one gave their numbers back");
    assert!(is_kept(db, "same").await && is_kept(db, "last").await);
    assert!(!is_kept(db, "dropped").await && !is_kept(db, "cut off").await);
    assert_eq!(db.n_commits() - before, 1);
}

#[tokio::test]
async fn a_unit_sees_earlier_units_of_its_group_and_views_do_not() {
    let made = sqlite().await;
    let db = &made.db;
    let look: Action<'_, Result<i64>> = Box::pin(async {
        let mut work = db.unit().await?;
        assert!(has_word(&mut work, "earlier").await);
        assert!(!is_kept(db, "earlier").await, "not committed yet");
        Ok(0)
    });
    for outcome in in_one_group(db, vec![save_entry(db, "earlier"), look]).await {
        outcome.unwrap();
    }
    assert!(is_kept(db, "earlier").await);
}

#[tokio::test]
async fn a_full_disk_fails_the_group_and_the_writer_goes_on() {
    let made = sqlite().await;
    let db = &made.db;
    let mut work = db.unit().await.unwrap();
    work.test_run(MAKE_BIG, args![]).await.unwrap();
    let _: Option<(i64,)> = work.test_one(LIMIT_PAGES, args![]).await.unwrap();
    work.save().await.unwrap();

    let too_much: Action<'_, Result<i64>> = Box::pin(async {
        let mut work = db.unit().await?;
        work.test_run(ADD_BIG, args![4_000_000_i64]).await?;
        work.save().await.map(|()| 0)
    });
    let outcomes = in_one_group(db, vec![save_entry(db, "before"), too_much, save_entry(db, "after")]).await;
    assert!(matches!(outcomes[0], Err(StorageError::Full)), "it shares the fate of its group: {outcomes:?}");
    assert!(matches!(outcomes[1], Err(StorageError::Full)), "{outcomes:?}");
    assert!(matches!(outcomes[2], Ok(1)), "it had no turn yet, so it is in the next group: {outcomes:?}");
    assert!(!is_kept(db, "before").await);
    assert!(is_kept(db, "after").await);

    let mut work = db.unit().await.unwrap();
    let _: Option<(i64,)> = work.test_one(UNLIMITED, args![]).await.unwrap();
    work.test_run(ADD_BIG, args![4_000_000_i64]).await.unwrap();
    work.save().await.unwrap();
    assert_eq!(numbers(db).await, [1]);
}

#[tokio::test]
async fn a_damaged_file_stops_the_writer_for_good_and_says_so() {
    let made = sqlite().await;
    let db = &made.db;
    let mut work = db.unit().await.unwrap();
    work.test_run(MAKE_BIG, args![]).await.unwrap();
    // More than the writer keeps in memory, so that it must read the file again.
    for _ in 0..8 {
        work.test_run(ADD_BIG, args![1_000_000_i64]).await.unwrap();
    }
    work.save().await.unwrap();
    db.truncate_log().await.unwrap();
    damage(&made.folder().unwrap().join("entrenous.db"));

    let read: Action<'_, Result<i64>> = Box::pin(async {
        let mut work = db.unit().await?;
        let _: Option<(i64,)> = work.test_one(READ_BIG, args![]).await?;
        work.save().await.map(|()| 0)
    });
    let outcomes = in_one_group(db, vec![save_entry(db, "before"), read, save_entry(db, "after")]).await;
    assert!(outcomes.iter().all(Result::is_err), "nobody is told that anything was kept: {outcomes:?}");
    assert!(matches!(outcomes[0], Err(StorageError::Stopped)), "{outcomes:?}");
    let reason = db.fatal().await;
    assert!(reason.contains("malformed"), "{reason}");
    assert!(matches!(db.unit().await, Err(StorageError::Stopped)));
}

#[tokio::test]
async fn a_unit_waits_while_another_program_writes() {
    let made = sqlite().await;
    let shell = rusqlite::Connection::open(made.folder().unwrap().join("entrenous.db")).unwrap();
    shell.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut waiting = save_entry(&made.db, "patient");
    assert!(futures_util::poll!(&mut waiting).is_pending());
    tokio::task::yield_now().await;
    assert!(!is_kept(&made.db, "patient").await, "looking does not wait");
    shell.execute_batch("COMMIT").unwrap();
    waiting.await.unwrap();
    assert!(is_kept(&made.db, "patient").await);
}

#[tokio::test]
async fn emptying_the_log_disturbs_no_unit() {
    let made = sqlite().await;
    let words: Vec<String> = (0..100).map(|n| format!("word {n}")).collect();
    let sending = join_all(words.iter().map(|word| save_entry(&made.db, word)));
    let emptying = async {
        for _ in 0..20 {
            // It may be refused while somebody looks or writes; it must not fail in another way.
            let emptied = made.db.truncate_log().await;
            assert!(matches!(emptied, Ok(()) | Err(StorageError::Unavailable(_))), "{emptied:?}");
        }
    };
    let (saved, ()) = futures_util::future::join(sending, emptying).await;
    assert!(saved.iter().all(Result::is_ok), "{saved:?}");
    made.db.truncate_log().await.unwrap();
    let log = std::fs::metadata(made.folder().unwrap().join("entrenous.db-wal")).unwrap();
    assert_eq!(log.len(), 0);
}

/// Overwrites everything behind the first pages.
fn damage(path: &std::path::Path) {
    use std::io::{Seek, SeekFrom, Write};
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    let size = file.metadata().unwrap().len();
    file.seek(SeekFrom::Start(size / 2)).unwrap();
    file.write_all(&vec![0xAA; usize::try_from(size / 2).unwrap()]).unwrap();
    file.sync_all().unwrap();
}
