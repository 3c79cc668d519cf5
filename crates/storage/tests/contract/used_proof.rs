//! Identity proofs: each is used once, and forgotten when nobody could use it any more.

use entrenous_testkit::{TestDatabase, each_database};

use crate::town::{self, after, site};

#[tokio::test]
async fn a_proof_is_used_once_on_its_site_and_goes_with_its_time() {
    each_database(|db| async move {
        town::build(&db).await;
        let (here, elsewhere) = (site(1, 1).id, site(9, 9).id);
        let mut work = db.unit().await.unwrap();
        assert!(work.used_proofs().add(&here, &[1], after(5)).await.unwrap());
        assert!(!work.used_proofs().add(&here, &[1], after(9)).await.unwrap());
        assert!(work.used_proofs().add(&elsewhere, &[1], after(5)).await.unwrap(), "another site's is another one");
        assert!(work.used_proofs().add(&here, &[2], after(6)).await.unwrap());
        work.save().await.unwrap();
        let mut dropped = db.unit().await.unwrap();
        assert!(dropped.used_proofs().add(&here, &[3], after(5)).await.unwrap());
        drop(dropped);
        let mut work = db.unit().await.unwrap();
        assert!(!work.used_proofs().is_used(&here, &[3]).await.unwrap(), "what was not saved was not used");
        assert_eq!(work.used_proofs().remove_old(after(6), 10).await.unwrap(), 2);
        assert!(!work.used_proofs().is_used(&here, &[1]).await.unwrap());
        assert!(work.used_proofs().is_used(&here, &[2]).await.unwrap());
        work.save().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_several_nodes_that_use_a_proof_at_the_same_moment_one_may() {
    let made = TestDatabase::postgres().await;
    town::build(&made.db).await;
    let nodes = [made.another().await, made.another().await];
    let here = site(1, 1).id;
    let uses = (0..12).map(|n| {
        let (db, here) = (&nodes[n % 2], &here);
        async move {
            let mut work = db.unit().await.unwrap();
            let is_first = work.used_proofs().add(here, &[1], after(5)).await.unwrap();
            work.save().await.unwrap();
            is_first
        }
    });
    let first = futures_util::future::join_all(uses).await;
    assert_eq!(first.into_iter().filter(|is_first| *is_first).count(), 1);
    for node in nodes {
        node.close().await;
    }
    made.remove().await;
}
