//! Sign-ins.

use entrenous_domain::account::{Agent, Role, Session};
use entrenous_domain::ids::SessionId;
use entrenous_testkit::each_database;

use crate::town::{self, NOON, after, agent};

fn session(n: u8, complete: bool) -> Session {
    Session::begin(SessionId::new(NOON, [n; 10]), agent(1, 2, Role::Agent).id, complete, format!("Browser {n}"), after(i64::from(n)))
}

#[tokio::test]
async fn a_sign_in_is_found_by_its_hash_until_its_agent_is_inactive() {
    each_database(|db| async move {
        town::build(&db).await;
        let emma = agent(1, 2, Role::Agent);
        let mut work = db.unit().await.unwrap();
        work.agent_sessions().add(&session(1, true), b"one").await.unwrap();
        let found = work.agent_sessions().find_by_token(b"one").await.unwrap().unwrap();
        assert_eq!((found.session, found.account), (session(1, true), emma.account.clone()));
        assert!(work.agent_sessions().find_by_token(b"two").await.unwrap().is_none());
        assert!(work.agent_sessions().get(&agent(9, 9, Role::Owner).id, &session(1, true).id).await.unwrap().is_none());
        work.agents().set_rights(&Agent { active: false, ..emma }).await.unwrap();
        assert!(work.agent_sessions().find_by_token(b"one").await.unwrap().is_none());
        work.save().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_half_open_sign_in_is_completed_once_under_a_new_hash() {
    each_database(|db| async move {
        town::build(&db).await;
        let mut work = db.unit().await.unwrap();
        let half = session(1, false);
        work.agent_sessions().add(&half, b"half").await.unwrap();
        assert!(work.agent_sessions().count_attempt(&half.id, 2).await.unwrap());
        assert!(work.agent_sessions().count_attempt(&half.id, 2).await.unwrap());
        assert!(!work.agent_sessions().count_attempt(&half.id, 2).await.unwrap());
        assert!(work.agent_sessions().complete(&half.id, b"whole", after(10), after(99)).await.unwrap());
        assert!(!work.agent_sessions().complete(&half.id, b"again", after(10), after(99)).await.unwrap());
        assert!(work.agent_sessions().find_by_token(b"half").await.unwrap().is_none());
        let whole = work.agent_sessions().find_by_token(b"whole").await.unwrap().unwrap().session;
        assert_eq!((whole.complete, whole.last_seen_at, whole.expires_at), (true, after(10), after(99)));
        work.save().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn lists_and_endings_concern_one_agent_only() {
    each_database(|db| async move {
        town::build(&db).await;
        let (emma, other) = (agent(1, 2, Role::Agent).id, agent(9, 9, Role::Owner).id);
        let mut work = db.unit().await.unwrap();
        for n in 1..=4 {
            work.agent_sessions().add(&session(n, n != 4), &[n]).await.unwrap();
        }
        let foreign = Session { agent: other.clone(), id: SessionId::new(NOON, [8; 10]), ..session(8, true) };
        work.agent_sessions().add(&foreign, &[8]).await.unwrap();
        let listed: Vec<_> = work.agent_sessions().list(&emma, after(50)).await.unwrap().into_iter().map(|one| one.id).collect();
        assert_eq!(listed, [session(3, true).id, session(2, true).id, session(1, true).id], "newest first, complete ones only");

        assert!(!work.agent_sessions().revoke(&emma, &foreign.id, after(60)).await.unwrap());
        assert!(work.agent_sessions().revoke(&emma, &listed[1], after(60)).await.unwrap());
        assert!(!work.agent_sessions().revoke(&emma, &listed[1], after(60)).await.unwrap(), "it is over");
        assert_eq!(work.agent_sessions().revoke_others(&emma, &listed[0], after(60)).await.unwrap(), 2);
        assert_eq!(work.agent_sessions().list(&emma, after(60)).await.unwrap().len(), 1);
        assert_eq!(work.agent_sessions().revoke_all(&emma, after(60)).await.unwrap(), 1);
        assert_eq!(work.agent_sessions().list(&other, after(60)).await.unwrap().len(), 1);
        work.save().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_last_request_only_moves_forward_and_old_sign_ins_are_forgotten() {
    each_database(|db| async move {
        town::build(&db).await;
        let emma = agent(1, 2, Role::Agent).id;
        let one = session(1, true);
        let mut work = db.unit().await.unwrap();
        work.agent_sessions().add(&one, b"one").await.unwrap();
        work.agent_sessions().set_seen(&one.id, after(500)).await.unwrap();
        work.agent_sessions().set_seen(&one.id, after(400)).await.unwrap();
        let found = work.agent_sessions().get(&emma, &one.id).await.unwrap().unwrap();
        assert_eq!(found.session.last_seen_at, after(500));
        assert_eq!(work.agent_sessions().remove_old(&emma, one.expires_at).await.unwrap(), 0);
        assert_eq!(work.agent_sessions().remove_old(&emma, one.expires_at.plus_ms(1)).await.unwrap(), 1);
        work.save().await.unwrap();
    })
    .await;
}
