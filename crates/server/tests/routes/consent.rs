//! Consent over HTTP: what is kept, what opens what, and what leaves nothing behind.

use std::path::Path;

use axum::http::{HeaderValue, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, VerifyingKey};
use entrenous_app::consent::{TEXT_VERSION, Verified, subject_hash, verify_ledger};
use entrenous_app::site::{ChangeSite, CreateSite, change_site, create_site};
use entrenous_domain::consent::{Entry, GpcRule, PurposeSet, SitePrivacy, SubjectHash};
use entrenous_domain::site::Site;
use entrenous_storage::{Sql, args};
use entrenous_testkit::people::OWNER_EMAIL;
use entrenous_testkit::{TestContext, TestDatabase};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::bodies::consent;
use crate::browser::{Answer, Browser};
use crate::town::{Town, router_at};

const BOTH: PurposeSet = PurposeSet { statistics: true, recording: false, marketing: true };
const SUBJECT: &str = "sssssssssssssssssssssssssssssssssssssssssss";

/// Two sites that use statistics and marketing, and a page of the first.
struct Shop {
    test: TestContext,
    database: TestDatabase,
    site: Site,
    other: Site,
    page: Browser,
    events: u32,
}

impl Shop {
    async fn new(gpc: GpcRule) -> Self {
        let database = TestDatabase::sqlite().await;
        let test = TestContext::over(database.db.clone());
        let site = test.account().await.site;
        let owner = test.actor(OWNER_EMAIL).await;
        let second = CreateSite { name: "Second".to_owned(), language: "en".to_owned(), allowed_domains: Vec::new() };
        let other = create_site(&test.ctx, &owner, second).await.unwrap().site;
        for site in [&site, &other] {
            let privacy = Some(SitePrivacy::check(BOTH, true, gpc).unwrap());
            change_site(&test.ctx, &owner, &site.id, ChangeSite { privacy, ..ChangeSite::default() }).await.unwrap();
        }
        let page = Browser::new(router_at(&test, "https://chat.example.com"));
        Self { test, database, site, other, page, events: 0 }
    }

    fn at(&self, site: &Site, what: &str) -> String {
        format!("/api/sites/{}/{what}", site.chat_key.as_str())
    }

    /// A new event with some members replaced.
    async fn tell(&mut self, site: &Site, changes: Value) -> Answer {
        self.events += 1;
        let mut body = consent("answered");
        body["client_id"] = json!(format!("client-event-number-{:04}", self.events));
        for (name, value) in changes.as_object().unwrap() {
            body[name] = value.clone();
        }
        let path = self.at(site, "consent");
        self.page.send("POST", &path, body).await
    }

    async fn answer(&mut self, statistics: bool, marketing: bool) -> Answer {
        let choices = json!({"statistics": statistics, "recording": false, "marketing": marketing});
        self.tell(&self.site.clone(), json!({"choices": choices})).await
    }

    async fn with(&self, authorization: Option<String>, path: &str, body: Value) -> Answer {
        let mut page = self.page.clone();
        page.headers.extend(authorization.map(|value| ("authorization", value)));
        page.send("POST", path, body).await
    }

    async fn show_page(&self, token: &str, url: &str) -> Answer {
        let body = json!({"visit": "v".repeat(22), "url": url, "title": "Bowls", "referrer": "https://search.example/?q=secret"});
        self.with(Some(format!("Scope {token}")), &self.at(&self.site, "pages"), body).await
    }

    async fn count(&self, token: &str, count: i64) -> Answer {
        self.with(Some(format!("Scope {token}")), &self.at(&self.site, "visits"), json!({"count": count})).await
    }

    fn subject(&self) -> SubjectHash {
        subject_hash(&self.test.ctx, &self.site.id, SUBJECT).unwrap()
    }

    async fn visits(&self) -> Option<i64> {
        self.test.ctx.db.view().await.unwrap().marketing_counters().get(&self.site.id, &self.subject()).await.unwrap()
    }

    async fn pages(&self) -> Vec<String> {
        let pages = self.test.ctx.db.view().await.unwrap().visit_pages().list(&self.site.id, &self.subject(), "", 100).await.unwrap();
        pages.into_iter().map(|page| page.page.url.unwrap()).collect()
    }

    async fn entries(&self) -> Vec<Entry> {
        self.test.ctx.db.view().await.unwrap().consent_entries().list_after(&self.site.id, 0, 1_000).await.unwrap()
    }

    /// Whether a text lies in any file of the data folder.
    fn is_on_disk(&self, text: &str) -> bool {
        holds(self.database.folder().unwrap(), text.as_bytes())
    }
}

#[expect(clippy::disallowed_methods, reason = "the test searches what the server left on the disk")]
fn holds(folder: &Path, text: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() { holds(&path, text) } else { std::fs::read(path).unwrap().windows(text.len()).any(|part| part == text) }
    })
}

fn token(answer: &Answer, purpose: &str) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    answer.json["scopes"][purpose].as_str().unwrap_or_else(|| panic!("no token for {purpose}: {answer:?}")).to_owned()
}

fn assert_refused(what: &str, answer: &Answer) {
    assert_eq!((answer.status, &answer.json["code"]), (StatusCode::FORBIDDEN, &json!("forbidden")), "{what}: {answer:?}");
}

#[tokio::test]
async fn an_answer_is_kept_and_opens_what_it_allows() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let answer = shop.answer(true, true).await;
    let entry = answer.json["entry_id"].as_str().unwrap().to_owned();
    assert!(entry.starts_with("ce_"), "{entry}");
    assert_eq!(answer.json["expires_at"], json!(shop.test.ctx.now().plus_ms(182 * 86_400_000).as_ms()));
    assert_eq!(answer.json["receipt_url"], json!(shop.at(&shop.site, &format!("consent/{entry}/receipt"))));
    assert_eq!(shop.count(&token(&answer, "marketing"), 3).await.status, StatusCode::NO_CONTENT);
    let page = shop.show_page(&token(&answer, "statistics"), "https://u:p@shop.example/bowls?token=1#x").await;
    assert_eq!(page.status, StatusCode::NO_CONTENT);
    assert_eq!((shop.visits().await, shop.pages().await), (Some(3), vec!["https://shop.example/bowls".to_owned()]));
    let kept = shop.entries().await;
    assert_eq!((kept.len(), kept[0].id.as_str(), kept[0].granted), (1, entry.as_str(), BOTH));
    let used = kept[0].text.clone().unwrap();
    let archived = shop.test.ctx.db.view().await.unwrap().consent_texts().get(&used.sha256).await.unwrap().unwrap();
    assert!(archived.wording.contains("Tout refuser"), "{archived:?}");
}

#[tokio::test]
async fn the_ledger_keeps_the_words_of_the_language_that_was_read() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    for (n, (language, words)) in [("de", "Alle ablehnen"), ("ar", "رفض الكل"), ("pl", "Odrzuć wszystko")].into_iter().enumerate() {
        let answer = shop.tell(&shop.site.clone(), json!({"text": {"version": TEXT_VERSION, "language": language}})).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let used = shop.entries().await[n].text.clone().unwrap();
        let archived = shop.test.ctx.db.view().await.unwrap().consent_texts().get(&used.sha256).await.unwrap().unwrap();
        assert_eq!((used.language.as_str(), archived.language.as_str()), (language, language));
        assert!(archived.wording.contains(words), "{archived:?}");
    }
}

#[tokio::test]
async fn neither_the_browser_s_ids_nor_its_address_nor_its_page_are_in_the_ledger() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    shop.page.headers.push(("user-agent", "CanaryBrowser/140".to_owned()));
    shop.page.headers.push(("origin", "https://canary.example".to_owned()));
    shop.page.headers.push(("referer", "https://canary.example/page".to_owned()));
    shop.page.headers.push(("x-forwarded-for", "203.0.113.77".to_owned()));
    let answer = shop.answer(true, false).await;
    shop.show_page(&token(&answer, "statistics"), "https://shop.example/").await;
    for secret in [SUBJECT, &"v".repeat(22), "CanaryBrowser", "canary.example", "203.0.113.77", "q=secret"] {
        assert!(!shop.is_on_disk(secret), "{secret}");
    }
    assert!(shop.is_on_disk("client-event-number-0001"), "the control: the same search finds what is kept");
}

#[tokio::test]
async fn what_a_manager_calls_its_record_leaves_only_a_hash_that_differs_between_sites() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    for site in [shop.site.clone(), shop.other.clone()] {
        let evidence = json!({"record_id": "198-51-100-7+CanaryAgent/9.1"});
        let told = shop.tell(&site, json!({"evidence": evidence, "source": "cmp:klaro", "method": "manager"})).await;
        assert_eq!(told.status, StatusCode::OK, "{told:?}");
    }
    for secret in ["198-51-100-7", "CanaryAgent"] {
        assert!(!shop.is_on_disk(secret), "{secret}");
    }
    let here = shop.entries().await;
    let there = shop.test.ctx.db.view().await.unwrap().consent_entries().list_after(&shop.other.id, 0, 10).await.unwrap();
    let [here, there] = [&here, &there].map(|entries| entries[0].evidence.as_ref().unwrap().fields().next().unwrap().1.to_owned());
    assert_eq!((here.len(), there.len()), (64, 64));
    assert_ne!(here, there);
    assert!(shop.is_on_disk(&here), "the control: the same search finds the hash");
}

#[tokio::test]
async fn a_token_that_is_not_the_right_one_is_refused_and_leaves_nothing() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let first = shop.answer(true, true).await;
    let superseded = token(&first, "statistics");
    // A newer answer, which denies; what the older one gave out is void.
    shop.answer(false, false).await;
    let denied = superseded.clone();
    let second = shop.answer(true, true).await;
    let (sound, marketing) = (token(&second, "statistics"), token(&second, "marketing"));
    let other = shop.tell(&shop.other.clone(), json!({})).await;
    let mut forged = sound.clone().into_bytes();
    let last = forged.len() - 20;
    forged[last] = if forged[last] == b'A' { b'B' } else { b'A' };
    let raised = sound.replacen(".statistics.", ".marketing.", 1);
    let cases = [
        ("forged", String::from_utf8(forged).unwrap()),
        ("another purpose written in", raised.clone()),
        ("other purpose", marketing),
        ("other site", token(&other, "statistics")),
        ("superseded", denied),
        ("empty", String::new()),
        ("no token at all", "v1.a.b.c".to_owned()),
    ];
    let canary = |n: usize| format!("https://shop.example/canary-{n}-zebra");
    for (n, (what, bad)) in cases.iter().enumerate() {
        assert_refused(what, &shop.show_page(bad, &canary(n)).await);
        assert!(!shop.is_on_disk(&canary(n)), "{what}");
    }
    let path = shop.at(&shop.site, "pages");
    for (n, authorization) in [None, Some(format!("Bearer {sound}"))].into_iter().enumerate() {
        let refused = shop.with(authorization, &path, json!({"visit": "v".repeat(22), "url": canary(50 + n)})).await;
        assert_refused("no scope", &refused);
        assert!(!shop.is_on_disk(&canary(50 + n)));
    }
    for wrong in [&sound, &raised] {
        assert_refused("statistics for marketing", &shop.count(wrong, 7).await);
    }
    assert_eq!((shop.visits().await, shop.pages().await), (None, Vec::new()));
    // The control: the sound token stores the page, and the same search finds it.
    assert_eq!(shop.show_page(&sound, &canary(99)).await.status, StatusCode::NO_CONTENT);
    assert!(shop.is_on_disk(&canary(99)));
    // Ten minutes later it is over.
    shop.test.advance_ms(600_000);
    assert_refused("expired", &shop.show_page(&sound, &canary(100)).await);
    assert!(!shop.is_on_disk(&canary(100)));
    assert_eq!(shop.pages().await, [canary(99)]);
}

#[tokio::test]
async fn the_browser_s_signal_closes_what_an_answer_opened_where_the_site_is_strict() {
    for (gpc, status) in [(GpcRule::Strict, StatusCode::FORBIDDEN), (GpcRule::Overridable, StatusCode::NO_CONTENT)] {
        let mut shop = Shop::new(gpc).await;
        let answer = shop.answer(true, true).await;
        for signal in ["sec-gpc", "dnt"] {
            shop.page.headers.push((signal, "1".to_owned()));
            let page = shop.show_page(&token(&answer, "statistics"), "https://shop.example/").await;
            assert_eq!(page.status, status, "{gpc:?} {signal}: {page:?}");
            assert_eq!(shop.count(&token(&answer, "marketing"), 2).await.status, status, "{gpc:?} {signal}");
            let scopes = shop.at(&shop.site, "consent/scopes");
            let renewed = shop.page.send("POST", &scopes, json!({"subject": SUBJECT, "entry_id": answer.json["entry_id"]})).await;
            assert_eq!(renewed.status == StatusCode::OK, gpc == GpcRule::Overridable, "{gpc:?} {signal}: {renewed:?}");
            shop.page.headers.pop();
        }
        assert_eq!(shop.visits().await.is_some(), gpc == GpcRule::Overridable);
        // Without it the same tokens are as good as before.
        assert_eq!(shop.count(&token(&answer, "marketing"), 3).await.status, StatusCode::NO_CONTENT);
    }
}

#[tokio::test]
async fn a_withdrawal_deletes_what_was_kept_and_kills_the_tokens_at_once() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let answer = shop.answer(true, true).await;
    let (statistics, marketing) = (token(&answer, "statistics"), token(&answer, "marketing"));
    shop.show_page(&statistics, "https://shop.example/a").await;
    shop.count(&marketing, 2).await;
    // Asking again takes nothing away.
    shop.tell(&shop.site.clone(), json!({"event": "shown"})).await;
    assert_eq!((shop.visits().await, shop.pages().await.len()), (Some(2), 1));
    let only_statistics = json!({"statistics": true, "recording": false, "marketing": false});
    let partly = shop.tell(&shop.site.clone(), json!({"event": "withdrawn", "choices": only_statistics})).await;
    assert_eq!((shop.visits().await, shop.pages().await.len()), (None, 1));
    assert_refused("marketing", &shop.count(&marketing, 3).await);
    assert_eq!(partly.json["scopes"].as_object().unwrap().len(), 1);
    let statistics_again = token(&partly, "statistics");
    let none = json!({"statistics": false, "recording": false, "marketing": false});
    let wholly = shop.tell(&shop.site.clone(), json!({"event": "withdrawn", "choices": none})).await;
    assert_eq!(wholly.json["scopes"], json!({}));
    assert_eq!(shop.pages().await.len(), 0);
    for dead in [&statistics, &statistics_again] {
        assert_refused("statistics", &shop.show_page(dead, "https://shop.example/b").await);
    }
    // A withdrawal gives nothing back.
    let all = json!({"statistics": true, "recording": true, "marketing": true});
    let trick = shop.tell(&shop.site.clone(), json!({"event": "withdrawn", "choices": all})).await;
    assert_eq!(trick.json["scopes"], json!({}));
    assert_eq!((shop.visits().await, shop.pages().await.len()), (None, 0));
}

#[tokio::test]
async fn the_browser_s_refusal_signal_wins_over_whatever_the_page_says() {
    for (gpc, said, has_header, grants) in [
        (GpcRule::Strict, "none", false, true),
        (GpcRule::Strict, "none", true, false),
        (GpcRule::Strict, "applied", false, false),
        (GpcRule::Strict, "overridden", true, false),
        (GpcRule::Overridable, "none", true, false),
        (GpcRule::Overridable, "applied", true, false),
        (GpcRule::Overridable, "overridden", true, true),
    ] {
        for header in ["sec-gpc", "dnt"] {
            let mut shop = Shop::new(gpc).await;
            if has_header {
                shop.page.headers.push((header, "1".to_owned()));
            }
            let answer = shop.tell(&shop.site.clone(), json!({"gpc": said})).await;
            let n = answer.json["scopes"].as_object().unwrap().len();
            assert_eq!(n, if grants { 2 } else { 0 }, "{gpc:?} {said} {header} {has_header}");
        }
    }
}

#[tokio::test]
async fn purposes_that_the_site_does_not_use_are_not_granted_and_stop_when_it_stops_using_them() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let answer = shop.tell(&shop.site.clone(), json!({})).await;
    assert_eq!(answer.json["scopes"].as_object().unwrap().len(), 2, "never recording: {answer:?}");
    let owner = shop.test.actor(OWNER_EMAIL).await;
    let privacy = Some(SitePrivacy::check(PurposeSet { marketing: true, ..PurposeSet::NONE }, true, GpcRule::Strict).unwrap());
    change_site(&shop.test.ctx, &owner, &shop.site.id, ChangeSite { privacy, ..ChangeSite::default() }).await.unwrap();
    assert_refused("not used any more", &shop.show_page(&token(&answer, "statistics"), "https://shop.example/").await);
    assert_eq!(shop.count(&token(&answer, "marketing"), 1).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn an_event_that_is_told_again_is_answered_as_before() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let path = shop.at(&shop.site, "consent");
    let body = consent("answered");
    let first = shop.page.send("POST", &path, body.clone()).await;
    let again = shop.page.send("POST", &path, body.clone()).await;
    assert_eq!(first.seen(), again.seen());
    assert_eq!(shop.entries().await.len(), 1);
    let mut changed = body.clone();
    changed["choices"]["marketing"] = json!(false);
    let refused = shop.page.send("POST", &path, changed).await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::CONFLICT, &json!("conflict")));
    // Another browser may call its event the same, and a repetition of what does not count any more opens nothing.
    let mut other = body.clone();
    other["subject"] = json!("t".repeat(43));
    let other = shop.page.send("POST", &path, other).await;
    assert_ne!(other.json["entry_id"], first.json["entry_id"]);
    shop.answer(false, false).await;
    let late = shop.page.send("POST", &path, body).await;
    assert_eq!((&late.json["entry_id"], &late.json["scopes"]), (&first.json["entry_id"], &json!({})));
}

#[tokio::test]
async fn new_tokens_are_for_the_browser_whose_answer_counts() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let answer = shop.answer(true, false).await;
    let entry = answer.json["entry_id"].clone();
    let path = shop.at(&shop.site, "consent/scopes");
    shop.test.advance_ms(1);
    let renewed = shop.page.send("POST", &path, json!({"subject": SUBJECT, "entry_id": entry})).await;
    assert_ne!(token(&renewed, "statistics"), token(&answer, "statistics"));
    assert_eq!(shop.show_page(&token(&renewed, "statistics"), "https://shop.example/").await.status, StatusCode::NO_CONTENT);
    let elsewhere = shop.at(&shop.other, "consent/scopes");
    // Of whom the ledger knows nothing, also because it was erased, is told so, and asks again.
    for (path, subject) in [(&path, "t".repeat(43)), (&elsewhere, SUBJECT.to_owned())] {
        let unknown = shop.page.send("POST", path, json!({"subject": subject, "entry_id": entry})).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{path} {subject} {unknown:?}");
    }
    for (path, subject, entry) in [
        (&path, "short".to_owned(), entry.clone()),
        (&path, SUBJECT.to_owned(), json!("ce_00000000000000000000000000")),
        (&path, SUBJECT.to_owned(), json!("nonsense")),
    ] {
        let refused = shop.page.send("POST", path, json!({"subject": subject, "entry_id": entry})).await;
        assert_refused(&format!("{path} {subject} {entry}"), &refused);
    }
    shop.test.advance_ms(182 * 86_400_000);
    assert_refused("expired", &shop.page.send("POST", &path, json!({"subject": SUBJECT, "entry_id": entry})).await);
    shop.answer(false, false).await;
    assert_refused("superseded", &shop.page.send("POST", &path, json!({"subject": SUBJECT, "entry_id": entry})).await);
}

#[tokio::test]
async fn what_does_not_belong_into_the_ledger_is_refused_and_named() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let site = shop.site.clone();
    for (changes, field) in [
        (json!({"client_id": "short"}), "client_id"),
        (json!({"client_id": "https://shop.example/a/b"}), "client_id"),
        (json!({"subject": "s".repeat(42)}), "subject"),
        (json!({"source": "cmp:Not A Name"}), "source"),
        (json!({"text": {"version": 99, "language": "fr"}}), "text"),
        (json!({"text": {"version": 1, "language": "xx"}}), "text"),
        (json!({"shown": "ce_1"}), "shown"),
        (json!({"evidence": {"record_id": "x".repeat(101)}}), "evidence.record_id"),
        (json!({"evidence": {"revision": "203.0.113.9.1"}}), "evidence.revision"),
        (json!({"evidence": {"decided_at": "shop.example/reset/a"}}), "evidence.decided_at"),
        (json!({"evidence": {"quality": "Mozilla/5.0+X11+Linux"}}), "evidence.quality"),
    ] {
        let answer = shop.tell(&site, changes.clone()).await;
        assert_eq!((answer.status.as_u16(), &answer.json["fields"][0]["field"]), (422, &json!(field)), "{changes} {answer:?}");
    }
    for changes in [
        json!({"url": "https://shop.example/"}),
        json!({"user_agent": "x"}),
        json!({"evidence": {"url": "x"}}),
        json!({"choices": {"statistics": true, "recording": true, "marketing": true, "chat": true}}),
        json!({"choices": {"statistics": true}}),
        json!({"event": "accepted"}),
        json!({"gpc": "sometimes"}),
    ] {
        assert_eq!(shop.tell(&site, changes.clone()).await.status, 422, "{changes}");
    }
    assert_eq!(shop.entries().await, []);
    let evidence = json!({"record_id": "r-1", "revision": "3", "language": "fr", "decided_at": "2026-01-01T00:00:00Z", "quality": "ok"});
    let sound = shop.tell(&site, json!({"evidence": evidence, "source": "cmp:klaro", "method": "manager", "text": null})).await;
    assert_eq!(sound.status, StatusCode::OK, "{sound:?}");
    let answer = shop.answer(true, true).await;
    for count in [0, -1, 1_000_001] {
        assert_eq!(shop.count(&token(&answer, "marketing"), count).await.json["fields"][0]["field"], "count");
    }
    assert_eq!(shop.show_page(&token(&answer, "statistics"), "javascript:alert(1)").await.json["fields"][0]["field"], "url");
}

#[tokio::test]
async fn an_answer_names_what_this_browser_was_shown_and_nothing_else() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let site = shop.site.clone();
    let shown = shop.tell(&site, json!({"event": "shown"})).await;
    let stranger = shop.tell(&site, json!({"event": "shown", "subject": "t".repeat(43)})).await;
    assert_eq!(shown.json["scopes"], json!({}));
    shop.tell(&site, json!({"shown": shown.json["entry_id"]})).await;
    shop.tell(&site, json!({"shown": stranger.json["entry_id"]})).await;
    let named: Vec<Option<String>> = shop.entries().await.into_iter().map(|entry| entry.shown.map(|id| id.to_string())).collect();
    assert_eq!(named, [None, None, Some(shown.json["entry_id"].as_str().unwrap().to_owned()), None]);
}

/// The payload of a receipt, if its signature fits the published key. Nothing of the server is asked.
fn read_receipt(jws: &str, published: &Value) -> Option<Value> {
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
    let (text, signature) = jws.rsplit_once('.')?;
    let (header, payload) = text.split_once('.')?;
    let header: Value = serde_json::from_slice(&decode(header)?).ok()?;
    let key = published["keys"].as_array()?.iter().find(|key| key["kid"] == header["kid"] && key["alg"] == header["alg"])?;
    let key = VerifyingKey::from_bytes(&decode(key["x"].as_str()?)?.try_into().ok()?).ok()?;
    key.verify_strict(text.as_bytes(), &Signature::from_bytes(&decode(signature)?.try_into().ok()?)).ok()?;
    serde_json::from_slice(&decode(payload)?).ok()
}

#[tokio::test]
async fn a_receipt_is_checked_without_the_server_and_a_changed_one_fails() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let answer = shop.answer(true, false).await;
    let path = answer.json["receipt_url"].as_str().unwrap().to_owned();
    let published = shop.page.get("/.well-known/entrenous-keys.json").await.json;
    let mut owner = shop.page.clone();
    owner.headers.push(("authorization", format!("Subject {SUBJECT}")));
    let got = owner.get(&path).await;
    assert_eq!((got.status, &got.headers["content-type"]), (StatusCode::OK, &HeaderValue::from_static("application/jose")));
    let told = read_receipt(&got.text, &published).unwrap();
    assert_eq!(told["receipt_id"], answer.json["entry_id"]);
    assert_eq!(told["purposes"][0], json!({"purpose": "statistics", "lawful_basis": "consent", "decision": "given", "in_effect": true}));
    assert_eq!(told["purposes"][2]["decision"], "refused");
    assert_eq!(told["notice"]["texts"]["consent.bar.refuse"], "Tout refuser");
    let leaf: String = Sha256::digest(told["ledger"]["record"].as_str().unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(told["ledger"]["leaf"], json!(leaf), "the record in it gives the leaf in the ledger");
    // The last character carries bits that are no part of the signature, so it is left alone.
    for at in 0..got.text.len() - 1 {
        let mut changed = got.text.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(read_receipt(&String::from_utf8(changed).unwrap(), &published), None, "{at}");
    }
    // Other words that somebody put in place of the ones that were read are not signed.
    let mut work = shop.test.ctx.db.unit().await.unwrap();
    let forge = Sql::same("test::FORGE", "UPDATE consent_text SET wording = '{\"consent.bar.refuse\":\"forged\"}'");
    work.test_run(forge, args![]).await.unwrap();
    work.save().await.unwrap();
    let again = read_receipt(&owner.get(&path).await.text, &published).unwrap();
    assert_eq!(again["notice"], told["notice"]);
    // Everybody else is told that there is none.
    let elsewhere = path.replace(shop.site.chat_key.as_str(), shop.other.chat_key.as_str());
    for (path, authorization) in [
        (&path, None),
        (&path, Some(format!("Subject {}", "t".repeat(43)))),
        (&path, Some(format!("Bearer {SUBJECT}"))),
        (&elsewhere, Some(format!("Subject {SUBJECT}"))),
        (&path.replace("ce_", "cx_"), Some(format!("Subject {SUBJECT}"))),
    ] {
        let mut page = shop.page.clone();
        page.headers.extend(authorization.map(|value| ("authorization", value)));
        assert_eq!(page.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn pages_and_counters_go_when_their_time_is_over() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let answer = shop.answer(true, true).await;
    shop.count(&token(&answer, "marketing"), 2).await;
    shop.show_page(&token(&answer, "statistics"), "https://shop.example/").await;
    for (days, visits, pages) in [(90, Some(2), 1), (1, Some(2), 0), (91, Some(2), 0), (1, None, 0)] {
        shop.test.advance_ms(days * 86_400_000);
        entrenous_jobs::trim_visits(&shop.test.ctx).await.unwrap();
        assert_eq!((shop.visits().await, shop.pages().await.len()), (visits, pages), "{days}");
    }
}

#[tokio::test]
async fn pages_of_other_origins_reach_none_of_it() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let answer = shop.answer(true, true).await;
    let owner = shop.test.actor(OWNER_EMAIL).await;
    let allowed_domains = Some(vec!["https://shop.example".to_owned()]);
    change_site(&shop.test.ctx, &owner, &shop.site.id, ChangeSite { allowed_domains, ..ChangeSite::default() }).await.unwrap();
    for (origin, is_heard) in [
        (None, false),
        (Some("https://evil.example"), false),
        (Some("https://shop.example"), true),
        (Some("https://chat.example.com"), true),
    ] {
        shop.page.headers.retain(|(name, _)| *name != "origin");
        shop.page.headers.extend(origin.map(|origin| ("origin", origin.to_owned())));
        let scopes = shop.at(&shop.site, "consent/scopes");
        let asked = [
            shop.page.send("POST", &scopes, json!({"subject": SUBJECT, "entry_id": answer.json["entry_id"]})).await,
            shop.count(&token(&answer, "marketing"), 1).await,
            shop.show_page(&token(&answer, "statistics"), "https://shop.example/").await,
            shop.tell(&shop.site.clone(), json!({"event": "shown"})).await,
        ];
        for heard in asked {
            assert_eq!(heard.status.is_success(), is_heard, "{origin:?} {heard:?}");
            assert!(is_heard || heard.json["code"] == "origin_not_allowed", "{heard:?}");
        }
    }
    shop.page.headers.retain(|(name, _)| *name != "origin");
    for what in ["consent", "consent/scopes", "visits", "pages"] {
        let path = format!("/api/sites/{}/{what}", "0".repeat(40));
        let body = crate::bodies::sound_body("POST", &format!("/api/sites/{{chat_key}}/{what}"));
        let mut page = shop.page.clone();
        page.headers.push(("authorization", "Scope x".to_owned()));
        assert_eq!(page.ask("POST", &path, body).await.status, 404, "{what}");
    }
}

#[tokio::test]
async fn a_flood_of_entries_from_one_address_becomes_a_trickle() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let site = shop.site.clone();
    let mut refused = None;
    for n in 0..100 {
        let answer = shop.tell(&site, json!({"subject": format!("{n:0>43}")})).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(answer);
            break;
        }
    }
    assert!(refused.unwrap().json["retry_after_ms"].as_u64().unwrap() <= 10_000);
    assert_eq!(shop.entries().await.len(), 60);
    shop.test.advance_ms(10_000);
    assert_eq!(shop.tell(&site, json!({"subject": "a".repeat(43)})).await.status, StatusCode::OK);
}

#[tokio::test]
async fn owners_and_admins_choose_what_the_site_asks_for() {
    let town = Town::new().await;
    let path = format!("/api/agent/sites/{}", town.own.site);
    let standard = json!({"statistics": false, "marketing": false, "recording": false, "shows_bar": true, "gpc": "strict"});
    let chosen = json!({"statistics": true, "marketing": false, "recording": false, "shows_bar": false, "gpc": "overridable"});
    for name in ["nadia", "ada"] {
        let mut browser = town.signed_in(name).await;
        browser.send("PATCH", &path, json!({"privacy": standard})).await;
        assert_eq!(browser.get(&path).await.json["privacy"], standard);
        assert_eq!(browser.send("PATCH", &path, json!({"privacy": chosen})).await.json["privacy"], chosen, "{name}");
        assert_eq!(browser.send("PATCH", &path, json!({"name": "Shop"})).await.json["privacy"], chosen, "it stays when it is not named");
    }
    let mut emma = town.signed_in("emma").await;
    assert_eq!(emma.send("PATCH", &path, json!({"privacy": standard})).await.status, 403);
    assert_eq!(emma.get(&path).await.json["privacy"], chosen);
    let mut owner = town.signed_in("nadia").await;
    let mut recording = chosen.clone();
    recording["recording"] = json!(true);
    let refused = owner.send("PATCH", &path, json!({"privacy": recording})).await;
    let message = json!([{"field": "privacy.recording", "message": "Visits are not recorded in this version."}]);
    assert_eq!((refused.status.as_u16(), &refused.json["fields"]), (422, &message));
    for (name, value) in [("gpc", json!("sometimes")), ("cookies", json!(true)), ("statistics", json!("yes"))] {
        let mut wrong = chosen.clone();
        wrong[name] = value;
        let refused = owner.send("PATCH", &path, json!({"privacy": wrong})).await;
        let told = "A field is missing, unknown, or of the wrong type.";
        assert_eq!((refused.status.as_u16(), &refused.json["message"]), (422, &json!(told)), "{name}");
    }
    assert_eq!(owner.get(&path).await.json["privacy"], chosen);
}

#[tokio::test]
async fn a_person_s_records_are_erased_for_its_receipt_or_by_its_own_browser_and_the_chain_holds() {
    let mut shop = Shop::new(GpcRule::Strict).await;
    let verified = async |shop: &Shop| verify_ledger(&shop.test.ctx.db, &shop.test.ctx.keys, &shop.site.id).await.unwrap().unwrap();
    let receipt = shop.answer(true, true).await.json["entry_id"].as_str().unwrap().to_owned();
    shop.answer(true, false).await;
    let path = format!("/api/agent/sites/{}/consent/erase", shop.site.id);
    let mut owner = Browser::new(router_at(&shop.test, "https://chat.example.com"));
    owner.cookie = Some(format!("__Host-entrenous={}", shop.test.sign_in(OWNER_EMAIL).await));
    for (trace, status) in [("ce_00000000000000000000000000", 404), ("nonsense", 422), ("", 422)] {
        assert_eq!(owner.send("POST", &path, json!({"trace": trace})).await.status, status, "{trace}");
    }
    // A receipt of this site leads nowhere on another one.
    let elsewhere = format!("/api/agent/sites/{}/consent/erase", shop.other.id);
    assert_eq!(owner.send("POST", &elsewhere, json!({"trace": receipt})).await.status, 404);
    assert_eq!(verified(&shop).await, Verified { entries: 2, erased: 0 });
    let erased = owner.send("POST", &path, json!({"trace": format!(" {receipt} ")})).await;
    assert_eq!((erased.status.as_u16(), &erased.json), (200, &json!({"erased": 2})));
    assert_eq!(verified(&shop).await, Verified { entries: 2, erased: 2 });
    assert_eq!(owner.send("POST", &path, json!({"trace": receipt})).await.status, 404, "it is gone");

    let site = shop.site.clone();
    shop.answer(true, true).await;
    let own = shop.at(&site, "consent/erase");
    for (authorization, status) in
        [(None, 404), (Some("Subject nonsense".to_owned()), 422), (Some(format!("Subject {}", "x".repeat(43))), 200)]
    {
        assert_eq!(shop.with(authorization, &own, json!({})).await.status, status);
    }
    assert_eq!(verified(&shop).await, Verified { entries: 3, erased: 2 }, "another browser's id erases nothing of this one");
    let erased = shop.with(Some(format!("Subject {SUBJECT}")), &own, json!({})).await;
    assert_eq!(erased.json, json!({"erased": 1}));
    assert_eq!(verified(&shop).await, Verified { entries: 3, erased: 3 });
}

#[tokio::test]
async fn the_signal_is_said_to_be_honoured_where_the_specification_looks() {
    let mut shop = Shop::new(GpcRule::Overridable).await;
    let said = shop.page.get("/.well-known/gpc.json").await;
    assert_eq!((said.status.as_u16(), &said.json["gpc"]), (200, &json!(true)), "{said:?}");
    assert!(said.json["lastUpdate"].as_str().is_some_and(|day| day.len() == "2026-11-28".len()), "{said:?}");
    assert_eq!(said.headers["content-type"], "application/json");
}
