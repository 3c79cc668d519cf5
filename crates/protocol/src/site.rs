//! Sites, their groups, and what the loader asks for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::availability::Availability;
use crate::consent::{LoaderConsentOut, SitePrivacy};
use crate::identity::SiteIdentityOut;

/// When the chat box may store something and open a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrackingMode {
    /// Nothing before the visitor opens the box.
    OnOpen,
    /// As `on_open`, and live presence after statistics consent.
    WithConsent,
    /// At page load.
    Always,
}

/// On which side of the screen the launcher stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The left side.
    Left,
    /// The right side.
    Right,
}

/// Texts that an administrator may replace, in one language. An empty text means the product's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatBoxTexts {
    /// The title of the first screen, at most 80 characters.
    #[serde(default)]
    pub greeting_title: String,
    /// The line below it, at most 200 characters.
    #[serde(default)]
    pub greeting_text: String,
    /// The line when nobody is there, at most 200 characters.
    #[serde(default)]
    pub offline_text: String,
    /// The notice before the first message, at most 1000 characters.
    #[serde(default)]
    pub notice_text: String,
    /// The line above the contact form, at most 200 characters.
    #[serde(default)]
    pub form_text: String,
}

/// When the chat box asks who is writing, before the first message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactFormWhen {
    /// It does not ask.
    Never,
    /// While nobody is there. The e-mail address is required then, because nobody could answer otherwise.
    #[default]
    Offline,
    /// Always. Name and e-mail address are required then.
    Always,
}

/// What the chat box asks before the first message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContactFormSettings {
    /// When it asks.
    pub when: ContactFormWhen,
    /// Whether it asks for the name.
    pub name: bool,
    /// Whether it asks for the e-mail address.
    pub email: bool,
    /// Whether it asks for the phone number.
    pub phone: bool,
    /// Whether the visitor chooses a group, where the site has some.
    pub group: bool,
}

impl Default for ContactFormSettings {
    fn default() -> Self {
        Self { when: ContactFormWhen::default(), name: true, email: true, phone: false, group: false }
    }
}

/// How the closed chat box looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LauncherStyle {
    /// A round button.
    #[default]
    Bubble,
    /// The button with the first line of the greeting beside it.
    Greeting,
}

/// What a switch is where nobody chose: on.
fn on() -> bool {
    true
}

/// What an administrator chose for the chat box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatBoxSettings {
    /// `#rrggbb`.
    pub color: String,
    /// On which side.
    pub side: Side,
    /// Do not show the launcher until the page asks for it.
    #[serde(default)]
    pub hide_launcher: bool,
    /// Do not show the launcher while nobody is there.
    #[serde(default)]
    pub hide_when_offline: bool,
    /// Where "Details and your rights" leads; empty: no link.
    #[serde(default)]
    pub privacy_url: String,
    /// What it asks before the first message.
    #[serde(default)]
    pub contact_form: ContactFormSettings,
    /// Show the notice before the first message.
    #[serde(default = "on")]
    pub show_notice: bool,
    /// The visitor ticks the notice before the first message. Counts only where the notice is shown.
    #[serde(default)]
    pub notice_tick_required: bool,
    /// Ask for a rating when the conversation has ended.
    #[serde(default = "on")]
    pub rating: bool,
    /// Ask for words with the rating.
    #[serde(default = "on")]
    pub rating_comment: bool,
    /// Offer the conversation by e-mail.
    #[serde(default = "on")]
    pub transcript: bool,
    /// How the closed chat box looks.
    #[serde(default)]
    pub launcher_style: LauncherStyle,
    /// Replaced texts by language code.
    #[serde(default)]
    pub texts: BTreeMap<String, ChatBoxTexts>,
}

/// `GET /api/sites/{chat_key}/settings`: what the loader asks for, once, without a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LoaderSettingsOut {
    /// The version of this shape.
    pub v: u32,
    /// The site's name, shown in the header.
    pub name: String,
    /// The site's language, when the page sets none.
    pub language: String,
    /// When something may be stored.
    pub tracking_mode: TrackingMode,
    /// Whether somebody is there.
    pub availability: Availability,
    /// Look and texts.
    pub chat_box: ChatBoxSettings,
    /// Path of the chat box's module on this server.
    pub box_url: String,
    /// Path of the greeting's module on this server, for the launcher style `greeting`.
    pub greeting_url: String,
    /// What the consent module needs; absent when the site does nothing that needs a consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<LoaderConsentOut>,
    /// The launcher's words by language code, for every language that has them; the page may ask for any of them.
    #[serde(default)]
    pub launcher: BTreeMap<String, LauncherWordsOut>,
}

/// What the launcher is called before the box is there, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LauncherWordsOut {
    /// While somebody is there.
    pub name: String,
    /// While nobody is there.
    pub write: String,
}

/// A site as its account sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SiteOut {
    /// The site's id.
    pub id: String,
    /// 40 lower-case hexadecimal characters; public, authorises nothing.
    pub chat_key: String,
    /// The site's name.
    pub name: String,
    /// A language code.
    pub language: String,
    /// When something may be stored.
    pub tracking_mode: TrackingMode,
    /// Origins that may show the chat box; empty: every origin.
    pub allowed_domains: Vec<String>,
    /// Look and texts.
    pub chat_box: ChatBoxSettings,
    /// What it does that needs a consent, and how it asks.
    pub privacy: SitePrivacy,
    /// How identities are proven.
    pub identity: SiteIdentityOut,
    /// When a page last loaded the snippet, Unix ms; a load within a minute of a noted one is not noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<i64>,
    /// The origin of that page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_origin: Option<String>,
    /// The code to paste into a page.
    pub install_code: String,
    /// The site's groups.
    pub groups: Vec<GroupOut>,
    /// Unix ms.
    pub created_at: i64,
}

/// `POST /api/agent/sites`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteIn {
    /// 1 to 80 characters.
    pub name: String,
    /// A language code.
    pub language: String,
    /// Origins such as `https://shop.example`; may be empty.
    #[serde(default)]
    pub allowed_domains: Vec<String>,
}

/// `PATCH /api/agent/sites/{id}`. Absent fields stay as they are.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SitePatch {
    /// 1 to 80 characters.
    #[serde(default)]
    pub name: Option<String>,
    /// A language code.
    #[serde(default)]
    pub language: Option<String>,
    /// When something may be stored.
    #[serde(default)]
    pub tracking_mode: Option<TrackingMode>,
    /// Origins.
    #[serde(default)]
    pub allowed_domains: Option<Vec<String>>,
    /// Look and texts, as a whole.
    #[serde(default)]
    pub chat_box: Option<ChatBoxSettings>,
    /// What it does that needs a consent, as a whole.
    #[serde(default)]
    pub privacy: Option<SitePrivacy>,
    /// Whether the page's words about who is writing count only with a proof; there must be a key.
    #[serde(default)]
    pub identity_required: Option<bool>,
}

/// A group of agents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GroupOut {
    /// The group's id.
    pub id: String,
    /// What the page names in `smartsupp('group', …)`.
    pub key: String,
    /// The group's name.
    pub name: String,
    /// Ids of its agents.
    pub agent_ids: Vec<String>,
}

/// `POST /api/agent/sites/{id}/groups` and `PUT …/groups/{group_id}`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupIn {
    /// 1 to 80 characters.
    pub name: String,
    /// 1 to 40 characters from `a–z 0–9 - _`; made from the name when absent.
    #[serde(default)]
    pub key: Option<String>,
    /// Agents with access to the site.
    pub agent_ids: Vec<String>,
}

/// `GET /api/agent/sites`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SiteListOut {
    /// The sites that the agent may see, by name.
    pub sites: Vec<SiteOut>,
}

/// What pages of an origin got when they asked for the chat box last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SeenPageOut {
    /// The origin, such as `https://shop.example`.
    pub origin: String,
    /// When a page of it got the chat box, Unix ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<i64>,
    /// When a page of it was refused, because the origin is not among the allowed domains, Unix ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused_at: Option<i64>,
}

/// `GET /api/agent/sites/{id}/pages`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SeenPagesOut {
    /// The server's clock, Unix ms.
    pub now: i64,
    /// The pages' origins since the server started and within a day, the last that asked first; at most 20.
    pub pages: Vec<SeenPageOut>,
}
