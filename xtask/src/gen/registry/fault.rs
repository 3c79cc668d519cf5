//! What is wrong with the registry, said so that the entry, the rule and the cure are named.

use std::fmt;

use super::shape::Text;
use super::words::{ASKED_FOR, BASES, EPRIVACY, is_purpose};

/// One broken rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which entry.
    pub entry: String,
    /// What must hold.
    pub rule: String,
    /// What to do.
    pub cure: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}: {}; {}", self.entry, self.rule, self.cure)
    }
}

/// The faults of one entry, collected, so that one run names them all.
pub struct Entry<'a> {
    name: &'a str,
    faults: &'a mut Vec<Fault>,
}

impl<'a> Entry<'a> {
    /// Begins with an entry.
    pub fn new(name: &'a str, faults: &'a mut Vec<Fault>) -> Self {
        Self { name, faults }
    }

    /// Notes a fault unless something holds.
    pub fn must(&mut self, holds: bool, rule: impl Into<String>, cure: impl Into<String>) {
        if !holds {
            self.faults.push(Fault { entry: self.name.to_owned(), rule: rule.into(), cure: cure.into() });
        }
    }

    /// A field has one of a few words.
    pub fn one_of(&mut self, field: &str, word: &str, words: &[&str]) {
        self.must(words.contains(&word), format!("{field} is {word:?}, which nobody knows"), format!("use one of {}", words.join(", ")));
    }

    /// A field says something.
    pub fn filled(&mut self, field: &str, text: &str) {
        self.must(!text.trim().is_empty(), format!("{field} is empty"), "say what it is");
    }

    /// Both languages say a whole sentence, each its own.
    pub fn both_languages(&mut self, text: &Text) {
        for (language, sentence) in [("en", &text.en), ("fr", &text.fr)] {
            let is_sentence = sentence.trim() == sentence && sentence.len() > 1 && sentence.ends_with('.');
            self.must(is_sentence, format!("text.{language} is no whole sentence"), "write one that ends with a full stop");
        }
        self.must(text.en != text.fr, "text.en and text.fr are the same", "translate it");
    }

    /// The purpose is known, and its bases fit: consent for what is asked for, and for nothing else.
    pub fn bases(&mut self, purpose: &str, eprivacy: &str, gdpr: &str) {
        self.one_of("eprivacy", eprivacy, &EPRIVACY);
        self.basis(purpose, gdpr);
        let is_asked = ASKED_FOR.contains(&purpose);
        self.must(
            is_asked == (eprivacy == "consent"),
            format!("{purpose} and eprivacy {eprivacy:?} do not fit"),
            format!("{} need consent, and nothing else may wait for one", ASKED_FOR.join(", ")),
        );
    }

    /// The purpose is known, and its GDPR basis fits.
    pub fn basis(&mut self, purpose: &str, gdpr: &str) {
        self.must(is_purpose(purpose), format!("purpose is {purpose:?}, which nobody knows"), "use one of the purposes in words.rs");
        self.one_of("gdpr", gdpr, &BASES);
        self.must(
            ASKED_FOR.contains(&purpose) == (gdpr == "6.1.a"),
            format!("{purpose} and gdpr {gdpr:?} do not fit"),
            format!("6.1.a, consent, is the basis of {} and of nothing else", ASKED_FOR.join(", ")),
        );
    }
}

/// A fault for each name that stands more than once in its section.
pub fn once<'a>(section: &str, names: impl Iterator<Item = &'a str>, faults: &mut Vec<Fault>) {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        let is_first = seen.insert(name);
        Entry::new(name, faults).must(
            is_first,
            format!("[[{section}]] declares it twice"),
            "keep one: a name has one purpose, one kind and one life",
        );
    }
}
