//! Address and password: who is let in, and how often somebody may guess.

use entrenous_app::account::{self, SignIn, SignInError, SignedIn};
use entrenous_domain::account::Role;
use entrenous_domain::privacy::RateKey;
use entrenous_testkit::TestContext;
use entrenous_testkit::people::{OWNER_EMAIL, PASSWORD};

async fn attempt(test: &TestContext, email: &str, password: &str, peer: RateKey, cookie: Option<&str>) -> Result<SignedIn, SignInError> {
    let cmd = SignIn {
        email: email.to_owned(),
        password: password.to_owned(),
        cookie: cookie.map(str::to_owned),
        device: "Firefox 140, Linux".to_owned(),
        peer,
    };
    account::sign_in(&test.ctx, cmd).await
}

fn is_wrong(outcome: &Result<SignedIn, SignInError>) -> bool {
    matches!(outcome, Err(SignInError::WrongCredentials))
}

fn is_limited(outcome: &Result<SignedIn, SignInError>) -> bool {
    matches!(outcome, Err(SignInError::RateLimited(_)))
}

#[tokio::test]
async fn the_right_password_signs_in_however_the_address_is_written() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let done = attempt(&test, " NADIA@Brume.example ", PASSWORD, test.peer(1), None).await;
    assert!(matches!(done, Ok(SignedIn::Complete(_))), "{done:?}");
}

#[tokio::test]
async fn every_reason_to_refuse_gets_the_same_answer() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let gone = test.agent(&created.account.id, "Gone", Role::Agent, &[]).await;
    let owner = test.actor(OWNER_EMAIL).await;
    let off = entrenous_app::agent::ChangeAgent { active: Some(false), ..Default::default() };
    entrenous_app::agent::change_agent(&test.ctx, &owner, &gone.id, off).await.unwrap();
    let invited = entrenous_app::agent::Invite {
        email: "new@brume.example".to_owned(),
        name: "New".to_owned(),
        role: Role::Agent,
        sites: Vec::new(),
    };
    entrenous_app::agent::invite(&test.ctx, &owner, invited).await.unwrap();

    let long = "x".repeat(5_000);
    let cases = [
        (OWNER_EMAIL, "trois bols rouges"),
        ("nobody@brume.example", PASSWORD),
        (gone.email.as_str(), PASSWORD),
        ("new@brume.example", PASSWORD),
        (OWNER_EMAIL, ""),
        (OWNER_EMAIL, long.as_str()),
        ("no address", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ];
    for (n, (email, password)) in cases.into_iter().enumerate() {
        let outcome = attempt(&test, email, password, test.peer(100 + n as u64), None).await;
        assert!(is_wrong(&outcome), "{email} {outcome:?}");
    }
}

/// Counted by time on the real cost: an address that nobody has takes as long as a wrong password.
#[tokio::test]
async fn an_unknown_address_costs_a_hash_too() {
    let mut test = TestContext::sqlite().await;
    test.ctx.passwords = entrenous_app::password::Passwords::default();
    test.account().await;
    let spent = async |email: &str, n: u64| {
        let begun = tokio::time::Instant::now();
        assert!(is_wrong(&attempt(&test, email, "trois bols rouges", test.peer(n), None).await));
        begun.elapsed().as_secs_f64()
    };
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for n in 0..4 {
        known.push(spent(OWNER_EMAIL, n).await);
        unknown.push(spent("nobody@brume.example", 10 + n).await);
    }
    // The quickest of each is the least disturbed; without the hash the unknown one is a hundred times quicker.
    let quickest = |times: &[f64]| times.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(quickest(&unknown) > quickest(&known) / 3.0, "{known:?} {unknown:?}");
}

#[tokio::test]
async fn guessing_from_one_place_is_stopped_and_time_heals_it() {
    let test = TestContext::sqlite().await;
    test.account().await;
    for _ in 0..5 {
        assert!(is_wrong(&attempt(&test, OWNER_EMAIL, "trois bols rouges", test.peer(1), None).await));
    }
    let outcome = attempt(&test, OWNER_EMAIL, PASSWORD, test.peer(1), None).await;
    assert!(matches!(outcome, Err(SignInError::RateLimited(limited)) if limited.retry_after_ms == 60_000), "{outcome:?}");
    // Another place is not concerned, and the same place gets one try a minute.
    assert!(attempt(&test, OWNER_EMAIL, PASSWORD, test.peer(2), None).await.is_ok());
    test.advance_ms(60_000);
    assert!(attempt(&test, OWNER_EMAIL, PASSWORD, test.peer(1), None).await.is_ok());
}

#[tokio::test]
async fn unknown_addresses_are_limited_exactly_like_known_ones() {
    let test = TestContext::sqlite().await;
    test.account().await;
    for (n, email) in [OWNER_EMAIL, "nobody@brume.example"].into_iter().enumerate() {
        let peer = test.peer(n as u64);
        let mut answers = Vec::new();
        for _ in 0..7 {
            answers.push(is_limited(&attempt(&test, email, "trois bols rouges", peer, None).await));
        }
        assert_eq!(answers, [false, false, false, false, false, true, true], "{email}");
    }
}

#[tokio::test]
async fn tries_in_parallel_are_counted_one_by_one() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let tries = (0..30).map(|_| attempt(&test, OWNER_EMAIL, "trois bols rouges", test.peer(1), None));
    let outcomes = futures_util::future::join_all(tries).await;
    assert_eq!(outcomes.iter().filter(|outcome| is_wrong(outcome)).count(), 5);
    assert_eq!(outcomes.iter().filter(|outcome| is_limited(outcome)).count(), 25);
}

#[tokio::test]
async fn a_crowd_of_guessers_locks_nobody_out_of_a_browser_that_is_known() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let cookie = test.sign_in(OWNER_EMAIL).await;
    // Away for longer than a session may idle: the browser is still known.
    test.advance_ms(13 * 60 * 60_000);
    assert!(account::authenticate(&test.ctx, &cookie).await.unwrap().is_none());
    for n in 0..60 {
        let _refused = attempt(&test, OWNER_EMAIL, "trois bols rouges", test.peer(1_000 + n), None).await;
    }
    assert!(is_limited(&attempt(&test, OWNER_EMAIL, PASSWORD, test.peer(1), None).await), "a stranger is locked out");
    assert!(attempt(&test, OWNER_EMAIL, PASSWORD, test.peer(1), Some(&cookie)).await.is_ok(), "the known browser is not");
}

#[tokio::test]
async fn whoever_follows_a_reset_link_is_not_held_back_by_other_people_s_guesses() {
    let test = TestContext::sqlite().await;
    test.account().await;
    for n in 0..60 {
        let _refused = attempt(&test, OWNER_EMAIL, "trois bols rouges", test.peer(1_000 + n), None).await;
    }
    assert!(is_limited(&attempt(&test, OWNER_EMAIL, PASSWORD, test.peer(1), None).await));
    account::forgot_password(&test.ctx, OWNER_EMAIL, test.peer(1)).await.unwrap();
    test.run_jobs().await;
    let token = entrenous_testkit::context::token_in(test.take_mails().last().unwrap());
    let reset = account::ResetPassword { token, password: "quatre tasses vertes".to_owned(), peer: test.peer(1) };
    account::reset_password(&test.ctx, reset).await.unwrap();
    assert!(attempt(&test, OWNER_EMAIL, "quatre tasses vertes", test.peer(1), None).await.is_ok());
    test.run_jobs().await;
}

#[tokio::test]
async fn a_known_browser_is_limited_by_itself() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let cookie = test.sign_in(OWNER_EMAIL).await;
    for _ in 0..5 {
        assert!(is_wrong(&attempt(&test, OWNER_EMAIL, "trois bols rouges", test.peer(1), Some(&cookie)).await));
    }
    assert!(is_limited(&attempt(&test, OWNER_EMAIL, PASSWORD, test.peer(1), Some(&cookie)).await));
}

#[tokio::test]
async fn another_agent_s_cookie_makes_no_known_browser() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let other = test.agent(&created.account.id, "Emma", Role::Agent, &[]).await;
    let cookie = test.sign_in(&other.email).await;
    for _ in 0..5 {
        assert!(is_wrong(&attempt(&test, OWNER_EMAIL, "trois bols rouges", test.peer(1), Some(&cookie)).await));
    }
    assert!(is_limited(&attempt(&test, OWNER_EMAIL, "trois bols rouges", test.peer(1), Some(&cookie)).await));
    assert!(is_limited(&attempt(&test, OWNER_EMAIL, "trois bols rouges", test.peer(1), None).await), "both empty the same bucket");
}

#[tokio::test]
async fn signing_in_again_replaces_the_browser_s_session() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let before = test.sign_in(OWNER_EMAIL).await;
    let Ok(SignedIn::Complete(after)) = attempt(&test, OWNER_EMAIL, PASSWORD, test.peer(1), Some(&before)).await else {
        panic!("the password fits")
    };
    assert_ne!(after.reveal(), before);
    assert!(account::authenticate(&test.ctx, &before).await.unwrap().is_none());
    assert!(account::authenticate(&test.ctx, after.reveal()).await.unwrap().is_some());
}
