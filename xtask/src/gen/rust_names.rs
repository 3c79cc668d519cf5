//! The Rust side of the registry: the same names, for notices, cookie pages and tests.

use std::fmt::Write as _;

use super::NOTICE;
use super::registry::{KINDS, PATH, PURPOSES, Registry, Storage};

/// The whole module, not yet formatted.
pub fn write(registry: &Registry) -> String {
    let mut entries = String::new();
    for entry in &registry.storage {
        let _ = writeln!(entries, "{},", literal(entry));
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

/// One declared name.
#[derive(Clone, Copy, Debug)]
pub struct StorageEntry {{
    /// As published; `<CHAT_KEY>` and `<REC_ID>` are filled in at run time.
    pub name: &'static str,
    /// Where it lives.
    pub kind: StorageKind,
    /// What it is for.
    pub purpose: Purpose,
    /// The earliest event that may write it.
    pub trigger: &'static str,
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

fn literal(entry: &Storage) -> String {
    format!(
        "StorageEntry {{ name: {:?}, kind: StorageKind::{}, purpose: Purpose::{}, trigger: {:?}, ttl_ms: {:?}, alternate_of: {:?}, erase_on: &{:?}, text_en: {:?}, text_fr: {:?} }}",
        entry.name,
        variant(&entry.kind),
        variant(&entry.purpose),
        entry.trigger,
        // `registry::read` has refused a life that cannot be read.
        entry.ttl_ms().ok().flatten(),
        entry.alternate_of,
        entry.erase_on,
        entry.text.en,
        entry.text.fr,
    )
}

#[cfg(test)]
mod tests {
    use super::super::registry::{read, tests::SMALL};
    use super::*;

    #[test]
    fn entries_are_rust() {
        let text = write(&read(SMALL).expect("it is good"));
        assert!(text.contains("pub const STORAGE: [StorageEntry; 2]"));
        assert!(text.contains("kind: StorageKind::LocalStorage, purpose: Purpose::Marketing, trigger: \"grant:marketing\""));
        assert!(text.contains("ttl_ms: Some(15724800000), alternate_of: Some(\"ssupp.visits\")"));
    }
}
