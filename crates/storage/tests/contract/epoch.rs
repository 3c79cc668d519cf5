//! A restored database is recognised.

use entrenous_testkit::{TestDatabase, each_database};

#[tokio::test]
async fn the_epoch_stays_while_nothing_goes_back_in_time() {
    each_database(|db| async move {
        let first = db.settle_epoch("first").await.unwrap();
        assert!(first.is_new);
        assert_eq!(first.id, "first");
        let second = db.settle_epoch("second").await.unwrap();
        assert!(!second.is_new);
        assert_eq!(second.id, "first");
        db.renew_epoch_mark(&second.id, "mark").await.unwrap();
        assert_eq!(db.settle_epoch("third").await.unwrap().id, "first");
    })
    .await;
}

/// Restores a copy made before `renew` and answers the epoch of the next start.
async fn epoch_after_restore(renew: bool) -> String {
    let made = TestDatabase::sqlite().await;
    made.db.settle_epoch("first").await.unwrap();
    let file = made.folder().unwrap().join("entrenous.db");
    let copy = made.folder().unwrap().join("copy");
    made.db.truncate_log().await.unwrap();
    tokio::fs::copy(&file, &copy).await.unwrap();
    if renew {
        made.db.renew_epoch_mark("first", "one").await.unwrap();
        made.db.renew_epoch_mark("first", "two").await.unwrap();
    }
    made.db.close().await;
    let made = made.closed();
    tokio::fs::copy(&copy, &file).await.unwrap();
    made.reopen().await.db.settle_epoch("fresh").await.unwrap().id
}

#[tokio::test]
async fn an_older_copy_of_the_file_starts_a_new_epoch() {
    assert_eq!(epoch_after_restore(true).await, "fresh");
}

#[tokio::test]
async fn a_copy_that_is_as_new_as_the_original_keeps_the_epoch() {
    assert_eq!(epoch_after_restore(false).await, "first");
}

#[tokio::test]
async fn a_file_without_its_witness_starts_a_new_epoch() {
    let made = TestDatabase::sqlite().await;
    made.db.settle_epoch("first").await.unwrap();
    tokio::fs::remove_file(made.folder().unwrap().join("entrenous.db.epoch")).await.unwrap();
    assert_eq!(made.db.settle_epoch("second").await.unwrap().id, "second");
}

#[tokio::test]
async fn a_copied_postgres_database_starts_a_new_epoch() {
    let made = TestDatabase::postgres().await;
    made.db.settle_epoch("first").await.unwrap();
    let copy = made.copy_postgres().await;
    assert_eq!(copy.db.settle_epoch("second").await.unwrap().id, "second");
    copy.remove().await;
}
