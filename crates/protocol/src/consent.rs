//! Consent: what a browser tells of questions and answers, and the few calls that need an answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the browser's refusal signal (GPC, DNT) means on a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GpcRule {
    /// It denies everything.
    Strict,
    /// A later act of the visitor under "Your choices" wins.
    Overridable,
}

/// What a site does that needs a consent, and how it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SitePrivacy {
    /// Keep the pages of a visit.
    pub statistics: bool,
    /// Count how often somebody came.
    pub marketing: bool,
    /// Always false: visits are not recorded in this version.
    pub recording: bool,
    /// Whether the product's own bar asks.
    pub shows_bar: bool,
    /// What the browser's refusal signal means.
    pub gpc: GpcRule,
}

/// What the consent module needs to know of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LoaderConsentOut {
    /// The purposes that the site uses: `statistics`, `marketing`.
    pub purposes: Vec<Purpose>,
    /// Whether the product's own bar asks.
    pub shows_bar: bool,
    /// What the browser's refusal signal means.
    pub gpc: GpcRule,
    /// The version of the texts; another one asks again.
    pub text_version: u32,
    /// Path of the consent module on this server.
    pub url: String,
}

/// A purpose that needs a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Which pages a visit saw.
    Statistics,
    /// How pages were used.
    Recording,
    /// How often somebody came.
    Marketing,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentEvent {
    /// The question was shown; nothing was decided.
    Shown,
    /// An answer was given, for every purpose.
    Answered,
    /// An answer was taken back; it can only take away.
    Withdrawn,
}

/// By which act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentMethod {
    /// A button of our own.
    Button,
    /// A call of the page.
    Call,
    /// A signal of the browser.
    Signal,
    /// A consent manager.
    Manager,
}

/// What became of the browser's refusal signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GpcState {
    /// There was none.
    None,
    /// It was obeyed; nothing is granted.
    Applied,
    /// The visitor decided otherwise later; nothing is granted where the site is strict.
    Overridden,
}

/// Yes or no for every purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentChoices {
    /// Yes to statistics.
    pub statistics: bool,
    /// Yes to recording.
    pub recording: bool,
    /// Yes to marketing.
    pub marketing: bool,
}

/// The texts that were shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentTextIn {
    /// Their version.
    pub version: u32,
    /// Their language: one that the question is written in, not the one that was asked for.
    pub language: String,
}

/// What a consent manager says about an answer. Letters, digits and `. _ - + / = :` only; no addresses of any kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentEvidence {
    /// The manager's id of the record, at most 100 characters. Only a keyed hash of it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_id: Option<String>,
    /// The manager's revision: a number of at most eight digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// A language code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When it was decided: ISO 8601 in its long form, such as `2026-11-22T16:13:04Z`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<String>,
    /// What is thin about it, such as `no-timestamp`: at most 32 small letters and hyphens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<String>,
}

/// `POST /api/sites/{chat_key}/consent`: what was shown, answered or taken back. No cookie, no credential.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentIn {
    /// 22 to 64 random characters of the browser, others for each event; repeating the event gives the same answer.
    pub client_id: String,
    /// The random id of 43 characters that the browser keeps with its answer.
    pub subject: String,
    /// What happened.
    pub event: ConsentEvent,
    /// `own`, `api`, `gpc`, `platform` or `cmp:<manager>`.
    pub source: String,
    /// The answer.
    pub choices: ConsentChoices,
    /// The texts that were shown.
    #[serde(default)]
    pub text: Option<ConsentTextIn>,
    /// The entry that says what was shown before.
    #[serde(default)]
    pub shown: Option<String>,
    /// By which act.
    pub method: ConsentMethod,
    /// What became of the refusal signal.
    pub gpc: GpcState,
    /// What a manager says about it.
    #[serde(default)]
    pub evidence: Option<ConsentEvidence>,
}

/// A token for each purpose that is granted. A token is good for 10 minutes and sent as `authorization: Scope <token>`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsentScopes {
    /// For `POST …/pages`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statistics: Option<String>,
    /// For `POST …/visits`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marketing: Option<String>,
}

/// The entry that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsentOut {
    /// The entry's id in the ledger.
    pub entry_id: String,
    /// From when the answer counts as unknown again, Unix ms.
    pub expires_at: i64,
    /// Tokens for what is granted; none when a newer answer counts.
    pub scopes: ConsentScopes,
    /// Path of the signed receipt on this server.
    pub receipt_url: String,
}

/// `POST /api/sites/{chat_key}/consent/scopes`: new tokens for an answer that still counts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentScopesIn {
    /// The random id of the browser.
    pub subject: String,
    /// The entry of its answer.
    pub entry_id: String,
}

/// The answer to that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsentScopesOut {
    /// Tokens for what is granted.
    pub scopes: ConsentScopes,
}

/// `POST /api/sites/{chat_key}/visits`, with a scope token for marketing.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitsIn {
    /// How often the browser came, 1 to 1,000,000.
    pub count: i64,
}

/// `POST /api/sites/{chat_key}/visits/visitor`, with a scope token for marketing: agents may see how often this visitor came.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkCounterIn {
    /// The visitor's token.
    pub visitor: String,
}

/// `POST /api/sites/{chat_key}/pages/visitor`, with a scope token for statistics: agents may see which pages this visitor sees.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkVisitIn {
    /// The random id of the tab, 22 to 64 characters.
    pub visit: String,
    /// The visitor's token.
    pub visitor: String,
}

/// `POST /api/sites/{chat_key}/pages`, with a scope token for statistics.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitPageIn {
    /// The random id of the tab, 22 to 64 characters.
    pub visit: String,
    /// The page's address; query and fragment are dropped.
    pub url: String,
    /// The page's title.
    #[serde(default)]
    pub title: Option<String>,
    /// `document.referrer`; only its origin is kept.
    #[serde(default)]
    pub referrer: Option<String>,
}

/// `POST /api/agent/sites/{id}/consent/erase`: a person asked for it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentEraseIn {
    /// The number of one of the person's receipts, or the random id that the browser keeps.
    pub trace: String,
}

/// How many records went; their hashes stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsentErasedOut {
    /// So many.
    pub erased: u32,
}
