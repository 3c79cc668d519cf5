//! The cookie policy of a site, for programs: consent managers, scanners, the site's own policy page.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a name lives in the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StoredKind {
    /// A cookie of the website.
    Cookie,
    /// Local storage of the website.
    LocalStorage,
    /// Session storage of the website.
    SessionStorage,
}

/// The category in which a visitor is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CookieCategory {
    /// What the chat cannot do without.
    Necessary,
    /// What a visitor chose.
    Preference,
    /// How the website is used.
    Statistics,
    /// More fitting messages.
    Marketing,
}

/// One name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CookieOut {
    /// As it is in the browser; a page may put a prefix of its own before it.
    pub name: String,
    /// Who answers for it: the website.
    pub provider: String,
    /// The category.
    pub category: CookieCategory,
    /// What it is for, as a sentence.
    pub purpose: String,
    /// Where it lives.
    pub kind: StoredKind,
    /// The same in words.
    pub kind_text: String,
    /// When it is stored, in words.
    pub stored: String,
    /// Whether it is stored only after a consent.
    pub needs_consent: bool,
    /// When it ends, in words.
    pub expiry: String,
    /// Its life in ms; absent for what ends with its tab.
    pub life_ms: Option<u64>,
}

/// The names of one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CookieCategoryOut {
    /// Which.
    pub id: CookieCategory,
    /// Its name.
    pub name: String,
    /// What it means here, as sentences.
    pub text: String,
    /// Its names.
    pub cookies: Vec<CookieOut>,
}

/// `GET /api/sites/{chat_key}/cookies`: the cookie policy of a site in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CookiePolicyOut {
    /// The version of this shape.
    pub v: u32,
    /// `en` or `fr`.
    pub language: String,
    /// The site's name.
    pub site: String,
    /// The address of the same as a page.
    pub url: String,
    /// Sentences before the list.
    pub intro: Vec<String>,
    /// What the chat of this site may store in its present settings; categories without names are absent.
    pub categories: Vec<CookieCategoryOut>,
    /// Sentences after the list.
    pub notes: Vec<String>,
    /// How a visitor changes its mind, as sentences.
    pub change: Vec<String>,
    /// Declared names that nothing stores on this site, for scanners that compare with the published lists.
    pub reserved: Vec<CookieOut>,
}
