//! Searching over HTTP: what is found, and what is refused instead of being half searched for.

use entrenous_app::search::index_earlier;

use serde_json::json;

use crate::browser::Browser;
use crate::town::Town;

#[tokio::test]
async fn a_query_is_searched_for_whole_or_not_at_all() {
    let town = Town::new().await;
    // As at the start of the server, for what was said before it.
    index_earlier(&town.test.ctx).await.unwrap();
    let mut browser = town.signed_in("nadia").await;
    let found = browser.get("/api/agent/search?q=hello%20some").await;
    assert_eq!(found.status, 200, "{found:?}");
    assert_eq!(found.json["hits"].as_array().map(Vec::len), Some(2), "one in each site");
    assert_eq!(found.json["hits"][0]["excerpt"], "hello from somebody");
    assert_eq!(found.json["hits"][0]["marks"], json!([{"from": 0, "to": 5}, {"from": 11, "to": 15}]));

    let longest = format!("hello{}", "+".repeat(195));
    assert_eq!(browser.get(&format!("/api/agent/search?q={longest}")).await.status, 200);
    let longer = browser.get(&format!("/api/agent/search?q={longest}+absent")).await;
    assert_eq!((longer.status.as_u16(), longer.json["fields"][0]["field"].as_str()), (422, Some("q")), "{longer:?}");
}

#[tokio::test]
async fn marks_are_counted_as_browsers_count() {
    let town = Town::new().await;
    index_earlier(&town.test.ctx).await.unwrap();
    let mut visitor = Browser::new(town.router.clone());
    visitor.headers.push(("authorization", format!("Bearer {}", town.own.visitor_token)));
    let said = json!({"client_msg_id": "m", "content": {"type": "text", "text": "👋 mon cœur"}});
    assert_eq!(visitor.send("POST", "/api/visitor/messages", said).await.status, 200);
    let mut browser = town.signed_in("nadia").await;
    let found = browser.get("/api/agent/search?q=coeur").await;
    assert_eq!(found.json["hits"][0]["excerpt"], "👋 mon cœur", "{found:?}");
    assert_eq!(found.json["hits"][0]["marks"], json!([{"from": 7, "to": 11}]));
}

#[tokio::test]
async fn an_agent_has_few_searches_under_way_and_colleagues_have_theirs() {
    let town = Town::new().await;
    let (mut nadia, mut ada) = (town.signed_in("nadia").await, town.signed_in("ada").await);
    // As long as nobody else searches for an answer, its searches wait.
    let places = [town.test.ctx.db.search_view().await.unwrap(), town.test.ctx.db.search_view().await.unwrap()];
    let (mut first, mut second) = (town.signed_in("nadia").await, town.signed_in("nadia").await);
    let path = "/api/agent/search?q=hello";
    let waiting = async { tokio::join!(first.get(path), second.get(path)) };
    let others = async {
        // The first two are under way when they cannot go on.
        loop {
            let third = nadia.get("/api/agent/search?q=-").await;
            if third.status == 429 {
                assert_eq!(third.json["retry_after_ms"], 1_000, "{third:?}");
                break;
            }
            tokio::task::yield_now().await;
        }
        assert_eq!(ada.get("/api/agent/search?q=-").await.status, 200);
        drop(places);
    };
    let ((one, two), ()) = tokio::join!(waiting, others);
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (200, 200));
    assert_eq!(nadia.get(path).await.status, 200);
}
