//! The first account.

use entrenous_app::account::{self, CreateAccount, CreateAccountError, SetUp, SetUpError};
use entrenous_app::texts::Language;
use entrenous_domain::account::{PasswordError, Role};
use entrenous_testkit::people::{OWNER_EMAIL, PASSWORD};
use entrenous_testkit::{TestContext, each_database};

fn form(test: &TestContext, token: &str, peer: u64) -> SetUp {
    SetUp {
        token: token.to_owned(),
        account: CreateAccount {
            account_name: "Atelier Brume".to_owned(),
            name: "Nadia Benali".to_owned(),
            email: OWNER_EMAIL.to_owned(),
            password: PASSWORD.to_owned(),
            site_name: "brume.example".to_owned(),
            language: Language::Fr,
        },
        device: "Firefox 140, Linux".to_owned(),
        peer: test.peer(peer),
    }
}

fn token_of(link: &str) -> &str {
    link.strip_prefix("https://chat.example.com/app/setup?token=").expect("the link is made from the configured address")
}

#[tokio::test]
async fn the_link_makes_an_owner_who_is_signed_in_and_works_once() {
    let test = TestContext::sqlite().await;
    let link = account::open_setup(&test.ctx).await.unwrap().unwrap();
    assert!(account::is_setup_open(&test.ctx).await.unwrap());

    let token = account::set_up(&test.ctx, form(&test, token_of(&link), 1)).await.unwrap();
    let actor = account::authenticate(&test.ctx, token.reveal()).await.unwrap().unwrap();
    assert_eq!(actor.role(), Role::Owner);
    let sites = entrenous_app::site::list_sites(&test.ctx, &actor).await.unwrap();
    assert_eq!(sites.iter().map(|view| view.site.name.as_str()).collect::<Vec<_>>(), ["brume.example"]);

    assert!(!account::is_setup_open(&test.ctx).await.unwrap());
    let again = account::set_up(&test.ctx, form(&test, token_of(&link), 1)).await;
    assert!(matches!(again, Err(SetUpError::LinkInvalid)), "{again:?}");
    assert_eq!(account::open_setup(&test.ctx).await.unwrap(), None);
}

#[tokio::test]
async fn a_wrong_an_old_and_an_expired_link_make_nothing() {
    let test = TestContext::sqlite().await;
    let old = account::open_setup(&test.ctx).await.unwrap().unwrap();
    let link = account::open_setup(&test.ctx).await.unwrap().unwrap();
    for token in ["", "x", token_of(&old)] {
        let refused = account::set_up(&test.ctx, form(&test, token, 1)).await;
        assert!(matches!(refused, Err(SetUpError::LinkInvalid)), "{refused:?}");
    }
    test.advance_ms(7 * 24 * 60 * 60_000);
    let late = account::set_up(&test.ctx, form(&test, token_of(&link), 1)).await;
    assert!(matches!(late, Err(SetUpError::LinkInvalid)), "{late:?}");
    assert!(account::is_setup_open(&test.ctx).await.unwrap());
}

#[tokio::test]
async fn what_was_typed_is_refused_without_using_the_link_up() {
    let test = TestContext::sqlite().await;
    let link = account::open_setup(&test.ctx).await.unwrap().unwrap();
    let mut weak = form(&test, token_of(&link), 1);
    weak.account.password = "short".to_owned();
    let refused = account::set_up(&test.ctx, weak).await;
    assert!(matches!(refused, Err(SetUpError::Refused(CreateAccountError::Password(PasswordError::TooShort)))), "{refused:?}");
    let mut nameless = form(&test, token_of(&link), 1);
    nameless.account.account_name = " \u{202e} ".to_owned();
    let refused = account::set_up(&test.ctx, nameless).await;
    assert!(matches!(refused, Err(SetUpError::Refused(CreateAccountError::NameEmpty("account_name")))), "{refused:?}");
    assert!(account::set_up(&test.ctx, form(&test, token_of(&link), 1)).await.is_ok());
}

#[tokio::test]
async fn of_many_who_race_for_the_link_one_gets_the_account() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        let link = account::open_setup(&test.ctx).await.unwrap().unwrap();
        let tries = (0..6).map(|peer| account::set_up(&test.ctx, form(&test, token_of(&link), peer)));
        let outcomes = futures_util::future::join_all(tries).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err(SetUpError::LinkInvalid))), "{outcomes:?}");
    })
    .await;
}

#[tokio::test]
async fn the_demo_and_the_link_cannot_both_make_the_first_account() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        let link = account::open_setup(&test.ctx).await.unwrap().unwrap();
        let mut demo = form(&test, "", 1).account;
        demo.email = "demo@brume.example".to_owned();
        let (by_link, by_demo) =
            tokio::join!(account::set_up(&test.ctx, form(&test, token_of(&link), 2)), account::create_account(&test.ctx, demo));
        assert_eq!(usize::from(by_link.is_ok()) + usize::from(by_demo.is_ok()), 1, "{by_link:?} {by_demo:?}");
    })
    .await;
}

#[tokio::test]
async fn nothing_exists_before_the_set_up() {
    let test = TestContext::sqlite().await;
    let agents = test.ctx.db.view().await.unwrap().agents().find_by_email(OWNER_EMAIL).await.unwrap();
    assert_eq!(agents, None);
}
