//! Links and tickets that work once.

use entrenous_domain::account::{Role, Session};
use entrenous_domain::ids::SessionId;
use entrenous_storage::{Db, Holder, NewOneTimeToken, Purpose};
use entrenous_testkit::each_database;

use crate::town::{self, NOON, after, agent};

fn holder(session: Option<SessionId>) -> Holder {
    let emma = agent(1, 2, Role::Agent);
    Holder { account: emma.account, agent: emma.id, session }
}

async fn add(db: &Db, hash: &[u8], purpose: Purpose, holder: Option<Holder>) {
    let mut work = db.unit().await.unwrap();
    let new = NewOneTimeToken { hash, purpose, holder, created_at: NOON, expires_at: after(100) };
    work.one_time_tokens().add(&new).await.unwrap();
    work.save().await.unwrap();
}

async fn use_up(db: &Db, hash: &[u8], purpose: Purpose, at: i64) -> Option<Option<Holder>> {
    let mut work = db.unit().await.unwrap();
    let used = work.one_time_tokens().use_up(hash, purpose, after(at)).await.unwrap();
    work.save().await.unwrap();
    used
}

#[tokio::test]
async fn a_token_works_for_its_purpose_in_its_time_and_for_one_of_many() {
    each_database(|db| async move {
        town::build(&db).await;
        add(&db, b"reset", Purpose::PasswordReset, Some(holder(None))).await;
        assert_eq!(use_up(&db, b"reset", Purpose::Invitation, 1).await, None, "another purpose");
        assert_eq!(use_up(&db, b"other", Purpose::PasswordReset, 1).await, None, "another token");
        assert_eq!(use_up(&db, b"reset", Purpose::PasswordReset, 100).await, None, "too late");
        let mut view = db.view().await.unwrap();
        let found = view.one_time_tokens().find(b"reset", Purpose::PasswordReset, after(99)).await.unwrap();
        assert_eq!(found, Some(Some(holder(None))));
        drop(view);
        let race = (0..5).map(|_| use_up(&db, b"reset", Purpose::PasswordReset, 99));
        let used = futures_util::future::join_all(race).await;
        assert_eq!(used.iter().filter(|one| one.is_some()).count(), 1, "{used:?}");
        let mut view = db.view().await.unwrap();
        assert_eq!(view.one_time_tokens().find(b"reset", Purpose::PasswordReset, after(99)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_ticket_remembers_its_session_and_the_set_up_has_no_holder() {
    each_database(|db| async move {
        town::build(&db).await;
        let session = Session::begin(SessionId::new(NOON, [1; 10]), holder(None).agent, true, String::new(), NOON);
        let mut work = db.unit().await.unwrap();
        work.agent_sessions().add(&session, b"session").await.unwrap();
        work.save().await.unwrap();
        add(&db, b"ticket", Purpose::Ticket, Some(holder(Some(session.id.clone())))).await;
        add(&db, b"setup", Purpose::Setup, None).await;
        assert_eq!(use_up(&db, b"ticket", Purpose::Ticket, 1).await, Some(Some(holder(Some(session.id)))));
        assert_eq!(use_up(&db, b"setup", Purpose::Setup, 1).await, Some(None));
    })
    .await;
}

#[tokio::test]
async fn tokens_are_voided_by_purpose_or_all_and_forgotten_when_expired() {
    each_database(|db| async move {
        town::build(&db).await;
        let agent = holder(None).agent;
        for (hash, purpose) in [(b"a", Purpose::PasswordReset), (b"b", Purpose::Invitation), (b"c", Purpose::PasswordReset)] {
            add(&db, hash, purpose, Some(holder(None))).await;
        }
        let mut work = db.unit().await.unwrap();
        work.one_time_tokens().void(&agent, Purpose::PasswordReset, after(1)).await.unwrap();
        work.save().await.unwrap();
        assert_eq!(use_up(&db, b"a", Purpose::PasswordReset, 2).await, None);
        let mut work = db.unit().await.unwrap();
        assert!(work.one_time_tokens().find(b"b", Purpose::Invitation, after(2)).await.unwrap().is_some());
        work.one_time_tokens().void_all(&agent, after(2)).await.unwrap();
        assert!(work.one_time_tokens().find(b"b", Purpose::Invitation, after(2)).await.unwrap().is_none());
        work.one_time_tokens().remove_expired(&agent, Purpose::Invitation, after(100)).await.unwrap();
        // The hash is free again, which proves that the row is gone.
        let new = NewOneTimeToken { hash: b"b", purpose: Purpose::Setup, holder: None, created_at: NOON, expires_at: after(100) };
        work.one_time_tokens().add(&new).await.unwrap();
        work.one_time_tokens().remove_all(Purpose::Setup).await.unwrap();
        assert!(work.one_time_tokens().find(b"b", Purpose::Setup, after(1)).await.unwrap().is_none());
        work.save().await.unwrap();
    })
    .await;
}
