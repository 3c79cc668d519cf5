//! What the visitor asks for by name: to be known, and to get the conversation by e-mail.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::availability::Availability;

/// `POST /api/visitor/contact`: the form before the first message, in the visitor's own words. Absent and empty fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactIn {
    /// At most 255 characters.
    #[serde(default)]
    pub name: Option<String>,
    /// At most 254 characters; must look like an address.
    #[serde(default)]
    pub email: Option<String>,
    /// At most 64 characters.
    #[serde(default)]
    pub phone: Option<String>,
    /// The key of a group; an unknown one routes nowhere.
    #[serde(default)]
    pub group: Option<String>,
    /// The visitor ticked the notice; kept as the variable `personalDataProcessingConsent`.
    #[serde(default)]
    pub processing_consent: bool,
}

/// A group that a visitor can choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GroupCardOut {
    /// What the chat box sends back.
    pub key: String,
    /// The name to show.
    pub name: String,
    /// Whether somebody of the group, or somebody who is in no group, accepts chats.
    pub availability: Availability,
}

/// What the server knows of the visitor already, so that nobody is asked twice. Never the values themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KnownOut {
    /// The name.
    pub name: bool,
    /// The e-mail address.
    pub email: bool,
    /// The phone number.
    pub phone: bool,
}

/// `POST /api/visitor/transcript`: send me this conversation by e-mail.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TranscriptIn {
    /// The conversation.
    pub conversation_id: String,
    /// To which address.
    pub email: String,
    /// A language code; the mail is in it when we speak it.
    #[serde(default)]
    pub language: Option<String>,
}

/// The wish is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TranscriptAcceptedOut {
    /// The address gets a link first, and the conversation when somebody follows it: at most one such mail each day.
    pub needs_confirmation: bool,
}
