//! How long a session lives, and who ends it.

use entrenous_app::account::{self, RevokeError};
use entrenous_domain::account::Role;
use entrenous_fanout::{Told, Topic};
use entrenous_testkit::TestContext;
use entrenous_testkit::people::OWNER_EMAIL;

const HOUR_MS: i64 = 60 * 60_000;

#[tokio::test]
async fn a_session_ends_after_twelve_idle_hours() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let token = test.sign_in(OWNER_EMAIL).await;
    test.advance_ms(12 * HOUR_MS - 1);
    assert!(account::authenticate(&test.ctx, &token).await.unwrap().is_some());
    // That request was written down, so the next twelve hours begin with it.
    test.advance_ms(12 * HOUR_MS - 1);
    assert!(account::authenticate(&test.ctx, &token).await.unwrap().is_some());
    test.advance_ms(12 * HOUR_MS);
    assert!(account::authenticate(&test.ctx, &token).await.unwrap().is_none());
}

#[tokio::test]
async fn a_busy_session_ends_after_fourteen_days() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let token = test.sign_in(OWNER_EMAIL).await;
    let mut lived_hours = 0;
    while account::authenticate(&test.ctx, &token).await.unwrap().is_some() {
        test.advance_ms(6 * HOUR_MS);
        lived_hours += 6;
    }
    assert_eq!(lived_hours, 14 * 24);
}

#[tokio::test]
async fn the_last_request_is_written_down_once_a_minute() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let token = test.sign_in(OWNER_EMAIL).await;
    let actor = account::authenticate(&test.ctx, &token).await.unwrap().unwrap();
    let seen = async || account::list_sessions(&test.ctx, &actor).await.unwrap()[0].last_seen_at.since(entrenous_testkit::BEGINNING);
    test.advance_ms(59_000);
    account::authenticate(&test.ctx, &token).await.unwrap();
    assert_eq!(seen().await, 0);
    test.advance_ms(1_000);
    account::authenticate(&test.ctx, &token).await.unwrap();
    assert_eq!(seen().await, 60_000);
}

#[tokio::test]
async fn the_token_is_kept_only_as_a_hash() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let token = test.sign_in(OWNER_EMAIL).await;
    let mut view = test.ctx.db.view().await.unwrap();
    assert!(view.agent_sessions().find_by_token(token.as_bytes()).await.unwrap().is_none());
    assert!(view.agent_sessions().find_by_token(&test.ctx.keys.hash("session", &token)).await.unwrap().is_some());
    assert!(view.agent_sessions().find_by_token(&test.ctx.keys.hash("ticket", &token)).await.unwrap().is_none());
}

#[tokio::test]
async fn signing_out_ends_this_session_only_and_tells_the_sockets() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let here = test.sign_in(OWNER_EMAIL).await;
    let there = test.sign_in(OWNER_EMAIL).await;
    let actor = account::authenticate(&test.ctx, &here).await.unwrap().unwrap();
    let mut heard = test.ctx.bus.listen(vec![Topic::Account(created.account.id.clone())]);
    account::sign_out(&test.ctx, &actor).await.unwrap();
    assert!(account::authenticate(&test.ctx, &here).await.unwrap().is_none());
    assert!(account::authenticate_session(&test.ctx, actor.agent(), actor.session()).await.unwrap().is_none());
    assert!(account::authenticate(&test.ctx, &there).await.unwrap().is_some());
    let signal = heard.next().await.unwrap();
    assert!(matches!(signal.told(), Told::AccessChanged { agent } if agent == actor.agent()), "{signal:?}");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_but_this_one() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        tokens.push(test.sign_in(OWNER_EMAIL).await);
        test.advance_ms(1_000);
    }
    let actor = account::authenticate(&test.ctx, &tokens[2]).await.unwrap().unwrap();
    let listed = account::list_sessions(&test.ctx, &actor).await.unwrap();
    assert_eq!(listed.len(), 3);
    assert_eq!(&listed[0].id, actor.session(), "newest first");

    account::revoke_session(&test.ctx, &actor, &listed[1].id).await.unwrap();
    assert!(account::authenticate(&test.ctx, &tokens[1]).await.unwrap().is_none());
    assert!(account::authenticate(&test.ctx, &tokens[0]).await.unwrap().is_some());
    account::revoke_other_sessions(&test.ctx, &actor).await.unwrap();
    assert!(account::authenticate(&test.ctx, &tokens[0]).await.unwrap().is_none());
    assert_eq!(account::list_sessions(&test.ctx, &actor).await.unwrap().len(), 1);
}

#[tokio::test]
async fn another_agent_s_session_does_not_exist() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let emma = test.agent(&created.account.id, "Emma", Role::Agent, &[]).await;
    let owner = test.actor(OWNER_EMAIL).await;
    let token = test.sign_in(&emma.email).await;
    let emma = account::authenticate(&test.ctx, &token).await.unwrap().unwrap();
    let refused = account::revoke_session(&test.ctx, &owner, emma.session()).await;
    assert!(matches!(refused, Err(RevokeError::NotFound)), "{refused:?}");
    assert!(account::authenticate(&test.ctx, &token).await.unwrap().is_some());
}

#[tokio::test]
async fn a_ticket_opens_one_socket_within_thirty_seconds() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let actor = test.actor(OWNER_EMAIL).await;
    let ticket = account::give_ticket(&test.ctx, &actor).await.unwrap();
    assert_eq!(account::redeem_ticket(&test.ctx, ticket.reveal()).await.unwrap().as_ref(), Some(&actor));
    assert_eq!(account::redeem_ticket(&test.ctx, ticket.reveal()).await.unwrap(), None, "once");
    let late = account::give_ticket(&test.ctx, &actor).await.unwrap();
    test.advance_ms(30_000);
    assert_eq!(account::redeem_ticket(&test.ctx, late.reveal()).await.unwrap(), None);
    let orphan = account::give_ticket(&test.ctx, &actor).await.unwrap();
    account::sign_out(&test.ctx, &actor).await.unwrap();
    assert_eq!(account::redeem_ticket(&test.ctx, orphan.reveal()).await.unwrap(), None, "its session is over");
}
