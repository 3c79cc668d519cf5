//! Invitations: who may send them, and what their links do.

use entrenous_app::account;
use entrenous_app::agent::{self, AcceptInvitation, AcceptInvitationError, Invite, InviteError, RemoveInvitedError};
use entrenous_app::secret::Token;
use entrenous_app::texts::Language;
use entrenous_domain::account::Role;
use entrenous_testkit::context::token_in;
use entrenous_testkit::people::{OWNER_EMAIL, PASSWORD};
use entrenous_testkit::{TestContext, each_database};

const EMAIL: &str = "emma@brume.example";

fn emma(role: Role) -> Invite {
    Invite { email: EMAIL.to_owned(), name: "Emma\r\nBcc: x".to_owned(), role, sites: Vec::new() }
}

async fn accept(test: &TestContext, token: &str) -> Result<Token, AcceptInvitationError> {
    let cmd = AcceptInvitation {
        token: token.to_owned(),
        name: "Emma Martin".to_owned(),
        password: PASSWORD.to_owned(),
        language: Language::Fr,
        device: String::new(),
        peer: test.peer(1),
    };
    agent::accept_invitation(&test.ctx, cmd).await
}

async fn invited(test: &TestContext) -> String {
    let owner = test.actor(OWNER_EMAIL).await;
    agent::invite(&test.ctx, &owner, emma(Role::Agent)).await.unwrap();
    test.run_jobs().await;
    token_in(&test.take_mails().pop().unwrap())
}

#[tokio::test]
async fn the_link_sets_the_first_password_and_signs_in() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let owner = test.actor(OWNER_EMAIL).await;
    let mut cmd = emma(Role::Agent);
    cmd.sites = vec![created.site.id.clone(), created.site.id.clone()];
    let agent = agent::invite(&test.ctx, &owner, cmd).await.unwrap();
    assert!(agent.invited);
    assert_eq!(agent.name, "Emma Bcc: x", "a name is one line");
    test.run_jobs().await;
    let mail = test.take_mails().pop().unwrap();
    assert_eq!(mail.to, EMAIL);
    assert_eq!(mail.subject, "Nadia Benali invites you to Atelier Brume on Entrenous");
    assert!(mail.text.contains("https://chat.example.com/app/invitation?token="), "{}", mail.text);

    let session = accept(&test, &token_in(&mail)).await.unwrap();
    let actor = account::authenticate(&test.ctx, session.reveal()).await.unwrap().unwrap();
    assert_eq!(actor.agent(), &agent.id);
    assert!(actor.answer_site(&created.account.id, &created.site.id).is_some());
    let me = agent::get_me(&test.ctx, &actor).await.unwrap().unwrap().agent;
    assert_eq!((me.name.as_str(), me.nickname.as_str(), me.language.as_str(), me.invited), ("Emma Martin", "Emma", "fr", false));
    test.sign_in(EMAIL).await;
}

#[tokio::test]
async fn a_link_works_once_for_seven_days_and_dies_with_the_invitation() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let token = invited(&test).await;
    test.advance_ms(7 * 24 * 60 * 60_000);
    assert!(matches!(accept(&test, &token).await, Err(AcceptInvitationError::LinkInvalid)));

    let owner = test.actor(OWNER_EMAIL).await;
    let agent = agent::list_agents(&test.ctx, &owner).await.unwrap().into_iter().find(|agent| agent.email == EMAIL).unwrap();
    agent::send_invitation_again(&test.ctx, &owner, &agent.id).await.unwrap();
    test.run_jobs().await;
    let token = token_in(&test.take_mails().pop().unwrap());
    agent::remove_invited(&test.ctx, &owner, &agent.id).await.unwrap();
    assert!(matches!(accept(&test, &token).await, Err(AcceptInvitationError::LinkInvalid)));

    let token = invited(&test).await;
    accept(&test, &token).await.unwrap();
    assert!(matches!(accept(&test, &token).await, Err(AcceptInvitationError::LinkInvalid)));
}

#[tokio::test]
async fn of_two_who_accept_at_once_one_is_signed_in() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        test.account().await;
        let token = invited(&test).await;
        let (one, two) = tokio::join!(accept(&test, &token), accept(&test, &token));
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
    })
    .await;
}

#[tokio::test]
async fn nobody_invites_somebody_stronger_and_agents_invite_nobody() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    for role in [Role::Admin, Role::Agent] {
        test.agent(&created.account.id, role.as_str(), role, &[]).await;
    }
    let email = |role: Role| format!("{}@brume.example", role.as_str());
    for (inviter, invited, allowed) in
        [(Role::Agent, Role::Agent, false), (Role::Admin, Role::Owner, false), (Role::Admin, Role::Admin, true)]
    {
        let actor = test.actor(&email(inviter)).await;
        let mut cmd = emma(invited);
        cmd.email = format!("{}-{}@brume.example", inviter.as_str(), invited.as_str());
        let outcome = agent::invite(&test.ctx, &actor, cmd).await;
        assert_eq!(outcome.is_ok(), allowed, "{inviter:?} {invited:?} {outcome:?}");
        assert!(allowed || matches!(outcome, Err(InviteError::Forbidden)));
    }
}

#[tokio::test]
async fn a_foreign_site_and_a_taken_address_invite_nobody() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let neighbour = test.neighbour().await;
    let owner = test.actor(OWNER_EMAIL).await;
    let mut cmd = emma(Role::Agent);
    cmd.sites = vec![neighbour.site.id.clone()];
    assert!(matches!(agent::invite(&test.ctx, &owner, cmd).await, Err(InviteError::UnknownSite)));
    assert!(!agent::list_agents(&test.ctx, &owner).await.unwrap().iter().any(|agent| agent.email == EMAIL), "nothing was kept");
    let mut cmd = emma(Role::Agent);
    cmd.email = "Nadia@Brume.Example".to_owned();
    assert!(matches!(agent::invite(&test.ctx, &owner, cmd).await, Err(InviteError::EmailTaken)));
}

#[tokio::test]
async fn a_foreign_or_accepted_agent_cannot_be_invited_again_or_removed() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let neighbour = test.neighbour().await;
    let owner = test.actor(OWNER_EMAIL).await;
    let accepted = test.agent(&created.account.id, "Karim", Role::Agent, &[]).await;
    assert!(matches!(agent::send_invitation_again(&test.ctx, &owner, &neighbour.owner.id).await, Err(InviteError::NotFound)));
    assert!(matches!(agent::send_invitation_again(&test.ctx, &owner, &accepted.id).await, Err(InviteError::NotFound)));
    assert!(matches!(agent::remove_invited(&test.ctx, &owner, &neighbour.owner.id).await, Err(RemoveInvitedError::NotFound)));
    assert!(matches!(agent::remove_invited(&test.ctx, &owner, &accepted.id).await, Err(RemoveInvitedError::Accepted)));
}
