//! A caller may vanish at any moment; the database must not notice more than a rollback.

use std::time::Duration;

use entrenous_storage::{Db, Result, Sql, StorageError, args};
use entrenous_testkit::{TestDatabase, each_database};
use tokio::task::yield_now;

use crate::stage::{add_entry, cut_off, is_kept, make_entries, numbers};

/// Long enough that one poll never finishes it.
const SLOW: Sql = Sql::same(
    "test::SLOW",
    "WITH RECURSIVE steps (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM steps WHERE n < 50000) SELECT CAST(max(n) AS BIGINT) FROM steps",
);

/// Minutes of work, unless somebody stops it.
const ENDLESS: Sql = Sql::same(
    "test::ENDLESS",
    "WITH RECURSIVE steps (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM steps WHERE n < 2000000000) SELECT CAST(max(n) AS BIGINT) FROM steps",
);
const ONE: Sql = Sql::same("test::ONE", "SELECT CAST(1 AS BIGINT)");

/// Opens a database anew, with another limit for long statements.
async fn limited(mut made: TestDatabase, longest: Duration) -> TestDatabase {
    made.db.close().await;
    made.db = Db::test_open(&made.place, longest).await.unwrap();
    made
}

/// Two entries in one unit. The yields are places where it is sure to be cut; the others depend on the machine's mood.
async fn add_two(db: &Db, first: &str, second: &str) -> Result<()> {
    yield_now().await;
    let mut work = db.unit().await?;
    yield_now().await;
    add_entry(&mut work, first).await?;
    yield_now().await;
    add_entry(&mut work, second).await?;
    yield_now().await;
    work.save().await?;
    yield_now().await;
    Ok(())
}

#[tokio::test]
async fn a_future_dropped_at_any_await_leaves_nothing_half_done() {
    each_database(|db| async move {
        make_entries(&db).await;
        let mut n_cut = 0;
        for polls in 1.. {
            let (first, second) = (format!("first {polls}"), format!("second {polls}"));
            let outcome = cut_off(add_two(&db, &first, &second), polls).await;
            // The next unit gets its turn at once and sees a clean house.
            add_two(&db, &format!("then {polls}"), &format!("there {polls}")).await.unwrap();
            assert_eq!(is_kept(&db, &first).await, is_kept(&db, &second).await, "both or neither, cut after {polls} polls");
            if outcome.is_some() {
                assert!(is_kept(&db, &first).await, "told saved, so kept");
                break;
            }
            n_cut += 1;
        }
        assert!(n_cut >= 5, "the action has at least five places to be cut at, {n_cut} were tried");
        let numbers = numbers(&db).await;
        assert_eq!(numbers, (1..=i64::try_from(numbers.len()).unwrap()).collect::<Vec<_>>(), "no number is lost");
    })
    .await;
}

#[tokio::test]
async fn a_unit_with_a_cancelled_statement_cannot_be_saved() {
    each_database(|db| async move {
        make_entries(&db).await;
        let mut work = db.unit().await.unwrap();
        add_entry(&mut work, "one").await.unwrap();
        let cut = cut_off(work.test_one::<(i64,)>(SLOW, args![]), 1).await;
        if cut.is_some() {
            // On SQLite a unit's statement runs to its end in one go, so nobody can cut it off.
            assert!(!db.is_shared(), "PostgreSQL was still running it");
            return;
        }
        let saved = work.save().await;
        assert!(matches!(saved, Err(StorageError::Broken)), "{saved:?}");
        add_two(&db, "two", "three").await.unwrap();
        assert_eq!(numbers(&db).await, [1, 2]);
    })
    .await;
}

#[tokio::test]
async fn cancelled_looks_cost_no_reader() {
    each_database(|db| async move {
        make_entries(&db).await;
        for _ in 0..20 {
            let mut view = db.long_view().await.unwrap();
            let cut = cut_off(view.test_one::<(i64,)>(SLOW, args![]), 1).await;
            assert!(cut.is_none());
            assert!(view.test_one::<(i64,)>(SLOW, args![]).await.is_err(), "nobody knows where it stands");
        }
        assert_eq!(numbers(&db).await, [0_i64; 0]);
    })
    .await;
}

#[tokio::test]
async fn a_statement_whose_caller_has_gone_is_stopped_and_its_place_is_free_again() {
    // SQLite's is stopped by us, at once; PostgreSQL's by the server, when its time is over.
    let far = Duration::from_secs(600);
    let near = Duration::from_millis(50);
    for made in [limited(TestDatabase::sqlite().await, far).await, limited(TestDatabase::postgres().await, near).await] {
        for _ in 0..8 {
            let mut view = made.db.search_view().await.unwrap();
            assert!(cut_off(view.test_one::<(i64,)>(ENDLESS, args![]), 1).await.is_none(), "{}", made.name());
        }
        let mut view = made.db.search_view().await.unwrap();
        assert_eq!(view.test_one::<(i64,)>(ONE, args![]).await.unwrap(), Some((1,)));
        drop(view);
        made.remove().await;
    }
}

#[tokio::test]
async fn a_search_that_takes_too_long_is_stopped_and_says_so() {
    let near = Duration::from_millis(50);
    for made in [limited(TestDatabase::sqlite().await, near).await, limited(TestDatabase::postgres().await, near).await] {
        for _ in 0..3 {
            let mut view = made.db.search_view().await.unwrap();
            assert_eq!(view.test_one::<(i64,)>(ONE, args![]).await.unwrap(), Some((1,)), "what was stopped before stops nobody else");
            let stopped = view.test_one::<(i64,)>(ENDLESS, args![]).await;
            assert!(matches!(stopped, Err(StorageError::TookTooLong)), "{}: {stopped:?}", made.name());
        }
        made.remove().await;
    }
}

#[tokio::test]
async fn whoever_searches_or_counts_takes_no_place_from_a_message() {
    each_database(|db| async move {
        make_entries(&db).await;
        let searching = [db.search_view().await.unwrap(), db.search_view().await.unwrap()];
        let counting = [db.long_view().await.unwrap(), db.long_view().await.unwrap()];
        let short = async {
            let views = [db.view().await.unwrap(), db.view().await.unwrap(), db.view().await.unwrap(), db.view().await.unwrap()];
            add_two(&db, "one", "two").await.unwrap();
            drop(views);
        };
        // Waiting for a place would take much longer.
        tokio::time::timeout(Duration::from_secs(10), short).await.unwrap();
        drop((searching, counting));
    })
    .await;
}
