//! Signing in over HTTP: cookies, answers, limits, and the ways that need a mail.

use entrenous_app::account::open_setup;
use entrenous_testkit::TestContext;
use entrenous_testkit::context::token_in;
use entrenous_testkit::people::{OWNER_EMAIL, PASSWORD};
use serde_json::json;
use totp_rs::{Builder, Secret};

use crate::browser::{Browser, Load};
use crate::town::router_at;

async fn login(browser: &mut Browser, email: &str, password: &str) -> crate::browser::Answer {
    browser.send("POST", "/api/agent/login", json!({"email": email, "password": password})).await
}

#[tokio::test]
async fn under_https_the_cookie_is_bound_to_the_host() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let mut browser = Browser::new(router_at(&test, "https://chat.example.com"));
    let answer = login(&mut browser, OWNER_EMAIL, PASSWORD).await;
    assert_eq!(answer.seen(), (200, json!({"state": "signed_in"})));
    let mut parts = answer.set_cookie().unwrap().split("; ");
    let (name, value) = parts.next().unwrap().split_once('=').unwrap();
    assert_eq!((name, value.len()), ("__Host-entrenous", 43), "256 bits");
    assert_eq!(parts.collect::<Vec<_>>(), ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=1209600", "Secure"]);
    assert_eq!(browser.get("/api/agent/me").await.status, 200);
    let out = browser.ask("POST", "/api/agent/logout", Load::Empty).await;
    assert_eq!(out.status, 204);
    assert_eq!(out.set_cookie().unwrap(), "__Host-entrenous=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure");
}

#[tokio::test]
async fn without_tls_the_cookie_is_one_that_every_browser_takes() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let mut browser = Browser::new(router_at(&test, "http://127.0.0.1:8080"));
    let answer = login(&mut browser, OWNER_EMAIL, PASSWORD).await;
    let set = answer.set_cookie().unwrap();
    assert!(set.starts_with("entrenous=") && set.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600"), "{set}");
    assert_eq!(browser.get("/api/agent/me").await.status, 200);
}

#[tokio::test]
async fn nobody_learns_from_the_answer_whether_an_address_is_known() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let router = router_at(&test, "https://chat.example.com");
    let mut seen = Vec::new();
    for email in [OWNER_EMAIL, "nobody@brume.example"] {
        let mut browser = Browser::new(router.clone());
        let wrong = login(&mut browser, email, "trois bols rouges").await;
        let mut headers: Vec<String> = wrong.headers.keys().map(ToString::to_string).collect();
        headers.sort();
        let forgot = browser.send("POST", "/api/agent/password/forgot", json!({"email": email})).await;
        seen.push((wrong.seen(), headers, forgot.seen()));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].0.0, 401);
    assert_eq!(seen[0].0.1["code"], "wrong_credentials");
    assert_eq!(seen[0].2.0, 204);
}

#[tokio::test]
async fn too_many_tries_are_told_when_to_come_back() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let mut browser = Browser::new(router_at(&test, "https://chat.example.com"));
    for _ in 0..5 {
        assert_eq!(login(&mut browser, OWNER_EMAIL, "trois bols rouges").await.status, 401);
    }
    let answer = login(&mut browser, OWNER_EMAIL, PASSWORD).await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.headers["retry-after"], "60");
    assert_eq!((&answer.json["code"], &answer.json["retry_after_ms"]), (&json!("rate_limited"), &json!(60_000)));
    assert!(answer.set_cookie().is_none());
}

#[tokio::test]
async fn the_set_up_link_leads_to_a_dashboard_and_closes() {
    let test = TestContext::sqlite().await;
    let mut browser = Browser::new(router_at(&test, "https://chat.example.com"));
    assert_eq!(browser.get("/api/agent/setup").await.seen(), (200, json!({"open": true})));
    let link = open_setup(&test.ctx).await.unwrap().unwrap();
    let form = json!({
        "token": link.split("token=").nth(1).unwrap(), "account_name": "Atelier Brume", "name": "Nadia Benali",
        "email": OWNER_EMAIL, "password": PASSWORD, "site_name": "brume.example", "language": "fr"
    });
    let mut weak = form.clone();
    weak["password"] = json!("short");
    let refused = browser.send("POST", "/api/agent/setup", weak).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json["fields"], json!([{"field": "password", "message": "Use at least 10 characters."}]));
    assert_eq!(browser.send("POST", "/api/agent/setup", form.clone()).await.seen(), (200, json!({"state": "signed_in"})));
    let me = browser.get("/api/agent/me").await.json;
    assert_eq!((&me["agent"]["role"], &me["account_name"], &me["language"]), (&json!("owner"), &json!("Atelier Brume"), &json!("fr")));
    assert_eq!(me["mail_is_sent"], json!(false));
    assert_eq!(browser.get("/api/agent/setup").await.json, json!({"open": false}));
    let again = browser.send("POST", "/api/agent/setup", form).await;
    assert_eq!((again.status.as_u16(), &again.json["code"]), (410, &json!("link_invalid")));
}

#[tokio::test]
async fn the_second_factor_is_set_up_asked_for_and_removed() {
    let test = TestContext::sqlite().await;
    test.account().await;
    let router = router_at(&test, "https://chat.example.com");
    let mut browser = Browser::new(router.clone());
    login(&mut browser, OWNER_EMAIL, PASSWORD).await;
    let new = browser.ask("POST", "/api/agent/totp", Load::Empty).await.json;
    let totp = Builder::new().with_secret(Secret::try_from_base32(new["secret"].as_str().unwrap()).unwrap()).build().unwrap();
    let code = || totp.generate(u64::try_from(test.ctx.now().as_ms()).unwrap() / 1_000).to_string();
    let codes = browser.send("POST", "/api/agent/totp/confirm", json!({"code": code()})).await.json;
    assert_eq!(codes["codes"].as_array().unwrap().len(), 10);
    test.advance_ms(60_000);

    let mut other = Browser::new(router);
    let half = login(&mut other, OWNER_EMAIL, PASSWORD).await;
    assert_eq!(half.seen(), (200, json!({"state": "second_factor_required"})));
    assert_eq!(other.get("/api/agent/me").await.status, 401);
    let cookie = other.cookie.clone();
    let wrong = other.send("POST", "/api/agent/login/second-factor", json!({"code": "000000"})).await;
    assert_eq!((wrong.status.as_u16(), &wrong.json["code"]), (401, &json!("wrong_credentials")));
    let whole = other.send("POST", "/api/agent/login/second-factor", json!({"code": code()})).await;
    assert_eq!(whole.seen(), (200, json!({"state": "signed_in"})));
    assert_ne!(other.cookie, cookie, "rotated");
    let me = other.get("/api/agent/me").await.json;
    assert_eq!((&me["agent"]["second_factor"], &me["recovery_codes_left"]), (&json!(true), &json!(10)));
    let removed = other.send("POST", "/api/agent/totp/remove", json!({"code": codes["codes"][3]})).await;
    assert_eq!(removed.status, 204);
    assert_eq!(login(&mut browser, OWNER_EMAIL, PASSWORD).await.json["state"], "signed_in");
}

#[tokio::test]
async fn an_invitation_and_a_reset_go_through_the_letter_box() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let router = router_at(&test, "https://chat.example.com");
    let mut owner = Browser::new(router.clone());
    login(&mut owner, OWNER_EMAIL, PASSWORD).await;
    let invitation = json!({"email": "emma@brume.example", "name": "Emma", "role": "agent", "site_ids": [created.site.id.as_str()]});
    let invited = owner.send("POST", "/api/agent/agents", invitation.clone()).await;
    assert_eq!((invited.status.as_u16(), &invited.json["invited"]), (200, &json!(true)));
    assert_eq!(owner.send("POST", "/api/agent/agents", invitation).await.json["code"], "email_taken");
    test.run_jobs().await;
    let token = token_in(&test.take_mails()[0]);

    let mut emma = Browser::new(router);
    let opened = emma.send("POST", "/api/agent/invitations/open", json!({"token": token})).await;
    assert_eq!(opened.seen(), (200, json!({"name": "Emma", "email": "emma@brume.example", "account_name": created.account.name})));
    let accept = json!({"token": token, "name": "Emma Martin", "password": PASSWORD, "language": "en"});
    assert_eq!(emma.send("POST", "/api/agent/invitations/accept", accept.clone()).await.status, 200);
    assert_eq!(emma.get("/api/agent/me").await.json["agent"]["site_ids"], json!([created.site.id.as_str()]));
    for path in ["accept", "open"] {
        let body = if path == "open" { json!({"token": token}) } else { accept.clone() };
        let again = emma.send("POST", &format!("/api/agent/invitations/{path}"), body).await;
        assert_eq!((again.status.as_u16(), &again.json["code"]), (410, &json!("link_invalid")), "{path}");
    }

    emma.send("POST", "/api/agent/password/forgot", json!({"email": "emma@brume.example"})).await;
    test.run_jobs().await;
    let token = token_in(&test.take_mails()[0]);
    let reset = emma.send("POST", "/api/agent/password/reset", json!({"token": token, "password": "quatre tasses vertes"})).await;
    assert_eq!(reset.status, 204);
    assert_eq!(emma.get("/api/agent/me").await.status, 401, "every session ended");
    assert_eq!(login(&mut emma, "emma@brume.example", "quatre tasses vertes").await.status, 200);
}
