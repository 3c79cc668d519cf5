//! A body that comes after its sender has signed out is not heard, whichever route it is for.

use axum::body::{Body, Bytes};
use axum::http::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use entrenous_app::visitor::{BeginSession, begin_session};
use entrenous_server::http::router::{Identity, Route, routes};
use futures_util::{StreamExt, stream};
use tower::ServiceExt;

use crate::bodies::{sound_body, sound_query};
use crate::browser::{Browser, Load};
use crate::town::Town;

/// Every route of the identity that reads a body.
fn with_body(identity: Identity) -> impl Iterator<Item = (Route, String)> {
    routes().into_iter().filter(move |route| route.identity == identity).filter_map(|route| {
        let body = match sound_body(route.method, route.path) {
            Load::Empty => return None,
            Load::Json(json) => json.to_string(),
            Load::File => "a file".to_owned(),
        };
        Some((route, body))
    })
}

/// Sends half of the body, signs out, sends the rest; gives the status of the answer.
async fn late(town: &Town, route: &Route, body: String, sender: Browser, goodbye: &'static str) -> u16 {
    let is_json = body.starts_with('{');
    let mut path = route.path.to_owned();
    for (name, id) in [
        ("{site_id}", &town.own.site),
        ("{conversation_id}", &town.own.conversation),
        ("{group_id}", &town.own.group),
        ("{agent_id}", &town.own.agent),
    ] {
        path = path.replace(name, id);
    }
    let mut request = Request::builder().method(route.method).uri(format!("{path}{}", sound_query(route.path)));
    request = request.header(CONTENT_TYPE, if is_json { "application/json" } else { "text/plain" });
    for (name, value) in &sender.headers {
        request = request.header(*name, value);
    }
    if let Some(cookie) = &sender.cookie {
        request = request.header(COOKIE, cookie);
    }
    let bytes = Bytes::from(body);
    let half = bytes.len() / 2;
    let (first, rest) = (bytes.slice(..half), bytes.slice(half..));
    let mut leaver = sender;
    let leaving = async move {
        let answer = leaver.ask("POST", goodbye, Load::Empty).await;
        assert_eq!(answer.status, 204, "{answer:?}");
        Ok::<_, std::convert::Infallible>(rest)
    };
    let parts = stream::iter([Ok(first)]).chain(stream::once(leaving));
    town.router.clone().oneshot(request.body(Body::from_stream(parts)).unwrap()).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn an_agent_who_signed_out_while_the_body_came_is_not_heard() {
    let town = Town::new().await;
    let mut asked = 0;
    for (route, body) in with_body(Identity::Agent) {
        let sender = town.signed_in("nadia").await;
        assert_eq!(late(&town, &route, body, sender, "/api/agent/logout").await, 401, "{} {}", route.method, route.path);
        asked += 1;
    }
    assert!(asked > 15, "{asked}");
}

#[tokio::test]
async fn a_visitor_who_signed_out_while_the_body_came_is_not_heard() {
    let town = Town::new().await;
    let mut asked = 0;
    for (route, body) in with_body(Identity::Visitor) {
        let cmd = BeginSession { chat_key: town.home.site.chat_key.as_str().to_owned(), ..Default::default() };
        let token = begin_session(&town.test.ctx, cmd).await.unwrap().token.unwrap();
        let mut sender = Browser::new(town.router.clone());
        sender.headers.push(("authorization", format!("Bearer {}", token.reveal())));
        assert_eq!(late(&town, &route, body, sender, "/api/visitor/logout").await, 401, "{} {}", route.method, route.path);
        asked += 1;
    }
    assert!(asked > 5, "{asked}");
}

#[tokio::test]
async fn an_agent_who_lost_a_right_while_the_body_came_does_not_use_it() {
    let town = Town::new().await;
    let sender = town.signed_in("ada").await;
    let mut owner = town.signed_in("nadia").await;
    let me = sender.clone().get("/api/agent/me").await.json;
    let path = format!("/api/agent/agents/{}", me["agent"]["id"].as_str().unwrap());
    let body = Bytes::from_static(br#"{"email": "new@a.example", "name": "New", "role": "admin"}"#);
    let (first, rest) = (body.slice(..10), body.slice(10..));
    let lowering = async move {
        let answer = owner.send("PATCH", &path, serde_json::json!({"role": "agent"})).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        Ok::<_, std::convert::Infallible>(rest)
    };
    let request = Request::builder()
        .method("POST")
        .uri("/api/agent/agents")
        .header(CONTENT_TYPE, "application/json")
        .header("sec-fetch-site", "same-origin")
        .header(COOKIE, sender.cookie.as_deref().unwrap())
        .body(Body::from_stream(stream::iter([Ok(first)]).chain(stream::once(lowering))))
        .unwrap();
    assert_eq!(town.router.clone().oneshot(request).await.unwrap().status(), 403);
}
