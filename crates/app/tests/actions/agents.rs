//! What people may do to each other, and how rights end.

use entrenous_app::account::{self, ResetPassword, ResetPasswordError};
use entrenous_app::agent::{self, ChangeAgent, ChangeAgentError, ChangeMe, ChangeMeError};
use entrenous_app::site::{self, SaveGroup};
use entrenous_domain::account::{Role, Status};
use entrenous_domain::ids::AgentId;
use entrenous_fanout::{Told, Topic};
use entrenous_testkit::context::token_in;
use entrenous_testkit::people::{OWNER_EMAIL, PASSWORD};
use entrenous_testkit::{TestContext, each_database};

fn role(role: Role) -> ChangeAgent {
    ChangeAgent { role: Some(role), ..Default::default() }
}

fn active(active: bool) -> ChangeAgent {
    ChangeAgent { active: Some(active), ..Default::default() }
}

#[tokio::test]
async fn only_owners_touch_owners_and_agents_touch_nobody() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let admin = test.agent(&created.account.id, "Ada", Role::Admin, &[]).await;
    let agent = test.agent(&created.account.id, "Emma", Role::Agent, &[]).await;
    let owner = created.owner.clone();
    let by_admin = test.actor(&admin.email).await;
    let by_agent = test.actor(&agent.email).await;
    let refused = |outcome: &Result<_, ChangeAgentError>| matches!(outcome, Err(ChangeAgentError::Forbidden));

    for target in [&owner.id, &admin.id, &agent.id] {
        assert!(refused(&agent::change_agent(&test.ctx, &by_agent, target, active(true)).await));
    }
    assert!(refused(&agent::change_agent(&test.ctx, &by_admin, &owner.id, active(false)).await));
    assert!(refused(&agent::change_agent(&test.ctx, &by_admin, &admin.id, role(Role::Owner)).await), "nobody promotes oneself");
    assert!(refused(&agent::change_agent(&test.ctx, &by_admin, &agent.id, role(Role::Owner)).await));
    assert_eq!(agent::change_agent(&test.ctx, &by_admin, &agent.id, role(Role::Admin)).await.unwrap().role, Role::Admin);
    let by_owner = test.actor(OWNER_EMAIL).await;
    assert_eq!(agent::change_agent(&test.ctx, &by_owner, &agent.id, role(Role::Owner)).await.unwrap().role, Role::Owner);
}

#[tokio::test]
async fn another_account_s_agent_and_an_absent_one_are_the_same_nothing() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let neighbour = test.neighbour().await;
    let owner = test.actor(OWNER_EMAIL).await;
    let absent = test.ctx.new_id(AgentId::new);
    for id in [&neighbour.owner.id, &absent] {
        let outcome = agent::change_agent(&test.ctx, &owner, id, active(false)).await;
        assert!(matches!(outcome, Err(ChangeAgentError::NotFound)), "{outcome:?}");
    }
    assert!(agent::list_agents(&test.ctx, &owner).await.unwrap().iter().all(|agent| agent.account == *owner.account()));
}

#[tokio::test]
async fn the_last_owner_stays_an_owner() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let owner = test.actor(OWNER_EMAIL).await;
    for change in [role(Role::Admin), active(false)] {
        let outcome = agent::change_agent(&test.ctx, &owner, &created.owner.id, change).await;
        assert!(matches!(outcome, Err(ChangeAgentError::LastOwner)), "{outcome:?}");
    }
    // An invited owner cannot sign in yet and does not count.
    let invited =
        agent::Invite { email: "second@brume.example".to_owned(), name: "Second".to_owned(), role: Role::Owner, sites: Vec::new() };
    agent::invite(&test.ctx, &owner, invited).await.unwrap();
    assert!(matches!(agent::change_agent(&test.ctx, &owner, &created.owner.id, role(Role::Agent)).await, Err(ChangeAgentError::LastOwner)));
    test.agent(&created.account.id, "Olga", Role::Owner, &[]).await;
    assert!(agent::change_agent(&test.ctx, &owner, &created.owner.id, role(Role::Agent)).await.is_ok());
}

#[tokio::test]
async fn two_owners_who_demote_each_other_at_once_leave_one() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        let created = test.account().await;
        let second = test.agent(&created.account.id, "Olga", Role::Owner, &[]).await;
        let one = test.actor(OWNER_EMAIL).await;
        let two = test.actor(&second.email).await;
        let (first, other) = tokio::join!(
            agent::change_agent(&test.ctx, &one, &second.id, role(Role::Agent)),
            agent::change_agent(&test.ctx, &two, &created.owner.id, role(Role::Agent)),
        );
        assert_eq!(usize::from(first.is_ok()) + usize::from(other.is_ok()), 1, "{first:?} {other:?}");
        let mut view = test.ctx.db.view().await.unwrap();
        assert_eq!(view.agents().count_owners(&created.account.id).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn who_is_deactivated_has_nothing_left_at_once() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let emma = test.agent(&created.account.id, "Emma", Role::Agent, std::slice::from_ref(&created.site.id)).await;
    let session = test.sign_in(&emma.email).await;
    let actor = account::authenticate(&test.ctx, &session).await.unwrap().unwrap();
    let ticket = account::give_ticket(&test.ctx, &actor).await.unwrap();
    account::forgot_password(&test.ctx, &emma.email, test.peer(1)).await.unwrap();
    test.run_jobs().await;
    let link = token_in(&test.take_mails().pop().unwrap());

    let owner = test.actor(OWNER_EMAIL).await;
    let mut heard = test.ctx.bus.listen(vec![Topic::Account(created.account.id.clone())]);
    agent::change_agent(&test.ctx, &owner, &emma.id, active(false)).await.unwrap();
    let signal = heard.next().await.unwrap();
    assert!(matches!(signal.told(), Told::AccessChanged { agent } if *agent == emma.id), "sockets are told first: {signal:?}");
    assert!(account::authenticate(&test.ctx, &session).await.unwrap().is_none());
    assert!(account::authenticate_session(&test.ctx, &emma.id, actor.session()).await.unwrap().is_none());
    assert!(account::redeem_ticket(&test.ctx, ticket.reveal()).await.unwrap().is_none());
    let reset = ResetPassword { token: link.clone(), password: PASSWORD.to_owned(), peer: test.peer(1) };
    assert!(matches!(account::reset_password(&test.ctx, reset.clone()).await, Err(ResetPasswordError::LinkInvalid)));

    // Coming back revives none of it.
    agent::change_agent(&test.ctx, &owner, &emma.id, active(true)).await.unwrap();
    assert!(account::authenticate(&test.ctx, &session).await.unwrap().is_none());
    assert!(matches!(account::reset_password(&test.ctx, reset).await, Err(ResetPasswordError::LinkInvalid)));
    test.sign_in(&emma.email).await;
}

#[tokio::test]
async fn a_change_of_sites_counts_at_once_and_empties_groups_out_of_reach() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let neighbour = test.neighbour().await;
    let emma = test.agent(&created.account.id, "Emma", Role::Agent, std::slice::from_ref(&created.site.id)).await;
    let session = test.sign_in(&emma.email).await;
    let owner = test.actor(OWNER_EMAIL).await;
    let group = SaveGroup { name: "Orders".to_owned(), key: None, agents: vec![emma.id.clone()] };
    site::add_group(&test.ctx, &owner, &created.site.id, group).await.unwrap();

    let foreign = ChangeAgent { sites: Some(vec![created.site.id.clone(), neighbour.site.id.clone()]), ..Default::default() };
    let refused = agent::change_agent(&test.ctx, &owner, &emma.id, foreign).await;
    assert!(matches!(refused, Err(ChangeAgentError::UnknownSite)), "one foreign site refuses all: {refused:?}");
    let reached = async || {
        let actor = account::authenticate(&test.ctx, &session).await.unwrap().unwrap();
        actor.answer_site(&created.account.id, &created.site.id).is_some()
    };
    assert!(reached().await, "and changes nothing");

    agent::change_agent(&test.ctx, &owner, &emma.id, ChangeAgent { sites: Some(Vec::new()), ..Default::default() }).await.unwrap();
    assert!(!reached().await);
    let view = site::get_site(&test.ctx, &owner, &created.site.id).await.unwrap();
    assert!(view.groups[0].agents.is_empty());
}

#[tokio::test]
async fn what_an_agent_says_of_itself_is_cleaned_checked_and_told() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let actor = test.actor(OWNER_EMAIL).await;
    let mut heard = test.ctx.bus.listen(vec![Topic::Account(created.account.id.clone())]);
    let cmd = ChangeMe {
        nickname: Some(" Na\u{202e}dia\n ".to_owned()),
        description: Some(String::new()),
        status: Some(Status::Away),
        accepting: Some(false),
        ..Default::default()
    };
    agent::change_me(&test.ctx, &actor, cmd).await.unwrap();
    let signal = heard.next().await.unwrap();
    let Told::AgentChanged { agent } = signal.told() else { panic!("{signal:?}") };
    assert_eq!((agent.nickname.as_str(), agent.status, agent.accepting), ("Nadia", Status::Away, false));

    let empty = ChangeMe { name: Some("\u{200b} ".to_owned()), ..Default::default() };
    assert!(matches!(agent::change_me(&test.ctx, &actor, empty).await, Err(ChangeMeError::Empty("name"))));
    let long = ChangeMe { nickname: Some("x".repeat(61)), ..Default::default() };
    assert!(matches!(agent::change_me(&test.ctx, &actor, long).await, Err(ChangeMeError::TooLong("nickname"))));
}
