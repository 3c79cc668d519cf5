//! What stands in front of every handler: a session, the same origin, JSON.

use axum::http::StatusCode;
use entrenous_server::http::router::{Identity, Route, routes};
use serde_json::json;

use crate::bodies::{sound_body, sound_query};
use crate::browser::{Browser, Load};
use crate::town::Town;

/// The routes of people, whatever they demand.
fn of_people() -> impl Iterator<Item = Route> {
    routes().into_iter().filter(|route| route.path.starts_with("/api/agent"))
}

fn filled(path: &str) -> String {
    let path: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { "sit_00000000000000000000000000" } else { part }).collect();
    path.join("/")
}

#[tokio::test]
async fn without_a_session_no_route_of_agents_answers() {
    let town = Town::new().await;
    let half = {
        let mut browser = Browser::new(town.router.clone());
        browser.cookie = Some("__Host-entrenous=unknown".to_owned());
        browser
    };
    let mut visitor = Browser::new(town.router.clone());
    visitor.headers.push(("authorization", format!("Bearer {}", town.own.visitor_token)));
    let mut plain = Browser::new(town.router.clone());
    // Under https the cookie that another name of the domain could have set counts for nothing.
    plain.cookie = Some(format!("entrenous={}", town.test.sign_in("nadia@brume.example").await));
    let mut asked = 0;
    for mut browser in [Browser::new(town.router.clone()), half, visitor, plain] {
        for route in of_people().filter(|route| route.identity == Identity::Agent) {
            let path = format!("{}{}", filled(route.path), sound_query(route.path));
            let answer = browser.ask(route.method, &path, sound_body(route.method, route.path)).await;
            assert_eq!(answer.seen(), (401, json!({"code": "unauthenticated", "message": "Please sign in."})), "{} {path}", route.method);
            asked += 1;
        }
    }
    assert!(asked > 100, "{asked}");
}

#[tokio::test]
async fn without_its_token_no_route_of_visitors_answers() {
    let town = Town::new().await;
    let mut agent = town.signed_in("nadia").await;
    for route in routes().into_iter().filter(|route| route.identity == Identity::Visitor) {
        let path = format!("{}{}", filled(route.path), sound_query(route.path));
        let answer = agent.ask(route.method, &path, sound_body(route.method, route.path)).await;
        assert_eq!(answer.status, 401, "{} {path} {answer:?}", route.method);
    }
}

#[tokio::test]
async fn a_page_with_an_old_chat_key_is_refused_without_a_socket_too() {
    let town = Town::new().await;
    let mut visitor = Browser::new(town.router.clone());
    visitor.headers = vec![("authorization", format!("Bearer {}", town.own.visitor_token))];
    assert_eq!(visitor.get("/api/visitor/state").await.status, 200);
    visitor.headers.push(("x-chat-key", "0".repeat(40)));
    assert_eq!(visitor.get("/api/visitor/state").await.status, 401);
    visitor.headers.pop();
    let mut owner = town.signed_in("nadia").await;
    let key = owner.get(&format!("/api/agent/sites/{}", town.own.site)).await.json["chat_key"].as_str().unwrap().to_owned();
    visitor.headers.push(("x-chat-key", key.to_uppercase()));
    assert_eq!(visitor.get("/api/visitor/state").await.status, 200);
    owner.ask("POST", &format!("/api/agent/sites/{}/chat-key", town.own.site), Load::Empty).await;
    assert_eq!(visitor.get("/api/visitor/state").await.status, 401);
}

#[tokio::test]
async fn a_file_that_is_announced_too_large_is_refused_before_it_comes() {
    let town = Town::new().await;
    let mut visitor = Browser::new(town.router.clone());
    visitor.headers = vec![("authorization", format!("Bearer {}", town.own.visitor_token)), ("content-length", "99999999".to_owned())];
    let answer = visitor.ask("POST", "/api/visitor/uploads?file_name=a.txt", Load::File).await;
    assert_eq!((answer.status.as_u16(), answer.json["code"].as_str()), (413, Some("too_large")));
}

#[tokio::test]
async fn another_site_s_page_changes_nothing() {
    let town = Town::new().await;
    let signs = [
        vec![("origin", "https://evil.example".to_owned())],
        vec![("origin", "null".to_owned())],
        vec![("origin", "https://chat.example.com.evil.example".to_owned())],
        vec![("origin", "https://evil.example".to_owned()), ("sec-fetch-site", "same-origin".to_owned())],
        vec![("sec-fetch-site", "cross-site".to_owned())],
        vec![("sec-fetch-site", "same-site".to_owned())],
        // What a form sends, from a browser so old that it says nothing of where it is.
        vec![("content-type", "application/x-www-form-urlencoded".to_owned())],
        vec![("content-type", "multipart/form-data; boundary=x".to_owned())],
    ];
    let mut refused = 0;
    for sign in signs {
        let mut browser = town.signed_in("nadia").await;
        browser.headers = sign;
        for route in of_people().filter(|route| route.method != "GET") {
            let path = format!("{}{}", filled(route.path), sound_query(route.path));
            let answer = browser.ask(route.method, &path, sound_body(route.method, route.path)).await;
            assert_eq!(answer.status, 403, "{} {path} {:?} {answer:?}", route.method, browser.headers);
            assert_eq!(answer.json["code"], "forbidden");
            refused += 1;
        }
    }
    assert!(refused > 150, "{refused}");
    // The control: the same request from our own page is heard.
    let mut browser = town.signed_in("nadia").await;
    browser.headers = vec![("origin", "https://chat.example.com".to_owned())];
    assert_eq!(browser.send("PATCH", "/api/agent/me", json!({"nickname": "Nad"})).await.status, 200);
}

#[tokio::test]
async fn what_a_form_can_send_is_not_read() {
    let town = Town::new().await;
    for route in of_people().filter(|route| route.method != "GET") {
        if !matches!(sound_body(route.method, route.path), Load::Json(_)) {
            continue;
        }
        let mut browser = town.signed_in("nadia").await;
        let answer = browser.ask(route.method, &filled_well(&town, route.path), Load::File).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{} {} {answer:?}", route.method, route.path);
    }
}

/// Own ids, so that the body is looked at.
fn filled_well(town: &Town, path: &str) -> String {
    path.replace("{site_id}", &town.own.site)
        .replace("{agent_id}", &town.own.agent)
        .replace("{group_id}", &town.own.group)
        .replace("{conversation_id}", &town.own.conversation)
        .replace("{session_id}", &town.own.session)
        .replace("{upload_id}", &town.own.upload)
}

#[tokio::test]
async fn a_field_that_is_not_the_caller_s_to_set_refuses_the_whole() {
    let town = Town::new().await;
    let extra = ["id", "account_id", "role", "invited", "chat_key", "event_number", "password_hash", "created_at"];
    let mut tried = 0;
    for route in of_people().filter(|route| route.method != "GET") {
        let Load::Json(sound) = sound_body(route.method, route.path) else { continue };
        for field in extra {
            let mut body = sound.clone();
            if body.get(field).is_some() {
                continue;
            }
            if route.path == "/api/agent/agents/{agent_id}" && field == "role" {
                continue;
            }
            body[field] = json!("x");
            let mut browser = town.signed_in("nadia").await;
            let answer = browser.send(route.method, &filled_well(&town, route.path), body).await;
            assert_eq!(answer.status, 422, "{} {} {field} {answer:?}", route.method, route.path);
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried}");
}
