//! The Rust side of the registry: the same names, for notices, cookie pages and tests.

use std::fmt::Write as _;

use super::NOTICE;
use super::registry::{KINDS, PATH, PURPOSES, Registry, Storage};

/// The whole module, not yet formatted.
pub fn write(registry: &Registry) -> String {
    let mut entries = String::new();
    for entry in &registry.storage {
        let _ = writeln!(entries, "{},", literal(entry, registry.is_written(entry)));
    }
    format!(
        "// {NOTICE} {PATH}. Do not edit.
//! Every name that Entrenous may store in a visitor's browser.

/// What something is stored for; a stored name serves exactly one purpose, and unknown consent counts as refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {{ {purposes} }}

/// Where a browser keeps a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StorageKind {{ {kinds} }}

/// When a name may be written, and why it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {{
    /// The earliest event that may write it.
    pub trigger: &'static str,
    /// Whether it waits for a consent; otherwise it is strictly necessary for what the visitor asked for.
    pub needs_consent: bool,
    /// From when its life counts.
    pub from: &'static str,
}}

/// One declared name.
#[derive(Clone, Copy, Debug)]
pub struct StorageEntry {{
    /// As published; `<CHAT_KEY>` and `<REC_ID>` are filled in at run time.
    pub name: &'static str,
    /// Where it lives.
    pub kind: StorageKind,
    /// What it is for.
    pub purpose: Purpose,
    /// When and why it may be written.
    pub terms: Terms,
    /// The same in the mode `always`, where that differs.
    pub terms_always: Option<Terms>,
    /// Whether a part of this version writes it; otherwise the name is only reserved.
    pub is_written: bool,
    /// Life in ms from the moment of writing; `None` means as long as the tab.
    pub ttl_ms: Option<u64>,
    /// The declared name that this one replaces when cookies are blocked.
    pub alternate_of: Option<&'static str>,
    /// What removes it.
    pub erase_on: &'static [&'static str],
    /// What a visitor reads about it, in English.
    pub text_en: &'static str,
    /// The same in French.
    pub text_fr: &'static str,
}}

/// The declared names in the order of the registry.
pub const STORAGE: [StorageEntry; {n}] = [{entries}];
",
        purposes = variants(&PURPOSES),
        kinds = variants(&KINDS),
        n = registry.storage.len(),
    )
}

fn variants(words: &[&str]) -> String {
    words.iter().map(|word| format!("/// `{word}`\n{},", variant(word))).collect::<Vec<_>>().join("\n")
}

/// `localStorage` → `LocalStorage`
fn variant(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn literal(entry: &Storage, is_written: bool) -> String {
    let always = entry.mode.as_ref().map(|mode| &mode.always);
    let always = always.map(|mode| terms(&mode.trigger, &mode.eprivacy, mode.from.as_deref().unwrap_or(&entry.from)));
    format!(
        "StorageEntry {{ name: {:?}, kind: StorageKind::{}, purpose: Purpose::{}, terms: {}, terms_always: {}, is_written: {is_written}, ttl_ms: {:?}, alternate_of: {:?}, erase_on: &{:?}, text_en: {:?}, text_fr: {:?} }}",
        entry.name,
        variant(&entry.kind),
        variant(&entry.purpose),
        terms(&entry.trigger, &entry.eprivacy, &entry.from),
        always.map_or_else(|| "None".to_owned(), |terms| format!("Some({terms})")),
        entry.ttl_ms(),
        entry.alternate_of,
        entry.erase_on,
        entry.text.en,
        entry.text.fr,
    )
}

fn terms(trigger: &str, eprivacy: &str, from: &str) -> String {
    format!("Terms {{ trigger: {trigger:?}, needs_consent: {}, from: {from:?} }}", eprivacy == "consent")
}

#[cfg(test)]
mod tests {
    use super::super::registry::{read, sample::SMALL};
    use super::*;

    #[test]
    fn entries_are_rust() {
        let text = write(&read(SMALL).expect("it is good"));
        assert!(text.contains("pub const STORAGE: [StorageEntry; 3]"));
        let second = "kind: StorageKind::LocalStorage, purpose: Purpose::Marketing, terms: Terms { trigger: \"grant:marketing\", needs_consent: true, from: \"creation\" }, terms_always: None, is_written: true";
        assert!(text.contains(second), "{text}");
        let third = "terms_always: Some(Terms { trigger: \"page_load\", needs_consent: true, from: \"creation\" }), is_written: false";
        assert!(text.contains(third), "{text}");
        assert!(text.contains("ttl_ms: Some(15724800000), alternate_of: Some(\"ssupp.visits\")"));
    }
}
