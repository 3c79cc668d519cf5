//! What every unit and every view promises.

use entrenous_storage::{Sql, StorageError, args};
use entrenous_testkit::each_database;

use crate::stage::{add_entry, has_word, is_kept, make_entries, numbers};

const NONSENSE: Sql = Sql::same("test::NONSENSE", "SELECT no_such_column FROM entry");

#[tokio::test]
async fn saved_work_is_kept_and_dropped_work_is_not() {
    each_database(|db| async move {
        make_entries(&db).await;
        let mut work = db.unit().await.unwrap();
        add_entry(&mut work, "dropped").await.unwrap();
        drop(work);
        let mut work = db.unit().await.unwrap();
        add_entry(&mut work, "saved").await.unwrap();
        work.save().await.unwrap();
        assert!(!is_kept(&db, "dropped").await);
        assert!(is_kept(&db, "saved").await);
        assert_eq!(numbers(&db).await, [1], "the dropped unit gave its number back");
    })
    .await;
}

#[tokio::test]
async fn a_view_never_sees_what_is_not_committed_and_stays_as_it_was() {
    each_database(|db| async move {
        make_entries(&db).await;
        let mut before = db.view().await.unwrap();
        assert!(!has_word(&mut before, "one").await);
        let mut work = db.unit().await.unwrap();
        add_entry(&mut work, "one").await.unwrap();
        assert!(has_word(&mut work, "one").await, "a unit sees its own work");
        assert!(!is_kept(&db, "one").await, "a view does not");
        work.save().await.unwrap();
        assert!(!has_word(&mut before, "one").await, "an older view is one snapshot");
        assert!(is_kept(&db, "one").await);
    })
    .await;
}

#[tokio::test]
async fn a_view_refuses_to_write() {
    each_database(|db| async move {
        make_entries(&db).await;
        let mut view = db.view().await.unwrap();
        assert!(add_entry(&mut view, "no").await.is_err());
        drop(view);
        assert!(!is_kept(&db, "no").await);
    })
    .await;
}

#[tokio::test]
async fn a_unit_with_a_failed_statement_cannot_go_on_or_be_saved() {
    each_database(|db| async move {
        make_entries(&db).await;
        let mut work = db.unit().await.unwrap();
        add_entry(&mut work, "one").await.unwrap();
        let failed = work.test_one::<(i64,)>(NONSENSE, args![]).await;
        assert!(matches!(failed, Err(StorageError::Driver(_))), "{failed:?}");
        let next = add_entry(&mut work, "two").await;
        assert!(matches!(next, Err(StorageError::Broken)), "{next:?}");
        let saved = work.save().await;
        assert!(matches!(saved, Err(StorageError::Broken)), "{saved:?}");
        assert_eq!(numbers(&db).await, [0_i64; 0]);
    })
    .await;
}

#[tokio::test]
async fn a_second_row_with_the_same_key_is_a_conflict() {
    each_database(|db| async move {
        make_entries(&db).await;
        let mut work = db.unit().await.unwrap();
        add_entry(&mut work, "one").await.unwrap();
        let second = add_entry(&mut work, "one").await;
        assert!(matches!(second, Err(StorageError::Conflict(_))), "{second:?}");
    })
    .await;
}

#[tokio::test]
async fn numbers_stay_gap_free_while_units_fail_and_vanish() {
    each_database(|db| async move {
        make_entries(&db).await;
        let units = (0..60).map(|n| {
            let db = db.clone();
            async move {
                let mut work = db.unit().await.unwrap();
                let number = add_entry(&mut work, &format!("word {n}")).await.unwrap();
                match n % 3 {
                    0 => {
                        work.save().await.unwrap();
                        Some(number)
                    }
                    1 => {
                        let failed = work.test_one::<(i64,)>(NONSENSE, args![]).await;
                        assert!(failed.is_err());
                        None
                    }
                    _ => None,
                }
            }
        });
        let mut told: Vec<i64> = futures_util::future::join_all(units).await.into_iter().flatten().collect();
        told.sort_unstable();
        let expected: Vec<i64> = (1..=20).collect();
        assert_eq!(told, expected, "what the units were told");
        assert_eq!(numbers(&db).await, expected, "what is kept");
    })
    .await;
}
