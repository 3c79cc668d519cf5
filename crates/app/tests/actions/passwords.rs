//! New passwords: by a mail's link, or by a signed-in agent.

use entrenous_app::account::{
    self, ChangePassword, ChangePasswordError, ForgotPasswordError, ResetPassword, ResetPasswordError, SignIn, SignInError, SignedIn,
};
use entrenous_domain::account::PasswordError;
use entrenous_testkit::context::token_in;
use entrenous_testkit::people::{OWNER_EMAIL, PASSWORD};
use entrenous_testkit::{TestContext, each_database};

const NEW: &str = "quatre tasses vertes";

async fn asked_for_link(test: &TestContext) -> String {
    account::forgot_password(&test.ctx, OWNER_EMAIL, test.peer(1)).await.unwrap();
    test.run_jobs().await;
    token_in(test.take_mails().last().unwrap())
}

async fn reset(test: &TestContext, token: &str, password: &str) -> Result<(), ResetPasswordError> {
    account::reset_password(&test.ctx, ResetPassword { token: token.to_owned(), password: password.to_owned(), peer: test.peer(1) }).await
}

async fn signs_in_with(test: &TestContext, password: &str) -> bool {
    let cmd =
        SignIn { email: OWNER_EMAIL.to_owned(), password: password.to_owned(), cookie: None, device: String::new(), peer: test.peer(9) };
    match account::sign_in(&test.ctx, cmd).await {
        Ok(SignedIn::Complete(_)) => true,
        Err(SignInError::WrongCredentials) => false,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_reset_link_sets_a_password_once_and_ends_every_session() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let session = test.sign_in(OWNER_EMAIL).await;
    let actor = account::authenticate(&test.ctx, &session).await.unwrap().unwrap();
    let ticket = account::give_ticket(&test.ctx, &actor).await.unwrap();
    let token = asked_for_link(&test).await;

    reset(&test, &token, NEW).await.unwrap();
    assert!(account::authenticate(&test.ctx, &session).await.unwrap().is_none());
    assert!(account::redeem_ticket(&test.ctx, ticket.reveal()).await.unwrap().is_none());
    assert!(!signs_in_with(&test, PASSWORD).await);
    assert!(signs_in_with(&test, NEW).await);
    let again = reset(&test, &token, "cinq assiettes rondes").await;
    assert!(matches!(again, Err(ResetPasswordError::LinkInvalid)), "{again:?}");

    test.run_jobs().await;
    let mails = test.take_mails();
    assert_eq!(mails.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["Your password was changed"]);
}

#[tokio::test]
async fn the_link_comes_from_the_configured_address_and_stands_in_no_table() {
    let test = TestContext::sqlite().await;
    test.account().await;
    account::forgot_password(&test.ctx, OWNER_EMAIL, test.peer(1)).await.unwrap();
    let mut work = test.ctx.db.unit().await.unwrap();
    let job = work.jobs().claim(entrenous_storage::Lane::Outgoing, test.ctx.now().as_ms(), 1_000, "look").await.unwrap().unwrap();
    assert!(!job.payload.contains("token"), "{}", job.payload);
    drop(work);
    test.run_jobs().await;
    let mail = test.take_mails().pop().unwrap();
    assert_eq!(mail.to, OWNER_EMAIL);
    assert!(mail.text.contains("https://chat.example.com/app/reset?token="), "{}", mail.text);
}

#[tokio::test]
async fn a_link_dies_after_thirty_minutes_and_when_another_is_used() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let late = asked_for_link(&test).await;
    test.advance_ms(30 * 60_000);
    assert!(matches!(reset(&test, &late, NEW).await, Err(ResetPasswordError::LinkInvalid)));
    let first = asked_for_link(&test).await;
    let second = asked_for_link(&test).await;
    reset(&test, &second, NEW).await.unwrap();
    assert!(matches!(reset(&test, &first, PASSWORD).await, Err(ResetPasswordError::LinkInvalid)));
}

#[tokio::test]
async fn a_link_says_whose_it_is_until_it_is_used_voided_or_late() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let opened = async |token: &str| account::open_reset(&test.ctx, token, test.peer(1)).await.map(|agent| agent.email);
    let (used, late) = (asked_for_link(&test).await, asked_for_link(&test).await);
    assert_eq!(opened(&used).await.unwrap(), OWNER_EMAIL);
    // Looking changes nothing: the second look and the password itself find the link as it was.
    assert_eq!(opened(&used).await.unwrap(), OWNER_EMAIL);
    reset(&test, &used, NEW).await.unwrap();
    for dead in [used.as_str(), late.as_str(), "unknown"] {
        assert!(matches!(opened(dead).await, Err(ResetPasswordError::LinkInvalid)), "{dead}");
    }
    let late = asked_for_link(&test).await;
    test.advance_ms(30 * 60_000);
    assert!(matches!(opened(&late).await, Err(ResetPasswordError::LinkInvalid)));
}

#[tokio::test]
async fn whoever_guesses_links_is_slowed_down() {
    let test = TestContext::sqlite().await;
    test.account().await;
    for _ in 0..40 {
        assert!(matches!(account::open_reset(&test.ctx, "guess", test.peer(2)).await, Err(ResetPasswordError::LinkInvalid)));
    }
    let refused = account::open_reset(&test.ctx, "guess", test.peer(2)).await;
    assert!(matches!(refused, Err(ResetPasswordError::RateLimited(_))), "{refused:?}");
}

#[tokio::test]
async fn a_weak_password_leaves_the_link_usable() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let token = asked_for_link(&test).await;
    let weak = reset(&test, &token, "Nadia1234567").await;
    assert!(matches!(weak, Err(ResetPasswordError::Password(PasswordError::TooCommon))), "{weak:?}");
    reset(&test, &token, NEW).await.unwrap();
}

#[tokio::test]
async fn of_two_who_follow_the_same_link_one_succeeds() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        test.account().await;
        let token = asked_for_link(&test).await;
        let (one, two) = tokio::join!(reset(&test, &token, NEW), reset(&test, &token, "cinq assiettes rondes"));
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
        assert_eq!(signs_in_with(&test, NEW).await, one.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_token_of_another_purpose_opens_nothing() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let actor = test.actor(OWNER_EMAIL).await;
    let ticket = account::give_ticket(&test.ctx, &actor).await.unwrap();
    assert!(matches!(reset(&test, ticket.reveal(), NEW).await, Err(ResetPasswordError::LinkInvalid)));
}

#[tokio::test]
async fn asking_for_an_unknown_address_looks_the_same_and_sends_nothing() {
    let test = TestContext::sqlite().await;
    test.account().await;
    for email in [OWNER_EMAIL, "nobody@brume.example", "no address"] {
        let answer = account::forgot_password(&test.ctx, email, test.peer(1)).await;
        assert!(answer.is_ok(), "{email} {answer:?}");
    }
    // The same row is written for an address that nobody has; only the job finds out.
    assert_eq!(test.run_jobs().await, 2);
    let mails = test.take_mails();
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [OWNER_EMAIL]);
}

#[tokio::test]
async fn nobody_s_letter_box_is_flooded() {
    let test = TestContext::sqlite().await;
    test.account().await;
    for email in [OWNER_EMAIL, "nobody@brume.example"] {
        let mut answers = Vec::new();
        for n in 0..4 {
            answers.push(account::forgot_password(&test.ctx, email, test.peer(n)).await);
        }
        assert!(answers[..3].iter().all(Result::is_ok), "{answers:?}");
        assert!(matches!(answers[3], Err(ForgotPasswordError::RateLimited(limited)) if limited.retry_after_ms == 600_000), "{answers:?}");
    }
}

#[tokio::test]
async fn mails_are_written_in_the_agent_s_language() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let actor = test.actor(OWNER_EMAIL).await;
    let french = entrenous_app::agent::ChangeMe { language: Some(entrenous_app::texts::Language::Fr), ..Default::default() };
    entrenous_app::agent::change_me(&test.ctx, &actor, french).await.unwrap();
    asked_for_link_in_french(&test).await;
}

async fn asked_for_link_in_french(test: &TestContext) {
    account::forgot_password(&test.ctx, OWNER_EMAIL, test.peer(1)).await.unwrap();
    test.run_jobs().await;
    let mail = test.take_mails().pop().unwrap();
    assert_eq!(mail.subject, "Choisissez un nouveau mot de passe");
    assert!(mail.text.starts_with("Bonjour Nadia Benali,"), "{}", mail.text);
    assert!(!mail.text.contains('{'), "{}", mail.text);
}

#[tokio::test]
async fn changing_the_password_demands_the_present_one_and_ends_other_sessions() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let here = test.sign_in(OWNER_EMAIL).await;
    let there = test.sign_in(OWNER_EMAIL).await;
    let link = asked_for_link(&test).await;
    let actor = account::authenticate(&test.ctx, &here).await.unwrap().unwrap();
    let change = async |current: &str, new: &str| {
        account::change_password(&test.ctx, &actor, ChangePassword { current: current.to_owned(), new: new.to_owned() }).await
    };
    assert!(matches!(change("trois bols rouges", NEW).await, Err(ChangePasswordError::WrongCredentials)));
    assert!(matches!(change(PASSWORD, "short").await, Err(ChangePasswordError::Password(PasswordError::TooShort))));
    assert!(account::authenticate(&test.ctx, &there).await.unwrap().is_some());

    change(PASSWORD, NEW).await.unwrap();
    assert!(account::authenticate(&test.ctx, &here).await.unwrap().is_some());
    assert!(account::authenticate(&test.ctx, &there).await.unwrap().is_none());
    assert!(matches!(reset(&test, &link, PASSWORD).await, Err(ResetPasswordError::LinkInvalid)), "an open link dies too");
    assert!(signs_in_with(&test, NEW).await);
}

#[tokio::test]
async fn the_present_password_cannot_be_guessed_in_an_open_browser() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let actor = test.actor(OWNER_EMAIL).await;
    let guess = ChangePassword { current: "trois bols rouges".to_owned(), new: NEW.to_owned() };
    for _ in 0..5 {
        assert!(matches!(account::change_password(&test.ctx, &actor, guess.clone()).await, Err(ChangePasswordError::WrongCredentials)));
    }
    assert!(matches!(account::change_password(&test.ctx, &actor, guess).await, Err(ChangePasswordError::RateLimited(_))));
}
