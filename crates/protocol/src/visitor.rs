//! Visitors: what agents see of them, and the calls of the chat box.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::availability::Availability;
use crate::contact::{GroupCardOut, KnownOut};
use crate::conversation::OwnerState;
use crate::rating::RatingOut;

/// A visitor as agents see it. Absent fields were never given or are not collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VisitorOut {
    /// The visitor's id; it opens nothing.
    pub id: String,
    /// A short name to show when there is none, such as `4F2A`.
    pub short: String,
    /// The name given by form or page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address given by form or page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number given by form or page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What the page said, in the order of its ids.
    pub variables: Vec<VariableOut>,
    /// The page the visitor wrote from, without query and fragment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_url: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_title: Option<String>,
    /// The origin that led here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referrer: Option<String>,
    /// What the website runs on, such as `WP 6.8`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_platform: Option<String>,
    /// Family and major version, such as `Firefox 140`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser: Option<String>,
    /// Family, such as `Android`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os: Option<String>,
    /// `desktop`, `phone` or `tablet`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// A language code such as `fr`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether the chat box is connected at this moment.
    pub connected: bool,
    /// Unix ms.
    pub created_at: i64,
}

/// A variable of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VariableOut {
    /// The page's name for it.
    pub id: String,
    /// What to show; the same as `id` when the page gave none.
    pub label: String,
    /// Always text; numbers and switches are written out.
    pub value: String,
}

/// A variable as the page gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariableIn {
    /// 1 to 64 characters.
    pub id: String,
    /// At most 128 characters.
    #[serde(default)]
    pub label: Option<String>,
    /// At most 1000 characters.
    pub value: String,
}

/// What the page or the visitor says about who is writing. Absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityIn {
    /// At most 255 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// At most 255 characters; must look like an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// At most 64 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The id or key of a group; an unknown one routes nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// A language code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Merged into what is known; at most 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variables: Option<Vec<VariableIn>>,
    /// What the site's server signed about who is writing: a compact JWT with HS256, good for one use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

/// The page the visitor is on. The server drops query and fragment of addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PageIn {
    /// The page's address.
    pub url: String,
    /// The page's title.
    #[serde(default)]
    pub title: Option<String>,
    /// `document.referrer`; only its origin is kept.
    #[serde(default)]
    pub referrer: Option<String>,
    /// What the website runs on, as its page says it (`sitePlatform`).
    #[serde(default)]
    pub platform: Option<String>,
    /// The page's form asks which group shall answer, whatever the owner set: the state then names the groups.
    #[serde(default)]
    pub asks_group: bool,
}

/// `POST /api/visitor/session`: begin or go on. Called when the visitor opens the chat box.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionIn {
    /// The site's public key.
    pub chat_key: String,
    /// The token of an earlier session; an unknown one is replaced, never adopted.
    #[serde(default)]
    pub token: Option<String>,
    /// The page, if there is one.
    #[serde(default)]
    pub page: Option<PageIn>,
    /// What the page said so far.
    #[serde(default)]
    pub identity: Option<IdentityIn>,
    /// A proof that was refused just now. It opens nothing; where the token belongs to another person than it names, the session
    /// of that person ends and a new visitor begins.
    #[serde(default)]
    pub refused_proof: Option<String>,
}

/// The answer: the credential and the state.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SessionOut {
    /// The visitor token; present only when it is new. It is shown once and stored hashed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The token that was given belonged to another person: the chat box forgets everything of the session before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_reset: bool,
    /// The state at this moment.
    pub state: VisitorStateOut,
}

/// All a chat box needs to draw itself, except the messages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VisitorStateOut {
    /// The visitor's id (`smartsupp.vid`); it opens nothing.
    pub visitor_id: String,
    /// The database's epoch; with another one the client forgets its numbers and loads again.
    pub epoch: String,
    /// Whether somebody is there for this visitor: of its group, when it was routed to one.
    pub availability: Availability,
    /// The groups to choose from; empty unless the owner or the page lets the contact form ask for the group.
    pub groups: Vec<GroupCardOut>,
    /// What need not be asked any more.
    pub known: KnownOut,
    /// Agents to show in the header: those in the conversation, else up to three who accept chats.
    pub agents: Vec<AgentCardOut>,
    /// The open conversation, or the last closed one; absent before the first message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<VisitorConversationOut>,
}

/// An agent as a visitor may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentCardOut {
    /// The agent's id.
    pub id: String,
    /// The nickname.
    pub name: String,
    /// A line such as "Orders"; may be empty.
    pub description: String,
    /// Path of the picture on this server; absent: show initials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
}

/// A conversation as its visitor may see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VisitorConversationOut {
    /// The conversation's id.
    pub id: String,
    /// Who may answer now.
    pub owner_state: OwnerState,
    /// Grows with each change of the owner.
    pub owner_version: i64,
    /// Ids of the agents in it.
    pub agent_ids: Vec<String>,
    /// The number of the newest message.
    pub last_seq: i64,
    /// The highest `seq` an agent has read.
    pub agent_read_seq: i64,
    /// The highest `seq` the visitor has read.
    pub visitor_read_seq: i64,
    /// What the visitor said it was worth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingOut>,
    /// Whether it was opened while nobody was there.
    pub is_offline: bool,
    /// Unix ms.
    pub created_at: i64,
    /// Unix ms; present when closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<i64>,
}

/// The query of `GET /api/visitor/state` (the way without a socket).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitorStateQuery {
    /// As in [`PageIn`].
    #[serde(default)]
    pub asks_group: bool,
}

/// The query of `GET /api/visitor/messages` (the way without a socket).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitorMessagesQuery {
    /// The conversation.
    pub conversation_id: String,
    /// Only messages with a greater number; 0 for all.
    #[serde(default)]
    pub after_seq: Option<i64>,
    /// Only messages with a smaller number.
    #[serde(default)]
    pub before_seq: Option<i64>,
}

/// The answer to a message: it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AcceptedOut {
    /// What the sender called it.
    pub client_msg_id: String,
    /// The conversation it is in.
    pub conversation_id: String,
    /// The message's id.
    pub id: String,
    /// Its number.
    pub seq: i64,
    /// Unix ms of the server's clock.
    pub created_at: i64,
}

/// The answer to an upload; the file becomes a message with `content: {type: "file", upload_id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UploadOut {
    /// The stored file.
    pub file: crate::message::FileOut,
}

/// `POST /api/visitor/read`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitorReadIn {
    /// The conversation.
    pub conversation_id: String,
    /// The highest number seen.
    pub seq: i64,
}

/// `POST /api/visitor/close`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitorCloseIn {
    /// The conversation.
    pub conversation_id: String,
}
