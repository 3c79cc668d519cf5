//! Accounts, and closing the set-up.

use entrenous_testkit::each_database;

use crate::town::{NOON, account};

#[tokio::test]
async fn an_account_comes_back_as_it_went() {
    each_database(|db| async move {
        let mut work = db.unit().await.unwrap();
        work.accounts().add(&account(1)).await.unwrap();
        assert_eq!(work.accounts().get_for_change(&account(1).id).await.unwrap(), Some(account(1)));
        work.save().await.unwrap();
        let mut view = db.view().await.unwrap();
        assert_eq!(view.accounts().get(&account(1).id).await.unwrap(), Some(account(1)));
        assert_eq!(view.accounts().get(&account(2).id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn exactly_one_unit_closes_the_set_up() {
    each_database(|db| async move {
        let close = async || {
            let mut work = db.unit().await.unwrap();
            let closed = work.accounts().close_setup(NOON).await.unwrap();
            work.save().await.unwrap();
            closed
        };
        let (one, two, three) = tokio::join!(close(), close(), close());
        assert_eq!([one, two, three].iter().filter(|closed| **closed).count(), 1);
        assert!(db.view().await.unwrap().accounts().is_set_up().await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_dropped_unit_leaves_the_set_up_open() {
    each_database(|db| async move {
        let mut work = db.unit().await.unwrap();
        assert!(work.accounts().close_setup(NOON).await.unwrap());
        drop(work);
        assert!(!db.view().await.unwrap().accounts().is_set_up().await.unwrap());
    })
    .await;
}
