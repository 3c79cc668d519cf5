//! The form, the rating and the conversation by e-mail, over HTTP.

use entrenous_testkit::context::token_in;
use serde_json::json;

use crate::browser::{Browser, Load};
use crate::town::Town;

fn visitor(town: &Town) -> Browser {
    let mut browser = Browser::new(town.router.clone());
    browser.headers.push(("authorization", format!("Bearer {}", town.own.visitor_token)));
    browser
}

#[tokio::test]
async fn the_link_of_the_mail_shows_a_button_and_pressing_it_sends_the_conversation() {
    let town = Town::new().await;
    town.test.run_jobs().await;
    town.test.take_mails();
    let body = json!({"conversation_id": town.own.conversation, "email": "me@exemple.fr", "language": "fr"});
    let accepted = visitor(&town).send("POST", "/api/visitor/transcript", body).await;
    assert_eq!((accepted.status.as_u16(), &accepted.json), (200, &json!({"needs_confirmation": true})));
    town.test.run_jobs().await;
    let link = town.test.take_mails().pop().unwrap();
    let path = format!("/transcript?token={}", token_in(&link));

    let mut anybody = Browser::new(town.router.clone());
    anybody.headers.clear();
    for _ in 0..2 {
        let page = anybody.get(&path).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("lang=\"fr\"") && page.text.contains("Envoyez-moi la conversation"), "{}", page.text);
        assert!(page.text.contains(&format!("&amp;conversation={}\"", town.own.conversation)), "{}", page.text);
        assert!(page.text.contains(&format!("<p class=\"site\">{}</p>", town.home.site.name)), "{}", page.text);
        // Without this a browser would send its form with the origin `null`.
        assert_eq!(page.headers["referrer-policy"], "same-origin");
        assert!(page.headers["content-security-policy"].to_str().unwrap().contains("form-action 'self'"));
    }
    town.test.run_jobs().await;
    assert_eq!(town.test.take_mails(), Vec::new());
    for origin in ["https://evil.example", "null"] {
        anybody.headers = vec![("origin", origin.to_owned())];
        assert_eq!(anybody.ask("POST", &path, Load::Empty).await.status, 403, "{origin}");
    }
    // What a browser sends when the button is pressed.
    anybody.headers = vec![
        ("origin", "https://chat.example.com".to_owned()),
        ("sec-fetch-site", "same-origin".to_owned()),
        ("content-type", "text/plain".to_owned()),
    ];
    let nothing_named = anybody.ask("POST", &path, Load::Empty).await;
    assert_eq!(nothing_named.status, 410, "a button names its conversation: {nothing_named:?}");
    let target = format!("{path}&conversation={}", town.own.conversation);
    let sent = anybody.ask("POST", &target, Load::Empty).await;
    assert!(sent.status == 200 && sent.text.contains("La conversation est en route"), "{sent:?}");
    assert!(sent.text.contains(&format!("<p class=\"site\">{}</p>", town.home.site.name)), "{sent:?}");
    for (method, path) in [("POST", &target), ("GET", &path)] {
        let again = anybody.ask(method, path, Load::Empty).await;
        assert_eq!(again.status, 410, "{again:?}");
        assert!(!again.text.contains("<form"), "{again:?}");
    }
    town.test.run_jobs().await;
    let mail = town.test.take_mails().pop().unwrap();
    assert!(mail.to == "me@exemple.fr" && mail.text.contains("hello from somebody"), "{mail:?}");
}

#[tokio::test]
async fn refusals_name_the_field_or_the_reason() {
    let town = Town::new().await;
    let mut browser = visitor(&town);
    let conversation = &town.own.conversation;
    for (path, body, status, code) in [
        ("contact", json!({"email": "nonsense"}), 422, "email_malformed"),
        ("contact", json!({"role": "owner"}), 422, "invalid_field"),
        ("transcript", json!({"conversation_id": conversation, "email": "a@b.example, c@d.example"}), 422, "email_malformed"),
        ("rating", json!({"conversation_id": conversation, "value": 2}), 422, "invalid_field"),
        ("rating", json!({"conversation_id": conversation, "value": 5, "comment": "x".repeat(1_001)}), 422, "invalid_field"),
    ] {
        let refused = browser.send("POST", &format!("/api/visitor/{path}"), body).await;
        assert_eq!((refused.status.as_u16(), refused.json["code"].as_str()), (status, Some(code)), "{path} {refused:?}");
    }
    let form = json!({"name": "Nadia", "email": "n@exemple.fr", "processing_consent": true});
    assert_eq!(browser.send("POST", "/api/visitor/contact", form).await.status, 204);
    assert_eq!(browser.send("POST", "/api/visitor/rating", json!({"conversation_id": conversation, "value": 5})).await.status, 204);
    let state = browser.get("/api/visitor/state").await.json;
    assert_eq!(state["known"], json!({"name": true, "email": true, "phone": false}));
    assert_eq!((&state["groups"], &state["conversation"]["rating"]), (&json!([]), &json!({"value": 5})));
    assert_eq!(state["conversation"]["is_offline"], true);
    let groups = json!([{"key": "orders", "name": "Orders", "availability": "offline"}]);
    // The page's own choice, which beats the owner's.
    let asked = browser.get("/api/visitor/state?asks_group=true").await.json;
    assert_eq!(asked["groups"], groups);

    let mut owner = town.signed_in("nadia").await;
    let look = json!({"chat_box": {"color": "#00546a", "side": "right", "contact_form": {"group": true}}});
    let site = format!("/api/agent/sites/{}", town.own.site);
    assert_eq!(owner.send("PATCH", &site, look).await.status, 200);
    let state = browser.get("/api/visitor/state").await.json;
    assert_eq!(state["groups"], groups);
    let nothing = json!({"chat_box": {"color": "#00546a", "side": "right", "contact_form": {"name": false, "email": false}}});
    let refused = owner.send("PATCH", &site, nothing).await;
    assert_eq!((refused.status.as_u16(), &refused.json["fields"][0]["field"]), (422, &json!("chat_box.contact_form")));
    let thread = owner.get(&format!("/api/agent/conversations/{conversation}")).await.json;
    assert_eq!(thread["conversation"]["rating"], json!({"value": 5}));
}
