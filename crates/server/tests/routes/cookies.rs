//! The cookie policy over HTTP: it is the registry, in the reader's language, and only what is true of the site.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::browser::{Answer, Browser};
use crate::town::Town;

fn registry() -> toml::Table {
    include_str!("../../../../privacy/registry.toml").parse().unwrap()
}

/// The names of `[[storage]]` with the chat key filled in: those that something writes without a consent, and the rest.
fn declared(key: &str) -> (Vec<String>, Vec<String>) {
    let registry = registry();
    let all = registry["storage"].as_array().unwrap();
    let is_written = |entry: &toml::Value| {
        let first = entry.get("alternate_of").and_then(|first| all.iter().find(|other| other["name"] == *first));
        first.unwrap_or(entry).get("written_by").is_some()
    };
    let names = |stored: bool| {
        all.iter()
            .filter(|entry| (is_written(entry) && entry["eprivacy"].as_str() != Some("consent")) == stored)
            .map(|entry| entry["name"].as_str().unwrap().replace("<CHAT_KEY>", key).replace("<REC_ID>", "23361dd035530"))
            .collect::<Vec<_>>()
    };
    (names(true), names(false))
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

fn names(cookies: &Value) -> Vec<String> {
    cookies.as_array().unwrap().iter().map(|cookie| cookie["name"].as_str().unwrap().to_owned()).collect()
}

fn stored(policy: &Value) -> Vec<String> {
    policy["categories"].as_array().unwrap().iter().flat_map(|category| names(&category["cookies"])).collect()
}

struct Stranger {
    browser: Browser,
    key: String,
}

impl Stranger {
    fn to(town: &Town) -> Self {
        Self { browser: Browser::new(town.router.clone()), key: town.home.site.chat_key.as_str().to_owned() }
    }

    async fn list(&mut self, query: &str) -> Answer {
        self.browser.get(&format!("/api/sites/{}/cookies{query}", self.key)).await
    }

    async fn page(&mut self, query: &str) -> Answer {
        self.browser.get(&format!("/privacy/{}/cookies{query}", self.key)).await
    }
}

#[tokio::test]
async fn the_list_holds_every_declared_name_once_and_nothing_else() {
    let town = Town::new().await;
    let mut stranger = Stranger::to(&town);
    let answer = stranger.list("?lang=en").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let (written, reserved) = declared(&stranger.key);
    assert_eq!(sorted(stored(&answer.json)), sorted(written));
    assert_eq!(sorted(names(&answer.json["reserved"])), sorted(reserved));
    let first = &answer.json["categories"][0];
    assert_eq!((&first["id"], &first["name"]), (&json!("necessary"), &json!("Necessary")));
    let token = &first["cookies"][0];
    assert_eq!(token["name"], "ssupp.vid");
    assert_eq!(token["provider"], town.home.site.name.as_str());
    assert_eq!((&token["kind_text"], &token["stored"]), (&json!("Cookie"), &json!("when you open the chat")));
    assert_eq!(token["expiry"], "6 months after you last opened the chat");
    assert_eq!((&token["life_ms"], &token["needs_consent"]), (&json!(182_u64 * 86_400_000), &json!(false)));
    assert_eq!(answer.headers["access-control-allow-origin"], "*");
    assert_eq!(answer.headers["content-language"], "en");
}

#[tokio::test]
async fn each_sentence_exists_in_the_reader_s_language() {
    let town = Town::new().await;
    let mut stranger = Stranger::to(&town);
    let english = stranger.list("?lang=en").await.json;
    let french = stranger.list("?lang=fr-CA").await.json;
    assert_eq!((&english["language"], &french["language"]), (&json!("en"), &json!("fr")));
    assert_eq!(stored(&english), stored(&french));
    for (one, other) in english["categories"].as_array().unwrap().iter().zip(french["categories"].as_array().unwrap()) {
        assert_ne!(one["text"], other["text"]);
        for (one, other) in one["cookies"].as_array().unwrap().iter().zip(other["cookies"].as_array().unwrap()) {
            for field in ["purpose", "stored", "expiry"] {
                assert_ne!(one[field], other[field], "{one}");
            }
        }
    }
    // Without a wish in the address the browser's counts, and a language that we do not speak is no wish.
    stranger.browser.headers.push(("accept-language", "fr;q=0.9".to_owned()));
    for query in ["", "?lang=de"] {
        let answer = stranger.list(query).await;
        assert_eq!(answer.json["language"], "fr", "{query}");
        assert!(answer.headers.get_all("vary").iter().any(|value| value == "accept-language"));
    }
    assert_eq!(stranger.list("?lang=en").await.json["language"], "en");
}

#[tokio::test]
async fn a_language_that_is_named_twice_is_one_of_both_and_no_mistake() {
    let town = Town::new().await;
    let mut stranger = Stranger::to(&town);
    stranger.browser.headers.push(("accept-language", "en".to_owned()));
    for (query, language) in
        [("?lang=fr&lang=en", "fr"), ("?lang=de&lang=fr", "fr"), ("?lang=&lang=de", "en"), ("?lang=fr&utm=x&utm=y", "fr")]
    {
        let list = stranger.list(query).await;
        assert_eq!((list.status.as_u16(), list.json["language"].as_str()), (200, Some(language)), "{query}");
        assert_eq!(stranger.page(query).await.status, 200, "{query}");
    }
}

#[tokio::test]
async fn the_page_shows_the_same_list_and_may_load_nothing() {
    let town = Town::new().await;
    let mut stranger = Stranger::to(&town);
    let list = stranger.list("?lang=fr").await.json;
    let page = stranger.page("?lang=fr").await;
    assert_eq!((page.status.as_u16(), &page.headers["content-type"]), (200, &"text/html; charset=utf-8".parse().unwrap()));
    assert!(page.text.starts_with("<!doctype html>\n<html lang=\"fr\">"), "{}", page.text);
    let rows: Vec<&str> = page.text.split("<th scope=\"row\">").skip(1).map(|row| row.split('<').next().unwrap()).collect();
    assert_eq!(rows, stored(&list));
    for name in names(&list["reserved"]) {
        assert!(!rows.contains(&name.as_str()), "{name} is not stored here");
    }
    for sentence in list["change"].as_array().unwrap().iter().chain(list["notes"].as_array().unwrap()) {
        assert!(page.text.contains(sentence.as_str().unwrap()), "{sentence}");
    }
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    let style = page.text.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let hash = STANDARD.encode(Sha256::digest(style));
    assert_eq!(
        policy,
        format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
    );
    for loaded in ["<script", "src=", "@import", "url(", "style=\""] {
        assert!(!page.text.contains(loaded), "{loaded}");
    }
    assert!(page.headers.get("access-control-allow-origin").is_none());
    assert!(page.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn the_table_is_the_list_without_a_look_of_its_own() {
    let town = Town::new().await;
    let mut stranger = Stranger::to(&town);
    let list = stranger.list("?lang=en").await.json;
    let path = format!("/privacy/{}/cookies/table?lang=en", stranger.key);
    let table = stranger.browser.get(&path).await;
    let rows: Vec<&str> = table.text.split("<th scope=\"row\">").skip(1).map(|row| row.split('<').next().unwrap()).collect();
    assert_eq!(rows, stored(&list));
    assert!(table.text.starts_with("<table lang=\"en\">") && table.text.ends_with("</table>\n"), "{}", table.text);
    assert!(!table.text.contains("class=") && !table.text.contains("style"), "{}", table.text);
    assert_eq!(table.headers["access-control-allow-origin"], "*");
}

#[tokio::test]
async fn a_hostile_name_stays_text() {
    let town = Town::new().await;
    let mut owner = town.signed_in("nadia").await;
    let name = "<img src=x onerror=alert(1)>\"'&";
    let changed = owner.send("PATCH", &format!("/api/agent/sites/{}", town.own.site), json!({"name": name})).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let mut stranger = Stranger::to(&town);
    assert_eq!(stranger.list("").await.json["site"], name);
    let table = format!("/privacy/{}/cookies/table", stranger.key);
    for text in [stranger.page("").await.text, stranger.browser.get(&table).await.text] {
        assert!(!text.contains("<img"), "{text}");
        assert!(text.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"), "{text}");
    }
}

#[tokio::test]
async fn the_mode_always_is_told_and_not_called_free_of_consent() {
    let town = Town::new().await;
    let mut owner = town.signed_in("nadia").await;
    let mut stranger = Stranger::to(&town);
    let quiet = stranger.list("?lang=en").await.json;
    assert!(quiet["change"].to_string().contains("As long as you do not open the chat, it stores nothing."), "{quiet}");
    let changed = owner.send("PATCH", &format!("/api/agent/sites/{}", town.own.site), json!({"tracking_mode": "always"})).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let early = stranger.list("?lang=en").await.json;
    let necessary = &early["categories"][0];
    assert!(necessary["text"].as_str().unwrap().contains("it must ask for your consent"), "{necessary}");
    assert!(!necessary["text"].as_str().unwrap().contains("need no consent"), "{necessary}");
    let token = &necessary["cookies"][0];
    assert_eq!((&token["stored"], &token["needs_consent"]), (&json!("when a page loads"), &json!(true)));
    assert_eq!(token["expiry"], "6 months after it was stored");
    assert!(!early["change"].to_string().contains("it stores nothing"), "{early}");
}

#[tokio::test]
async fn an_unknown_key_has_no_list() {
    let town = Town::new().await;
    let mut browser = Browser::new(town.router.clone());
    for key in ["0".repeat(40), "x".to_owned(), "%00".to_owned()] {
        for path in [format!("/api/sites/{key}/cookies"), format!("/privacy/{key}/cookies"), format!("/privacy/{key}/cookies/table")] {
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
        }
    }
}

#[tokio::test]
async fn every_answer_carries_the_declared_headers() {
    let town = Town::new().await;
    let mut stranger = Stranger::to(&town);
    let registry = registry();
    let declared = registry["header_sent"].as_array().unwrap();
    assert!(declared.len() >= 3);
    for answer in [stranger.page("").await, stranger.list("").await, stranger.browser.get("/nowhere").await] {
        for header in declared {
            assert_eq!(answer.headers[header["name"].as_str().unwrap()].to_str().unwrap(), header["value"].as_str().unwrap());
        }
    }
}

#[tokio::test]
async fn on_a_narrow_screen_each_cell_can_say_of_which_column_it_is() {
    let town = Town::new().await;
    let mut stranger = Stranger::to(&town);
    for (language, labels) in
        [("en", ["Provider", "Purpose", "Type", "Stored", "Expiry"]), ("fr", ["Fournisseur", "Objectif", "Type", "Stockage", "Expiration"])]
    {
        let page = stranger.page(&format!("?lang={language}")).await.text;
        let found: Vec<&str> = page.split("<td data-label=\"").skip(1).filter_map(|cell| cell.split('"').next()).collect();
        assert!(!found.is_empty() && found.len() == page.matches("<td").count(), "{page}");
        for row in found.chunks(labels.len()) {
            assert_eq!(row, labels);
        }
    }
}

#[tokio::test]
async fn the_page_says_of_which_day_it_is() {
    let town = Town::new().await;
    let mut stranger = Stranger::to(&town);
    let day = town.test.ctx.now().utc_day();
    assert!(stranger.page("?lang=en").await.text.contains(&format!("<time datetime=\"{day}\">As of {day}</time>")));
    assert!(stranger.page("?lang=fr").await.text.contains(&format!("État au {day}")));
}
