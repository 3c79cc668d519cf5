//! The sections and fields of the registry. What is not here is refused, so a misspelt field cannot pass for a promise.

use serde::Deserialize;

const MS_PER_DAY: u64 = 86_400_000;

/// Everything declared, each section in the order of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registry {
    /// Names in a visitor's browser.
    pub storage: Vec<Storage>,
    /// Columns that hold personal data.
    pub column: Vec<Column>,
    /// Cookies of an agent's sign-in.
    pub agent_cookie: Vec<AgentName>,
    /// Names in an agent's browser.
    pub agent_storage: Vec<AgentName>,
    /// What the widget reads of the browser.
    pub browser_read: Vec<BrowserRead>,
    /// What the server reads of a request's head.
    pub header_read: Vec<HeaderRead>,
    /// What the server says in the head of every answer.
    pub header_sent: Vec<HeaderSent>,
    /// What a log line may hold.
    pub log_field: Vec<LogField>,
    /// Where the server connects to by itself.
    pub egress: Vec<Egress>,
}

impl Registry {
    /// Whether something in the product writes a name: itself, or for an alternate the name that it replaces.
    pub fn is_written(&self, stored: &Storage) -> bool {
        let first = stored.alternate_of.as_ref().and_then(|first| self.storage.iter().find(|other| other.name == *first));
        first.unwrap_or(stored).written_by.is_some()
    }
}

/// What a person reads about an entry.
#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

/// What differs in another tracking mode.
#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Modes {
    /// In the mode `always`.
    pub always: ModeTerms,
}

/// When something may happen in a mode, and why it may.
#[derive(Deserialize, Clone, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct ModeTerms {
    /// The earliest event.
    pub trigger: String,
    /// Why it needs consent, or not.
    pub eprivacy: String,
    /// From when its life counts; only for what is stored.
    pub from: Option<String>,
}

/// One stored name.
#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    /// With `<CHAT_KEY>` and `<REC_ID>` where these go.
    pub name: String,
    /// One of `KINDS`.
    pub kind: String,
    /// One of `PURPOSES`.
    pub purpose: String,
    /// Why it needs consent, or not.
    pub eprivacy: String,
    /// The basis for using what is stored.
    pub gdpr: String,
    /// The earliest event that may write it.
    pub trigger: String,
    /// Days (`182d`), or `tab`.
    pub ttl: String,
    /// From when its life counts.
    pub from: String,
    /// What it holds.
    pub value: String,
    /// Whether that is about a person.
    pub personal: bool,
    /// Whether anybody but the controller can read it.
    pub third_party_access: bool,
    /// What removes it.
    pub erase_on: Vec<String>,
    /// Who answers for it.
    pub provider: String,
    /// The file that writes it; absent for a name whose part is not there yet, and for alternates.
    pub written_by: Option<String>,
    /// The name that this one replaces when cookies are blocked.
    pub alternate_of: Option<String>,
    /// The longest life that a setting may give it, where that is more than 395 days.
    pub ceiling: Option<String>,
    /// What differs in other tracking modes.
    pub mode: Option<Modes>,
    /// One sentence for each language.
    pub text: Text,
}

impl Storage {
    /// Life in ms from the moment of writing; nothing for what ends with its tab.
    pub fn ttl_ms(&self) -> Option<u64> {
        // `read` has refused a life that is neither.
        days(&self.ttl).map(|days| days * MS_PER_DAY)
    }
}

/// `182d` → 182
pub fn days(ttl: &str) -> Option<u64> {
    ttl.strip_suffix('d').and_then(|days| days.parse().ok())
}

/// One column that holds personal data.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// `table.column`
    pub at: String,
    /// What kind of data.
    pub category: String,
    /// How the row leads to a person.
    pub subject: String,
    /// A purpose, also of the server's own.
    pub purpose: String,
    /// The basis.
    pub gdpr: String,
    /// The class that says how long.
    pub retention: String,
    /// Whether an export of the person contains it.
    pub export: bool,
    /// What erasing the person does to it.
    pub erase: String,
    /// The key with which it is sealed.
    pub encrypt: Option<String>,
}

/// A cookie or another stored name in an agent's browser.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgentName {
    /// With `<AGENT_ID>` where it goes.
    pub name: String,
    /// One of `KINDS`.
    pub kind: String,
    /// Always `agent`.
    pub subject: String,
    /// A purpose, also of the server's own.
    pub purpose: String,
    /// Why it needs no consent.
    pub eprivacy: String,
    /// The basis.
    pub gdpr: String,
    /// The earliest event that may write it.
    pub trigger: String,
    /// Days.
    pub ttl: String,
    /// From when its life counts.
    pub from: String,
    /// What it holds.
    pub value: String,
    /// Whether that is about a person.
    pub personal: bool,
    /// Whether anybody but the controller can read it.
    pub third_party_access: bool,
    /// What removes it.
    pub erase_on: Vec<String>,
    /// Who answers for it.
    pub provider: String,
    /// One sentence for each language.
    pub text: Text,
}

/// One thing that the widget reads of the browser.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BrowserRead {
    /// As code names it: `navigator.onLine`.
    pub what: String,
    /// One of `PURPOSES`.
    pub purpose: String,
    /// Why it needs consent, or not.
    pub eprivacy: String,
    /// The basis.
    pub gdpr: String,
    /// The earliest event that may read it.
    pub trigger: String,
    /// In which form it leaves the device; `never` when it stays.
    pub sent_as: String,
    /// What remains on the server.
    pub keep: String,
    /// What differs in other tracking modes.
    pub mode: Option<Modes>,
    /// One sentence for each language.
    pub text: Text,
}

/// One header that the server reads.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderRead {
    /// In lower case.
    pub name: String,
    /// Who sends it.
    pub subject: String,
    /// A purpose, also of the server's own.
    pub purpose: String,
    /// Why it needs consent, or not.
    pub eprivacy: String,
    /// The basis.
    pub gdpr: String,
    /// The earliest event that may read it.
    pub trigger: String,
    /// What remains of it.
    pub keep: String,
    /// One sentence for each language.
    pub text: Text,
}

/// One header of every answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderSent {
    /// In lower case.
    pub name: String,
    /// Its value.
    pub value: String,
    /// One sentence for each language.
    pub text: Text,
}

/// One field of log lines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogField {
    /// As the macros of `tracing` name it.
    pub name: String,
    /// What kind of value.
    pub r#type: String,
    /// Always `security`.
    pub purpose: String,
    /// The basis.
    pub gdpr: String,
    /// What it holds.
    pub value: String,
    /// Whether that is about a person.
    pub personal: bool,
    /// The class that says how long.
    pub retention: String,
    /// One sentence for each language.
    pub text: Text,
}

/// One destination outside of the server.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Egress {
    /// Its name.
    pub id: String,
    /// Addresses, or the settings that hold them.
    pub hosts: Vec<String>,
    /// Where it is; `operator` when whoever runs the server chooses it.
    pub country: String,
    /// What allows a transfer there; `operator` likewise.
    pub mechanism: String,
    /// A purpose, also of the server's own.
    pub purpose: String,
    /// The basis.
    pub gdpr: String,
    /// What goes there.
    pub data: Vec<String>,
    /// What sends it.
    pub trigger: String,
    /// Always `off`.
    pub default: String,
    /// How long it stays there.
    pub retention: String,
    /// The only file that connects.
    pub opened_by: String,
    /// One sentence for each language.
    pub text: Text,
}
