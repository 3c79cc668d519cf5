//! The policy in one language: which sentences are true of this site.

use entrenous_app::privacy::SitePolicy;
use entrenous_app::texts::{Language, text};
use entrenous_domain::privacy::registry::{Purpose, StorageKind};
use entrenous_domain::privacy::{Category, PolicyLine};
use entrenous_domain::site::{Site, TrackingMode};
use entrenous_protocol::cookies::{CookieCategoryOut, CookieOut, CookiePolicyOut};
use entrenous_protocol::site::ChatBoxSettings;

use crate::http::error::ApiError;

/// The version of the answer's shape.
const VERSION: u32 = 1;

const MS_PER_DAY: u64 = 86_400_000;

/// Everything that the three answers show.
pub fn policy(found: &SitePolicy, language: Language, url: &str) -> CookiePolicyOut {
    let say = |key: &str| text(language, key, &[("site", &found.site.name)]);
    let line = |line: &PolicyLine| cookie(line, &found.site, language);
    let mut categories: Vec<CookieCategoryOut> = Vec::new();
    for stored in &found.policy.stored {
        let category = Category::of(stored.purpose);
        // Lines come by category, so a new one begins where the category changes.
        if categories.last().is_none_or(|last| last.id != category.into()) {
            let key = category_key(category);
            let name = say(key);
            categories.push(CookieCategoryOut {
                id: category.into(),
                name,
                text: say(&category_text(found, category)),
                cookies: Vec::new(),
            });
        }
        if let Some(last) = categories.last_mut() {
            last.cookies.push(line(stored));
        }
    }
    CookiePolicyOut {
        v: VERSION,
        language: language.code().to_owned(),
        site: found.site.name.clone(),
        url: url.to_owned(),
        intro: vec![say("cookies.intro"), say("cookies.intro.third_parties")],
        categories,
        notes: notes(found, language),
        change: change(found).into_iter().map(say).collect(),
        reserved: found.policy.reserved.iter().map(line).collect(),
    }
}

/// Where the site keeps its own privacy policy; empty when it named none.
///
/// # Errors
/// `internal` when the stored settings cannot be read.
pub fn privacy_url(site: &Site) -> Result<String, ApiError> {
    let settings: ChatBoxSettings = serde_json::from_str(&site.chat_box).map_err(ApiError::internal)?;
    Ok(settings.privacy_url)
}

fn category_key(category: Category) -> &'static str {
    match category {
        Category::Necessary => "cookies.category.necessary",
        Category::Preference => "cookies.category.preference",
        Category::Statistics => "cookies.category.statistics",
        Category::Marketing => "cookies.category.marketing",
    }
}

/// "Needs no consent" is said only where it is so: in the mode `always` the necessary names are stored before anybody asked for a chat.
fn category_text(found: &SitePolicy, category: Category) -> String {
    let is_early = found.policy.stored.iter().any(|line| Category::of(line.purpose) == category && line.terms.trigger == "page_load");
    format!("{}.text{}", category_key(category), if is_early { "_always" } else { "" })
}

fn notes(found: &SitePolicy, language: Language) -> Vec<String> {
    let asks = |line: &PolicyLine| matches!(line.purpose, Purpose::Statistics | Purpose::Recording | Purpose::Marketing);
    let mut notes = Vec::new();
    if !found.policy.stored.iter().any(asks) {
        notes.push(text(language, "cookies.notes.none", &[]));
    }
    notes.push(text(language, "cookies.notes.prefix", &[]));
    notes.push(text(language, "cookies.notes.made", &[("version", env!("CARGO_PKG_VERSION"))]));
    notes
}

/// The ways that exist on this site.
fn change(found: &SitePolicy) -> Vec<&'static str> {
    let mut ways = Vec::new();
    if found.asked_for.is_empty() && found.site.tracking_mode != TrackingMode::Always {
        ways.push("cookies.change.unopened");
    }
    if !found.asked_for.is_empty() {
        ways.push("cookies.change.choices");
    }
    ways.extend(["cookies.change.sound", "cookies.change.browser"]);
    ways
}

fn cookie(line: &PolicyLine, site: &Site, language: Language) -> CookieOut {
    let say = |key: &str| text(language, key, &[]);
    CookieOut {
        name: line.name.clone(),
        provider: site.name.clone(),
        category: Category::of(line.purpose).into(),
        purpose: match language {
            Language::En => line.text_en.to_owned(),
            Language::Fr => line.text_fr.to_owned(),
        },
        kind: line.kind.into(),
        kind_text: say(match line.kind {
            StorageKind::Cookie => "cookies.kind.cookie",
            StorageKind::LocalStorage => "cookies.kind.local_storage",
            StorageKind::SessionStorage => "cookies.kind.session_storage",
        }),
        stored: say(&stored_key(line.terms.trigger)),
        needs_consent: line.terms.needs_consent,
        expiry: expiry(line, language),
        life_ms: line.ttl_ms,
    }
}

fn stored_key(trigger: &str) -> String {
    let word = if trigger.starts_with("grant:") { "granted" } else { trigger };
    format!("cookies.stored.{word}")
}

/// Such as "6 months after you last opened the chat".
fn expiry(line: &PolicyLine, language: Language) -> String {
    let Some(ms) = line.ttl_ms else { return text(language, "cookies.expiry.tab", &[]) };
    let life = life(ms / MS_PER_DAY, language);
    let expiry = text(language, &expiry_key(line.terms.from), &[("life", &life)]);
    if line.erase_on.contains(&"sent") { text(language, "cookies.expiry.or_sent", &[("expiry", &expiry)]) } else { expiry }
}

/// `last chat_opened` → the key of "… after you last opened the chat".
fn expiry_key(from: &str) -> String {
    format!("cookies.expiry.{}", from.trim_start_matches("last "))
}

fn life(days: u64, language: Language) -> String {
    let key = match days {
        1 => "cookies.life.day",
        182 => "cookies.life.half_year",
        365 => "cookies.life.year",
        730 => "cookies.life.two_years",
        _ => "cookies.life.days",
    };
    text(language, key, &[("n", &days.to_string())])
}

#[cfg(test)]
mod tests {
    use entrenous_app::texts::exists;
    use entrenous_domain::privacy::registry::STORAGE;

    use super::*;

    #[test]
    fn every_word_that_the_registry_can_ask_for_exists() {
        for entry in &STORAGE {
            for terms in [Some(entry.terms), entry.terms_always].into_iter().flatten() {
                for key in [stored_key(terms.trigger), expiry_key(terms.from)] {
                    assert!(exists(&key), "{}: {key} is missing in locales/*/server.json", entry.name);
                }
            }
        }
        for category in [Category::Necessary, Category::Preference, Category::Statistics, Category::Marketing] {
            assert!(exists(category_key(category)) && exists(&format!("{}.text", category_key(category))));
        }
    }

    #[test]
    fn lives_are_said_in_the_words_of_the_published_lists() {
        let said = |days| (life(days, Language::En), life(days, Language::Fr));
        assert_eq!(said(182), ("6 months".to_owned(), "6 mois".to_owned()));
        assert_eq!(said(1), ("1 day".to_owned(), "1 jour".to_owned()));
        assert_eq!(said(730), ("2 years".to_owned(), "2 ans".to_owned()));
        assert_eq!(said(30), ("30 days".to_owned(), "30 jours".to_owned()));
    }
}
