//! What whoever watches over the process is told.

use entrenous_storage::{Sql, StorageError, Work, args};
use serde_json::json;

use crate::browser::Browser;
use crate::town::Town;

// SQLite takes the size that the file has when it is asked for less.
const NO_MORE_PAGES: Sql = Sql::same("test::NO_MORE_PAGES", "PRAGMA max_page_count = 1");
const MORE_PAGES: Sql = Sql::same("test::MORE_PAGES", "PRAGMA max_page_count = 1000000");
const ADD_PAGE: Sql = Sql::same("test::ADD_PAGE", "INSERT INTO installation (key, value) VALUES ($1, hex(zeroblob(2000)))");

async fn limit(work: &mut Work, pages: Sql) {
    let _: Option<(i64,)> = work.test_one(pages, args![]).await.unwrap();
}

#[tokio::test]
async fn who_refuses_what_is_written_is_not_ready_until_there_is_room_again() {
    let town = Town::new().await;
    let mut watcher = Browser::new(town.router.clone());
    assert_eq!(watcher.get("/readyz").await.text, "ready\n");

    let db = &town.test.ctx.db;
    let mut work = db.unit().await.unwrap();
    limit(&mut work, NO_MORE_PAGES).await;
    drop(work);
    // Pages that were given back are used first.
    let mut n_pages = 0;
    let refused = loop {
        let mut work = db.unit().await.unwrap();
        if let Err(refused) = work.test_run(ADD_PAGE, args![format!("page {n_pages}")]).await {
            break refused;
        }
        work.save().await.unwrap();
        n_pages += 1;
    };
    assert!(matches!(refused, StorageError::Full), "{refused:?}");
    // It stays so, although nobody but the watcher asks.
    for _ in 0..2 {
        let answer = watcher.get("/readyz").await;
        assert_eq!((answer.status.as_u16(), &answer.json["code"]), (503, &json!("storage_full")), "{answer:?}");
    }
    assert_eq!(watcher.get("/healthz").await.status, 200, "a full disk is no reason to kill the process");

    let mut work = db.unit().await.unwrap();
    limit(&mut work, MORE_PAGES).await;
    drop(work);
    let before = db.n_commits();
    assert_eq!(watcher.get("/readyz").await.status, 200);
    let tried = db.n_commits();
    assert!(tried > before, "it was tried");
    assert_eq!(watcher.get("/readyz").await.status, 200);
    assert_eq!(db.n_commits(), tried, "whoever asks while all is well makes the disk do nothing");
}
