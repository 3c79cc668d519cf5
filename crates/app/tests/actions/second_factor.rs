//! Codes of an authenticator and on paper.

use entrenous_app::account::{
    self, ResetPassword, SecondFactorError, SignIn, SignedIn, TotpError, VerifySecondFactor, confirm_totp, remove_totp,
    renew_recovery_codes, start_totp,
};
use entrenous_domain::account::Actor;
use entrenous_testkit::context::token_in;
use entrenous_testkit::people::{OWNER_EMAIL, PASSWORD};
use entrenous_testkit::{TestContext, each_database};
use totp_rs::{Builder, Secret};

/// What an authenticator shows at this moment, or some steps from it.
fn code(test: &TestContext, secret: &str, steps: i64) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    let at = test.ctx.now().plus_ms(steps * 30_000).as_ms() / 1_000;
    totp.generate(u64::try_from(at).unwrap()).to_string()
}

async fn with_second_factor(test: &TestContext) -> (Actor, String, Vec<String>) {
    test.account().await;
    let actor = test.actor(OWNER_EMAIL).await;
    let new = start_totp(&test.ctx, &actor).await.unwrap();
    let codes = confirm_totp(&test.ctx, &actor, &code(test, &new.secret, 0)).await.unwrap();
    test.advance_ms(60_000);
    (actor, new.secret, codes.0)
}

async fn password_step(test: &TestContext) -> String {
    let cmd =
        SignIn { email: OWNER_EMAIL.to_owned(), password: PASSWORD.to_owned(), cookie: None, device: String::new(), peer: test.peer(1) };
    match account::sign_in(&test.ctx, cmd).await.unwrap() {
        SignedIn::SecondFactorRequired(token) => token.reveal().to_owned(),
        SignedIn::Complete(_) => panic!("the second factor was not asked for"),
    }
}

async fn second_step(test: &TestContext, token: &str, code: &str) -> Result<String, SecondFactorError> {
    let cmd = VerifySecondFactor { token: token.to_owned(), code: code.to_owned(), peer: test.peer(1) };
    account::verify_second_factor(&test.ctx, cmd).await.map(|token| token.reveal().to_owned())
}

#[tokio::test]
async fn the_second_factor_counts_only_after_its_first_code() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let actor = test.actor(OWNER_EMAIL).await;
    let new = start_totp(&test.ctx, &actor).await.unwrap();
    assert!(new.url.starts_with("otpauth://totp/Entrenous:nadia%40brume.example?"), "{}", new.url);
    assert!(new.qr.len() >= 21 && new.qr.iter().all(|row| row.len() == new.qr.len() && row.bytes().all(|dot| matches!(dot, b'0' | b'1'))));
    test.sign_in(OWNER_EMAIL).await;
    assert!(matches!(confirm_totp(&test.ctx, &actor, "000000").await, Err(TotpError::WrongCode)));
    let codes = confirm_totp(&test.ctx, &actor, &code(&test, &new.secret, 0)).await.unwrap();
    assert_eq!(codes.0.len(), 10);
    assert!(codes.0.iter().collect::<std::collections::BTreeSet<_>>().len() == 10);
    password_step(&test).await;
    assert!(matches!(start_totp(&test.ctx, &actor).await, Err(TotpError::Conflict)), "a confirmed one is not replaced");
}

#[tokio::test]
async fn the_secret_is_sealed_for_its_owner() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let actor = test.actor(OWNER_EMAIL).await;
    let new = start_totp(&test.ctx, &actor).await.unwrap();
    let raw = Secret::try_from_base32(&new.secret).unwrap();
    let kept = test.ctx.db.view().await.unwrap().credentials().get(actor.account(), actor.agent()).await.unwrap().unwrap();
    let sealed = kept.totp_secret.unwrap();
    let (raw, id) = (raw.as_ref(), created.owner.id.as_str());
    assert!(!sealed.windows(raw.len()).any(|window| window == raw));
    assert_eq!(entrenous_app::seal::unseal(&test.ctx.keys, id, &sealed).unwrap(), raw);
    assert!(entrenous_app::seal::unseal(&test.ctx.keys, "agt_other", &sealed).is_err());
    let mut changed = sealed.clone();
    changed[30] ^= 1;
    assert!(entrenous_app::seal::unseal(&test.ctx.keys, id, &changed).is_err());
}

#[tokio::test]
async fn between_password_and_code_the_session_opens_nothing_and_the_token_changes() {
    let test = TestContext::sqlite().await;
    let (_, secret, _) = with_second_factor(&test).await;
    let half = password_step(&test).await;
    assert!(account::authenticate(&test.ctx, &half).await.unwrap().is_none());
    let whole = second_step(&test, &half, &code(&test, &secret, 0)).await.unwrap();
    assert_ne!(half, whole);
    assert!(account::authenticate(&test.ctx, &half).await.unwrap().is_none());
    assert!(account::authenticate(&test.ctx, &whole).await.unwrap().is_some());
    assert!(matches!(second_step(&test, &whole, &code(&test, &secret, 1)).await, Err(SecondFactorError::Unauthenticated)));
}

#[tokio::test]
async fn a_code_of_one_step_to_either_side_fits_and_none_beyond() {
    for (steps, fits) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
        let test = TestContext::sqlite().await;
        let (_, secret, _) = with_second_factor(&test).await;
        let half = password_step(&test).await;
        let outcome = second_step(&test, &half, &code(&test, &secret, steps)).await;
        assert_eq!(outcome.is_ok(), fits, "{steps} {outcome:?}");
    }
}

#[tokio::test]
async fn a_code_works_once_even_when_two_use_it_at_the_same_moment() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        let (_, secret, _) = with_second_factor(&test).await;
        let (one, two) = (password_step(&test).await, password_step(&test).await);
        let now = code(&test, &secret, 0);
        let (first, second) = tokio::join!(second_step(&test, &one, &now), second_step(&test, &two, &now));
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
        let earlier = second_step(&test, &password_step(&test).await, &code(&test, &secret, -1)).await;
        assert!(matches!(earlier, Err(SecondFactorError::WrongCode)), "an older code is spent too: {earlier:?}");
        let blanks = code(&test, &secret, 1);
        let later = second_step(&test, &password_step(&test).await, &format!(" {} {} ", &blanks[..3], &blanks[3..])).await;
        assert!(later.is_ok(), "{later:?}");
    })
    .await;
}

#[tokio::test]
async fn five_wrong_codes_end_the_attempt_and_ten_slow_the_agent_down() {
    let test = TestContext::sqlite().await;
    let (_, secret, _) = with_second_factor(&test).await;
    let half = password_step(&test).await;
    for _ in 0..5 {
        assert!(matches!(second_step(&test, &half, "000000").await, Err(SecondFactorError::WrongCode)));
    }
    let right = second_step(&test, &half, &code(&test, &secret, 0)).await;
    assert!(matches!(right, Err(SecondFactorError::Unauthenticated)), "{right:?}");
    let half = password_step(&test).await;
    for _ in 0..4 {
        assert!(matches!(second_step(&test, &half, "000000").await, Err(SecondFactorError::WrongCode)));
    }
    let half = password_step(&test).await;
    assert!(matches!(second_step(&test, &half, &code(&test, &secret, 0)).await, Err(SecondFactorError::RateLimited(_))));
}

#[tokio::test]
async fn the_second_step_must_come_within_ten_minutes() {
    let test = TestContext::sqlite().await;
    let (_, secret, _) = with_second_factor(&test).await;
    let half = password_step(&test).await;
    test.advance_ms(10 * 60_000);
    let late = second_step(&test, &half, &code(&test, &secret, 0)).await;
    assert!(matches!(late, Err(SecondFactorError::Unauthenticated)), "{late:?}");
}

#[tokio::test]
async fn a_recovery_code_works_once_however_it_is_typed() {
    let test = TestContext::sqlite().await;
    let (actor, _, codes) = with_second_factor(&test).await;
    let typed = codes[0].to_uppercase().replace('-', " ");
    assert!(second_step(&test, &password_step(&test).await, &typed).await.is_ok());
    let again = second_step(&test, &password_step(&test).await, &codes[0]).await;
    assert!(matches!(again, Err(SecondFactorError::WrongCode)), "{again:?}");
    let me = entrenous_app::agent::get_me(&test.ctx, &actor).await.unwrap().unwrap();
    assert_eq!(me.recovery_codes_left, 9);

    let renewed = renew_recovery_codes(&test.ctx, &actor, &codes[1]).await.unwrap();
    assert!(matches!(second_step(&test, &password_step(&test).await, &codes[2]).await, Err(SecondFactorError::WrongCode)));
    assert!(second_step(&test, &password_step(&test).await, &renewed.0[0]).await.is_ok());
}

#[tokio::test]
async fn after_a_password_reset_the_second_factor_is_still_asked_for() {
    let test = TestContext::sqlite().await;
    let (_, secret, _) = with_second_factor(&test).await;
    account::forgot_password(&test.ctx, OWNER_EMAIL, test.peer(1)).await.unwrap();
    test.run_jobs().await;
    let token = token_in(&test.take_mails().pop().unwrap());
    account::reset_password(&test.ctx, ResetPassword { token, password: PASSWORD.to_owned(), peer: test.peer(1) }).await.unwrap();
    let half = password_step(&test).await;
    assert!(second_step(&test, &half, &code(&test, &secret, 0)).await.is_ok());
}

#[tokio::test]
async fn removing_demands_a_code_and_leaves_nothing() {
    let test = TestContext::sqlite().await;
    let (actor, secret, codes) = with_second_factor(&test).await;
    assert!(matches!(remove_totp(&test.ctx, &actor, "000000").await, Err(TotpError::WrongCode)));
    remove_totp(&test.ctx, &actor, &code(&test, &secret, 0)).await.unwrap();
    test.sign_in(OWNER_EMAIL).await;
    let me = entrenous_app::agent::get_me(&test.ctx, &actor).await.unwrap().unwrap();
    assert!(!me.agent.second_factor);
    assert_eq!(me.recovery_codes_left, 0);
    assert!(matches!(remove_totp(&test.ctx, &actor, &codes[0]).await, Err(TotpError::Conflict)));
}
