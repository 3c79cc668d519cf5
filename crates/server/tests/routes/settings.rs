//! Sites and profile over HTTP: what is refused, and in which words.

use serde_json::json;

use crate::browser::Load;
use crate::town::Town;

#[tokio::test]
async fn a_wrong_domain_is_named_in_the_reader_s_language() {
    let town = Town::new().await;
    let mut browser = town.signed_in("nadia").await;
    let path = format!("/api/agent/sites/{}", town.own.site);
    let patch = json!({"allowed_domains": ["https://shop.example", "*.shop.example"]});
    let english = browser.send("PATCH", &path, patch.clone()).await;
    assert_eq!(english.status, 422);
    let message = "“*.shop.example” is not the address of a website, such as https://shop.example.";
    assert_eq!(english.json["fields"], json!([{"field": "allowed_domains", "message": message}]));
    browser.headers.push(("accept-language", "fr-CA,fr;q=0.9".to_owned()));
    let french = browser.send("PATCH", &path, patch).await;
    let message = "« *.shop.example » n’est pas l’adresse d’un site web, telle que https://shop.example.";
    assert_eq!(french.json["fields"][0]["message"], message);
}

#[tokio::test]
async fn look_and_texts_are_checked_field_by_field() {
    let town = Town::new().await;
    let mut browser = town.signed_in("nadia").await;
    let path = format!("/api/agent/sites/{}", town.own.site);
    let sound = json!({"color": "#A1B2C3", "side": "left", "privacy_url": "https://shop.example/privacy",
        "texts": {"fr": {"greeting_title": "Bonjour \u{202e}!"}}});
    let taken = browser.send("PATCH", &path, json!({"chat_box": sound})).await;
    assert_eq!(taken.status, 200, "{taken:?}");
    assert_eq!((&taken.json["chat_box"]["color"], &taken.json["chat_box"]["side"]), (&json!("#a1b2c3"), &json!("left")));
    assert_eq!(taken.json["chat_box"]["texts"]["fr"]["greeting_title"], "Bonjour !");
    for (field, value, named) in [
        ("color", json!("red"), "chat_box.color"),
        ("color", json!("#00546a;}body{display:none"), "chat_box.color"),
        ("privacy_url", json!("javascript:alert(1)"), "chat_box.privacy_url"),
        ("texts", json!({"french": {}}), "chat_box.texts"),
        ("texts", json!({"fr": {"greeting_title": "x".repeat(81)}}), "chat_box.texts.greeting_title"),
    ] {
        let mut wrong = sound.clone();
        wrong[field] = value;
        let answer = browser.send("PATCH", &path, json!({"chat_box": wrong})).await;
        assert_eq!((answer.status.as_u16(), &answer.json["fields"][0]["field"]), (422, &json!(named)), "{answer:?}");
    }
    let long = browser
        .send(
            "PATCH",
            &path,
            json!({"chat_box": {"color": "#000000", "side": "left", "texts": {"fr": {"notice_text": "x".repeat(1_001)}}}}),
        )
        .await;
    assert_eq!(long.json["fields"][0]["message"], "Use at most 1000 characters.");
}

#[tokio::test]
async fn the_install_code_carries_our_address_and_the_site_s_key() {
    let town = Town::new().await;
    let mut browser = town.signed_in("emma").await;
    let path = format!("/api/agent/sites/{}", town.own.site);
    let before = browser.get(&path).await.json;
    let code = before["install_code"].as_str().unwrap();
    assert!(code.contains(&format!("_smartsupp.key = {};", before["chat_key"])), "{code}");
    let address = format!("https://chat.example.com/loader.js?key={}", before["chat_key"].as_str().unwrap());
    assert!(code.contains(&format!("<script async crossorigin src=\"{address}\"></script>")), "{code}");
    let mut owner = town.signed_in("nadia").await;
    let after = owner.ask("POST", &format!("{path}/chat-key"), Load::Empty).await.json;
    assert_ne!(after["chat_key"], before["chat_key"]);
    assert!(after["install_code"].as_str().unwrap().contains(after["chat_key"].as_str().unwrap()));
}

#[tokio::test]
async fn offline_is_nothing_to_choose_and_the_language_is_one_of_two() {
    let town = Town::new().await;
    let mut browser = town.signed_in("emma").await;
    for (patch, field) in [
        (json!({"status": "offline"}), "status"),
        (json!({"language": "fr-CA"}), "language"),
        (json!({"language": "de"}), "language"),
        (json!({"nickname": "  "}), "nickname"),
    ] {
        let answer = browser.send("PATCH", "/api/agent/me", patch).await;
        assert_eq!((answer.status.as_u16(), &answer.json["fields"][0]["field"]), (422, &json!(field)), "{answer:?}");
    }
    let away = browser.send("PATCH", "/api/agent/me", json!({"status": "away", "accepting": false, "language": "fr"})).await.json;
    assert_eq!((&away["language"], &away["agent"]["accepting"]), (&json!("fr"), &json!(false)));
}

#[tokio::test]
async fn the_last_owner_and_strong_colleagues_are_protected() {
    let town = Town::new().await;
    let mut owner = town.signed_in("nadia").await;
    let own = format!("/api/agent/agents/{}", town.home.owner.id);
    let refused = owner.send("PATCH", &own, json!({"active": false})).await;
    assert_eq!((refused.status.as_u16(), &refused.json["code"]), (409, &json!("conflict")));
    assert_eq!(refused.json["message"], "An account needs at least one owner who can sign in.");
    for name in ["ada", "emma"] {
        let mut browser = town.signed_in(name).await;
        assert_eq!(browser.send("PATCH", &own, json!({"role": "agent"})).await.status, 403, "{name}");
    }
}

#[tokio::test]
async fn a_ticket_is_for_the_one_who_asked() {
    let town = Town::new().await;
    let mut browser = town.signed_in("emma").await;
    let ticket = browser.ask("POST", "/api/agent/ticket", Load::Empty).await.json;
    let actor = entrenous_app::account::redeem_ticket(&town.test.ctx, ticket["ticket"].as_str().unwrap()).await.unwrap().unwrap();
    let me = browser.get("/api/agent/me").await.json;
    assert_eq!(actor.agent().as_str(), me["agent"]["id"].as_str().unwrap());
}
