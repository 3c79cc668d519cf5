//! The queue: added with its cause, given to one worker at a time, never lost.

use std::collections::BTreeSet;

use entrenous_storage::{Db, Lane, NewJob, Sql};
use entrenous_testkit::each_database;
use futures_util::future::join_all;

const KEPT: Sql = Sql::same("test::kept", "SELECT payload, unique_key FROM job");

fn job<'a>(id: &'a str, run_at: i64) -> NewJob<'a> {
    NewJob { id, name: "say_hello", version: 1, lane: Lane::Chat, payload: "{}", run_at, created_at: 5, unique_key: None }
}

async fn add(db: &Db, job: &NewJob<'_>) -> bool {
    let mut work = db.unit().await.unwrap();
    let added = work.jobs().add(job).await.unwrap();
    work.save().await.unwrap();
    added
}

async fn claim(db: &Db, now: i64, worker: &str) -> Option<String> {
    let mut work = db.unit().await.unwrap();
    let claimed = work.jobs().claim(Lane::Chat, now, 1_000, worker).await.unwrap();
    work.save().await.unwrap();
    claimed.map(|job| job.id)
}

#[tokio::test]
async fn a_job_is_run_when_due_oldest_first_and_only_in_its_lane() {
    each_database(|db| async move {
        add(&db, &job("late", 300)).await;
        add(&db, &job("early", 100)).await;
        add(&db, &NewJob { lane: Lane::Bulk, ..job("bulk", 50) }).await;
        assert_eq!(claim(&db, 99, "w").await, None);
        assert_eq!(claim(&db, 400, "w").await.as_deref(), Some("early"));
        assert_eq!(claim(&db, 400, "w").await.as_deref(), Some("late"));
        assert_eq!(claim(&db, 400, "w").await, None, "the bulk lane has its own runners");
        assert_eq!(db.view().await.unwrap().jobs().next_run_at(Lane::Bulk).await.unwrap(), Some(50));
        assert_eq!(db.view().await.unwrap().jobs().next_run_at(Lane::Outgoing).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_job_of_a_dropped_unit_never_existed() {
    each_database(|db| async move {
        let mut work = db.unit().await.unwrap();
        work.jobs().add(&job("never", 0)).await.unwrap();
        drop(work);
        assert_eq!(db.view().await.unwrap().jobs().count_open().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn two_workers_never_get_the_same_job() {
    each_database(|db| async move {
        for n in 0..30 {
            add(&db, &job(&format!("job {n:02}"), 0)).await;
        }
        let db = &db;
        // Both ask at the same time, over and over, and each holds its unit open while the other asks.
        let workers = ["left", "right"].map(|worker| async move {
            let mut got = Vec::new();
            loop {
                let mut work = db.unit().await.unwrap();
                let claimed = work.jobs().claim(Lane::Chat, 10, 1_000, worker).await.unwrap();
                tokio::task::yield_now().await;
                work.save().await.unwrap();
                match claimed {
                    Some(job) => got.push(job.id),
                    None => return got,
                }
            }
        });
        let got = join_all(workers).await;
        let all: BTreeSet<&String> = got.iter().flatten().collect();
        assert_eq!(got.iter().map(Vec::len).sum::<usize>(), 30, "none twice");
        assert_eq!(all.len(), 30, "none forgotten");
    })
    .await;
}

#[tokio::test]
async fn a_claim_does_not_wait_for_another_workers_open_unit() {
    each_database(|db| async move {
        if !db.is_shared() {
            // SQLite has one writer; there is no second open unit to wait for.
            return;
        }
        add(&db, &job("one", 0)).await;
        add(&db, &job("two", 1)).await;
        let mut left = db.unit().await.unwrap();
        let first = left.jobs().claim(Lane::Chat, 10, 1_000, "left").await.unwrap().unwrap();
        let second = claim(&db, 10, "right").await;
        assert_eq!((first.id.as_str(), second.as_deref()), ("one", Some("two")));
    })
    .await;
}

#[tokio::test]
async fn a_dead_workers_job_goes_to_another_when_the_lease_ends() {
    each_database(|db| async move {
        add(&db, &job("one", 0)).await;
        assert!(claim(&db, 0, "dies").await.is_some());
        assert_eq!(claim(&db, 999, "heir").await, None);
        assert!(claim(&db, 1_000, "heir").await.is_some());
        let mut work = db.unit().await.unwrap();
        assert!(!work.jobs().finish("one", "dies").await.unwrap(), "the lease is lost");
        assert!(!work.jobs().retry("one", "dies", 9, "late").await.unwrap());
        assert!(!work.jobs().fail("one", "dies", "late").await.unwrap());
        assert!(work.jobs().finish("one", "heir").await.unwrap());
        assert_eq!(work.jobs().count_open().await.unwrap(), 0);
        work.save().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_failing_job_is_retried_then_listed() {
    each_database(|db| async move {
        add(&db, &job("one", 0)).await;
        claim(&db, 0, "w").await.unwrap();
        let mut work = db.unit().await.unwrap();
        assert!(work.jobs().retry("one", "w", 500, "no answer").await.unwrap());
        work.save().await.unwrap();
        assert_eq!(claim(&db, 499, "w").await, None);
        claim(&db, 500, "w").await.unwrap();
        let mut work = db.unit().await.unwrap();
        assert!(work.jobs().fail("one", "w", "still no answer").await.unwrap());
        let failed = work.jobs().list_failed("", 10).await.unwrap();
        assert_eq!(failed.len(), 1);
        assert_eq!((failed[0].attempts, failed[0].last_error.as_deref()), (2, Some("still no answer")));
        assert!(work.jobs().list_failed("one", 10).await.unwrap().is_empty(), "the next page");
        assert_eq!(work.jobs().count_open().await.unwrap(), 0);
        work.save().await.unwrap();
        assert_eq!(claim(&db, 10_000, "w").await, None, "it is given up");
    })
    .await;
}

#[tokio::test]
async fn a_unique_key_allows_one_open_job() {
    each_database(|db| async move {
        let slot = NewJob { unique_key: Some("purge 2030-01-01"), ..job("one", 0) };
        assert!(add(&db, &slot).await);
        assert!(!add(&db, &NewJob { id: "two", ..slot.clone() }).await);
        assert_eq!(db.view().await.unwrap().jobs().count_open().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_is_given_up_forgets_whom_it_was_for_and_frees_its_key() {
    each_database(|db| async move {
        let for_somebody = NewJob { payload: r#"{"email":"me@exemple.fr"}"#, unique_key: Some("mail:me@exemple.fr"), ..job("one", 0) };
        assert!(add(&db, &for_somebody).await);
        claim(&db, 0, "w").await.unwrap();
        let mut work = db.unit().await.unwrap();
        assert!(work.jobs().fail("one", "w", "refused").await.unwrap());
        work.save().await.unwrap();
        let kept: Option<(String, Option<String>)> = db.view().await.unwrap().test_one(KEPT, Vec::new()).await.unwrap();
        assert_eq!(kept, Some(("{}".to_owned(), None)));
        assert!(add(&db, &NewJob { id: "two", ..for_somebody }).await, "the key is free");
    })
    .await;
}
