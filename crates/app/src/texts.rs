//! Sentences that the server itself says, in the languages of its people.
//!
//! The catalogues are `locales/<language>/server.json`: flat keys, `{name}` for what is filled in.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A language that every text of the product exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
}

impl Language {
    /// Reads a tag such as `fr` or `fr-CA`; `None` when we do not speak it.
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" => Some(Language::En),
            "fr" => Some(Language::Fr),
            _ => None,
        }
    }

    /// The stored and sent code.
    pub const fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Fr => "fr",
        }
    }
}

type Catalogue = HashMap<String, String>;

static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| read(include_str!("../../../locales/en/server.json")));
static FRENCH: LazyLock<Catalogue> = LazyLock::new(|| read(include_str!("../../../locales/fr/server.json")));

#[expect(clippy::expect_used, reason = "the catalogues are compiled in and a test reads them")]
fn read(json: &str) -> Catalogue {
    serde_json::from_str(json).expect("a catalogue is an object of texts")
}

/// The sentence of a key, with its placeholders filled in.
///
/// A key that does not exist answers itself; a test makes sure that none is used.
pub fn text(language: Language, key: &str, values: &[(&str, &str)]) -> String {
    let catalogue = match language {
        Language::En => &ENGLISH,
        Language::Fr => &FRENCH,
    };
    let Some(sentence) = catalogue.get(key) else { return key.to_owned() };
    // In one pass: what is filled in may be a stranger's text, and braces in it mean nothing.
    let mut filled = String::with_capacity(sentence.len());
    let mut rest = sentence.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let value = values.iter().find_map(|(name, value)| Some((behind.strip_prefix(name)?.strip_prefix('}')?, *value)));
        let Some((behind, value)) = value else {
            filled.push('{');
            rest = behind;
            continue;
        };
        filled.push_str(value);
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// Whether both catalogues have a key.
pub fn exists(key: &str) -> bool {
    ENGLISH.contains_key(key) && FRENCH.contains_key(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_catalogues_have_the_same_keys() {
        let sorted = |catalogue: &Catalogue| catalogue.keys().cloned().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(sorted(&ENGLISH), sorted(&FRENCH));
    }

    #[test]
    fn placeholders_are_filled_in() {
        let filled = text(Language::En, "error.domain", &[("entry", "{entry} {other}"), ("other", "x")]);
        assert_eq!(filled, "“{entry} {other}” is not the address of a website, such as https://shop.example.");
        assert_eq!(text(Language::En, "no such key", &[]), "no such key");
        assert!(text(Language::Fr, "error.domain", &[]).contains("{entry}"), "what has no value stays");
    }
}
