//! What a website's cookie policy says about the chat: every name that may be stored, in whose interest, how long.
//!
//! It is read off the registry, so that it cannot say less than what the product stores.

use super::registry::{Purpose, STORAGE, StorageEntry, StorageKind, Terms};
use crate::site::{ChatKey, TrackingMode};

/// The id in the published names of recordings. Source: privacy reference, section 3.
const REC_ID: &str = "23361dd035530";

/// The four categories in which people are asked, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// What the chat cannot do without.
    Necessary,
    /// What a visitor chose.
    Preference,
    /// How the website is used.
    Statistics,
    /// More fitting messages.
    Marketing,
}

impl Category {
    /// The category of a purpose; each name has exactly one.
    pub const fn of(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Chat => Category::Necessary,
            Purpose::Preferences => Category::Preference,
            Purpose::Statistics | Purpose::Recording => Category::Statistics,
            Purpose::Marketing => Category::Marketing,
        }
    }
}

/// One line of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLine {
    /// As it is in the browser, without the prefixes that a page may choose.
    pub name: String,
    /// Where it lives.
    pub kind: StorageKind,
    /// What it is for.
    pub purpose: Purpose,
    /// When and why it is written on this site.
    pub terms: Terms,
    /// Life in ms; `None` means as long as the tab.
    pub ttl_ms: Option<u64>,
    /// What removes it.
    pub erase_on: &'static [&'static str],
    /// What a visitor reads about it, in English.
    pub text_en: &'static str,
    /// The same in French.
    pub text_fr: &'static str,
}

/// A site's policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CookiePolicy {
    /// What the chat of this site may store, by category, in the order of the registry.
    pub stored: Vec<PolicyLine>,
    /// Declared names that nothing writes here: their part is not in this version, or the site does not use their purpose.
    pub reserved: Vec<PolicyLine>,
}

/// The policy of a site in its mode.
///
/// `asked_for` are the purposes with a consent of their own (statistics, recording, marketing) that the site uses;
/// without them such names are only reserved.
pub fn cookie_policy(chat_key: &ChatKey, mode: TrackingMode, asked_for: &[Purpose]) -> CookiePolicy {
    // In the mode `on_open` nobody follows a visit, so that statistics store nothing even where they are granted.
    let is_used = |purpose| asked_for.contains(&purpose) && (mode != TrackingMode::OnOpen || purpose != Purpose::Statistics);
    let is_stored = |entry: &StorageEntry| entry.is_written && (!entry.terms.needs_consent || is_used(entry.purpose));
    let lines = |of_stored: bool| {
        let entries = STORAGE.iter().filter(|entry| is_stored(entry) == of_stored);
        let mut lines: Vec<PolicyLine> = entries.map(|entry| line(entry, chat_key, mode)).collect();
        // The sort is stable: inside a category the registry's order stays.
        lines.sort_by_key(|line| Category::of(line.purpose));
        lines
    };
    CookiePolicy { stored: lines(true), reserved: lines(false) }
}

fn line(entry: &StorageEntry, chat_key: &ChatKey, mode: TrackingMode) -> PolicyLine {
    let terms_always = entry.terms_always.filter(|_| mode == TrackingMode::Always);
    PolicyLine {
        name: entry.name.replace("<CHAT_KEY>", chat_key.as_str()).replace("<REC_ID>", REC_ID),
        kind: entry.kind,
        purpose: entry.purpose,
        terms: terms_always.unwrap_or(entry.terms),
        ttl_ms: entry.ttl_ms,
        erase_on: entry.erase_on,
        text_en: entry.text_en,
        text_fr: entry.text_fr,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(mode: TrackingMode, asked_for: &[Purpose]) -> CookiePolicy {
        cookie_policy(&ChatKey::new([171; 20]), mode, asked_for)
    }

    fn names(lines: &[PolicyLine]) -> Vec<&str> {
        lines.iter().map(|line| line.name.as_str()).collect()
    }

    #[test]
    fn every_declared_name_is_either_stored_or_reserved() {
        let everything = [Purpose::Statistics, Purpose::Recording, Purpose::Marketing];
        for asked_for in [&[][..], &[Purpose::Marketing], &everything] {
            for mode in TrackingMode::ALL {
                let policy = policy(mode, asked_for);
                let mut all = names(&policy.stored);
                all.extend(names(&policy.reserved));
                assert_eq!(all.len(), STORAGE.len());
                all.sort_unstable();
                all.dedup();
                assert_eq!(all.len(), STORAGE.len(), "{all:?}");
            }
        }
    }

    #[test]
    fn variables_of_names_are_filled_in() {
        let policy = policy(TrackingMode::WithConsent, &[]);
        let all: Vec<&PolicyLine> = policy.stored.iter().chain(&policy.reserved).collect();
        assert!(all.iter().all(|line| !line.name.contains('<')));
        let message = format!("ssupp_{}message", "ab".repeat(20));
        assert!(names(&policy.stored).contains(&message.as_str()));
        assert!(all.iter().any(|line| line.name == "SL_C_23361dd035530_KEY"));
    }

    #[test]
    fn what_needs_consent_is_listed_only_where_the_site_uses_it() {
        let quiet = policy(TrackingMode::WithConsent, &[]);
        assert!(quiet.stored.iter().all(|line| matches!(line.purpose, Purpose::Chat | Purpose::Preferences)));
        assert!(!quiet.stored.is_empty());
        // A purpose in use shows its names as soon as a part writes them, and never another purpose's.
        let busy = policy(TrackingMode::WithConsent, &[Purpose::Marketing]);
        let written = STORAGE.iter().filter(|entry| entry.is_written && entry.purpose == Purpose::Marketing).count();
        assert_eq!(busy.stored.len(), quiet.stored.len() + written);
        assert!(busy.stored.iter().all(|line| !matches!(line.purpose, Purpose::Statistics | Purpose::Recording)));
    }

    #[test]
    fn statistics_are_not_listed_in_the_mode_that_stores_nothing_for_them() {
        let listed = |mode| policy(mode, &[Purpose::Statistics]).stored.iter().any(|line| line.purpose == Purpose::Statistics);
        assert_eq!(TrackingMode::ALL.map(listed), TrackingMode::ALL.map(|mode| mode != TrackingMode::OnOpen));
    }

    #[test]
    fn categories_stand_in_the_order_in_which_people_are_asked() {
        let categories: Vec<Category> =
            policy(TrackingMode::WithConsent, &[]).stored.iter().map(|line| Category::of(line.purpose)).collect();
        assert!(categories.is_sorted());
        assert_eq!(Category::of(Purpose::Recording), Category::Statistics);
    }

    #[test]
    fn the_mode_always_says_that_it_stores_at_page_load_and_needs_consent() {
        for (mode, trigger, needs_consent) in [(TrackingMode::OnOpen, "chat_opened", false), (TrackingMode::Always, "page_load", true)] {
            let policy = policy(mode, &[]);
            let token = policy.stored.iter().find(|line| line.name == "ssupp.vid").expect("the token is always stored");
            assert_eq!((token.terms.trigger, token.terms.needs_consent), (trigger, needs_consent));
        }
    }
}
