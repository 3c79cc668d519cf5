//! Whose visit it is: only with a consent and the visitor's own token, and only as long as the consent lives.

use axum::http::StatusCode;
use entrenous_app::conversation::get_visit;
use entrenous_app::site::{ChangeSite, CreateSite, change_site, create_site};
use entrenous_domain::consent::{GpcRule, PurposeSet, SitePrivacy};
use entrenous_domain::ids::ConversationId;
use entrenous_domain::site::Site;
use entrenous_testkit::people::OWNER_EMAIL;
use entrenous_testkit::{TestContext, TestDatabase};
use serde_json::{Value, json};

use crate::bodies::consent;
use crate::browser::Browser;
use crate::town::router_at;

const BOTH: PurposeSet = PurposeSet { statistics: true, recording: false, marketing: true };
const VISIT: &str = "vvvvvvvvvvvvvvvvvvvvvv";

/// A site that uses both purposes, a browser that agreed to them, and a visitor who wrote.
struct Scene {
    test: TestContext,
    _database: TestDatabase,
    site: Site,
    browser: Browser,
    statistics: String,
    marketing: String,
    visitor: String,
    conversation: ConversationId,
}

impl Scene {
    async fn new() -> Self {
        let database = TestDatabase::sqlite().await;
        let test = TestContext::over(database.db.clone());
        let site = test.account().await.site;
        let mut scene = Self {
            browser: Browser::new(router_at(&test, "https://chat.example.com")),
            test,
            _database: database,
            site,
            statistics: String::new(),
            marketing: String::new(),
            visitor: String::new(),
            conversation: ConversationId::parse("con_00000000000000000000000000").unwrap(),
        };
        scene.uses(BOTH).await;
        let scopes = scene.tell("answered", "1").await["scopes"].clone();
        scene.statistics = scopes["statistics"].as_str().unwrap().to_owned();
        scene.marketing = scopes["marketing"].as_str().unwrap().to_owned();
        (scene.visitor, scene.conversation) = scene.write().await;
        scene
    }

    async fn uses(&self, purposes: PurposeSet) {
        let owner = self.test.actor(OWNER_EMAIL).await;
        let privacy = Some(SitePrivacy::check(purposes, true, GpcRule::Strict).unwrap());
        change_site(&self.test.ctx, &owner, &self.site.id, ChangeSite { privacy, ..ChangeSite::default() }).await.unwrap();
    }

    async fn tell(&self, event: &str, number: &str) -> Value {
        let mut body = consent(event);
        body["client_id"] = json!(format!("{number:c>22}"));
        if event == "withdrawn" {
            body["choices"] = json!({"statistics": false, "recording": false, "marketing": false});
        }
        let path = format!("/api/sites/{}/consent", self.site.chat_key.as_str());
        let answer = self.browser.clone().send("POST", &path, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.json
    }

    /// A visitor begins and writes: its token and its conversation.
    async fn write(&self) -> (String, ConversationId) {
        let mut browser = self.browser.clone();
        let session = browser.send("POST", "/api/visitor/session", json!({"chat_key": self.site.chat_key.as_str()})).await;
        let token = session.json["token"].as_str().unwrap().to_owned();
        browser.headers.push(("authorization", format!("Bearer {token}")));
        let said = json!({"client_msg_id": "m1", "content": {"type": "text", "text": "hello"}});
        assert_eq!(browser.send("POST", "/api/visitor/messages", said).await.status, StatusCode::OK);
        let state = browser.get("/api/visitor/state").await;
        (token, ConversationId::parse(state.json["conversation"]["id"].as_str().unwrap()).unwrap())
    }

    async fn post(&self, scope: &str, what: &str, body: Value) -> StatusCode {
        let mut browser = self.browser.clone();
        browser.headers.push(("authorization", format!("Scope {scope}")));
        browser.send("POST", &format!("/api/sites/{}/{what}", self.site.chat_key.as_str()), body).await.status
    }

    async fn show(&self, path: &str) {
        let body = json!({"visit": VISIT, "url": format!("https://shop.example{path}")});
        assert_eq!(self.post(&self.statistics, "pages", body).await, StatusCode::NO_CONTENT);
    }

    async fn link_visit(&self, scope: &str, visitor: &str) -> StatusCode {
        self.post(scope, "pages/visitor", json!({"visit": VISIT, "visitor": visitor})).await
    }

    async fn link_counter(&self, scope: &str, visitor: &str) -> StatusCode {
        self.post(scope, "visits/visitor", json!({"visitor": visitor})).await
    }

    /// What the owner of the site sees of a conversation's visit: paths, newest first, and the number of visits.
    async fn seen(&self, conversation: &ConversationId) -> (Vec<String>, Option<i64>) {
        let owner = self.test.actor(OWNER_EMAIL).await;
        let visit = get_visit(&self.test.ctx, &owner, conversation).await.unwrap();
        let path = |url: String| url.replace("https://shop.example", "");
        (visit.pages.into_iter().map(|page| path(page.page.url.unwrap())).collect(), visit.visits)
    }
}

#[tokio::test]
async fn a_visit_is_seen_with_the_visitor_that_it_was_linked_to_and_goes_with_the_consent() {
    let scene = Scene::new().await;
    scene.show("/bowls").await;
    assert_eq!(scene.post(&scene.marketing, "visits", json!({"count": 3})).await, StatusCode::NO_CONTENT);
    assert_eq!(scene.seen(&scene.conversation).await, (Vec::new(), None), "nothing is linked by itself");
    assert_eq!(scene.link_visit(&scene.statistics, &scene.visitor).await, StatusCode::NO_CONTENT);
    assert_eq!(scene.link_counter(&scene.marketing, &scene.visitor).await, StatusCode::NO_CONTENT);
    scene.test.advance_ms(1_000);
    scene.show("/cups").await;
    assert_eq!(scene.seen(&scene.conversation).await, (vec!["/cups".to_owned(), "/bowls".to_owned()], Some(3)));
    scene.tell("withdrawn", "2").await;
    assert_eq!(scene.seen(&scene.conversation).await, (Vec::new(), None));
    assert_eq!(scene.link_visit(&scene.statistics, &scene.visitor).await, StatusCode::FORBIDDEN);
    assert_eq!(scene.link_counter(&scene.marketing, &scene.visitor).await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn neither_token_links_alone_nor_for_another_purpose_site_or_visitor() {
    let scene = Scene::new().await;
    scene.show("/bowls").await;
    scene.post(&scene.marketing, "visits", json!({"count": 3})).await;
    let owner = scene.test.actor(OWNER_EMAIL).await;
    let second = CreateSite { name: "Second".to_owned(), language: "en".to_owned(), allowed_domains: Vec::new() };
    let other = create_site(&scene.test.ctx, &owner, second).await.unwrap().site;
    let elsewhere =
        scene.browser.clone().send("POST", "/api/visitor/session", json!({"chat_key": other.chat_key.as_str()})).await.json["token"]
            .clone();
    for (scope, visitor) in [
        (scene.marketing.as_str(), scene.visitor.as_str()),
        ("forged", &scene.visitor),
        (&scene.statistics, "nobody"),
        (&scene.statistics, elsewhere.as_str().unwrap()),
    ] {
        assert_eq!(scene.link_visit(scope, visitor).await, StatusCode::FORBIDDEN, "{scope} {visitor}");
    }
    for (scope, visitor) in [(scene.statistics.as_str(), scene.visitor.as_str()), (&scene.marketing, "nobody")] {
        assert_eq!(scene.link_counter(scope, visitor).await, StatusCode::FORBIDDEN, "{scope} {visitor}");
    }
    assert_eq!(scene.seen(&scene.conversation).await, (Vec::new(), None));
    // The visit belongs to whoever was first; a second visitor of the same tab begins another one.
    assert_eq!(scene.link_visit(&scene.statistics, &scene.visitor).await, StatusCode::NO_CONTENT);
    let (later, its) = scene.write().await;
    assert_eq!(scene.link_visit(&scene.statistics, &later).await, StatusCode::FORBIDDEN);
    assert_eq!(scene.seen(&its).await, (Vec::new(), None));
    assert_eq!(scene.seen(&scene.conversation).await.0, ["/bowls"]);
}

#[tokio::test]
async fn what_the_site_does_not_use_any_more_is_shown_to_nobody_and_a_sign_out_frees_the_counter() {
    let scene = Scene::new().await;
    scene.show("/bowls").await;
    scene.post(&scene.marketing, "visits", json!({"count": 3})).await;
    scene.link_visit(&scene.statistics, &scene.visitor).await;
    scene.link_counter(&scene.marketing, &scene.visitor).await;
    scene.uses(PurposeSet::NONE).await;
    assert_eq!(scene.seen(&scene.conversation).await, (Vec::new(), None));
    scene.uses(BOTH).await;
    assert_eq!(scene.seen(&scene.conversation).await, (vec!["/bowls".to_owned()], Some(3)));
    let mut browser = scene.browser.clone();
    browser.headers.push(("authorization", format!("Bearer {}", scene.visitor)));
    assert_eq!(browser.send("POST", "/api/visitor/logout", json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(scene.seen(&scene.conversation).await, (vec!["/bowls".to_owned()], None));
    // The browser was not told: it goes on in the same visit, and whoever comes next begins another one.
    scene.test.advance_ms(1_000);
    scene.show("/cups").await;
    assert_eq!(scene.seen(&scene.conversation).await.0, ["/bowls"], "after the sign-out");
    let (later, its) = scene.write().await;
    assert_eq!(scene.link_visit(&scene.statistics, &later).await, StatusCode::FORBIDDEN);
    assert_eq!(scene.seen(&its).await, (Vec::new(), None));
}
