//! An entry of a site's consent ledger, and its words.

use crate::ids::{ConsentEntryId, SiteId};
use crate::time::Timestamp;

use super::chain::Digest;
use super::evidence::Evidence;
use super::purpose::PurposeSet;

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_meta])* $variant,)* }

        impl $name {
            /// The stored and sent word.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// Reads the word.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($word => Some($name::$variant),)* _ => None }
            }
        }
    };
}

words! {
    /// What happened.
    ConsentEvent {
        /// The question was shown; nothing was decided.
        Shown = "shown",
        /// An answer was given, for every purpose.
        Answered = "answered",
        /// An answer was taken back; it can only take away.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// By which act.
    ConsentMethod {
        /// A button of our own.
        Button = "button",
        /// A call of the page.
        Call = "call",
        /// A signal of the browser.
        Signal = "signal",
        /// A consent manager.
        Manager = "manager",
    }
}

words! {
    /// What became of the browser's refusal signal.
    GpcState {
        /// There was none.
        None = "none",
        /// It was obeyed.
        Applied = "applied",
        /// The visitor decided otherwise later, under "Your choices".
        Overridden = "overridden",
    }
}

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentSource {
    /// Our own bar or menu.
    Own,
    /// The page's calls.
    Api,
    /// The browser's refusal signal.
    Gpc,
    /// The platform that the shop runs on.
    Platform,
    /// The consent manager with this name.
    Cmp(String),
}

impl ConsentSource {
    /// The stored and sent text: `own`, `api`, `gpc`, `platform` or `cmp:<manager>`.
    pub fn to_text(&self) -> String {
        match self {
            ConsentSource::Own => "own".to_owned(),
            ConsentSource::Api => "api".to_owned(),
            ConsentSource::Gpc => "gpc".to_owned(),
            ConsentSource::Platform => "platform".to_owned(),
            ConsentSource::Cmp(manager) => format!("cmp:{manager}"),
        }
    }

    /// Reads the text. A manager's name has 1 to 32 characters from `a–z 0–9 - _`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "own" => Some(ConsentSource::Own),
            "api" => Some(ConsentSource::Api),
            "gpc" => Some(ConsentSource::Gpc),
            "platform" => Some(ConsentSource::Platform),
            other => {
                let name = other.strip_prefix("cmp:")?;
                let sound = (1..=32).contains(&name.len())
                    && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'));
                sound.then(|| ConsentSource::Cmp(name.to_owned()))
            }
        }
    }
}

/// The keyed hash of the random id that a browser keeps with its answer; the id itself is never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubjectHash([u8; 32]);

impl SubjectHash {
    /// From the 32 bytes of a keyed hash.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The wording that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextUsed {
    /// Its version.
    pub version: u32,
    /// Its language code.
    pub language: String,
    /// SHA-256 of the exact texts of that version and language.
    pub sha256: Digest,
}

/// One entry of a site's ledger. It holds no address, no browser and no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub id: ConsentEntryId,
    /// Of which site.
    pub site: SiteId,
    /// The place in the site's chain, from 1 without gaps.
    pub position: i64,
    /// The leaf of the entry before; zeroes for the first.
    pub prev: Digest,
    /// What happened.
    pub event: ConsentEvent,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// Whose browser.
    pub subject: SubjectHash,
    /// What the browser called the event; repeating it gives the same entry.
    pub client_id: String,
    /// Who says so.
    pub source: ConsentSource,
    /// What became of the refusal signal.
    pub gpc: GpcState,
    /// What the manager says about it.
    pub evidence: Option<Evidence>,
    /// The entry that says what was shown before.
    pub shown: Option<ConsentEntryId>,
    /// The wording.
    pub text: Option<TextUsed>,
    /// The answer: yes or no for every purpose.
    pub choices: PurposeSet,
    /// What the server made of it by the site's rules at that moment.
    pub granted: PurposeSet,
    /// By which act.
    pub method: ConsentMethod,
    /// From when it counts as unknown again.
    pub expires_at: Timestamp,
    /// Random, so that nobody finds out an erased record by trying.
    pub salt: Digest,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manager_is_named_and_nothing_else_is_said_in_its_place() {
        for sound in ["own", "api", "gpc", "platform", "cmp:klaro", "cmp:vanilla-cookieconsent"] {
            assert_eq!(ConsentSource::parse(sound).map(|source| source.to_text()).as_deref(), Some(sound));
        }
        for odd in ["", "cmp:", "cmp:Klaro", "cmp:a b", "cmp:https://a.example", &format!("cmp:{}", "x".repeat(33)), "import"] {
            assert_eq!(ConsentSource::parse(odd), None, "{odd}");
        }
    }
}
