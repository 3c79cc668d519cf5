//! Conversations as agents see them, and the calls of the desk.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::message::{AuthorKind, ContentIn, MessageOut, NoteOut};
use crate::rating::RatingOut;
use crate::visitor::VisitorOut;

/// Who may answer now (ARCHITECTURE.md, "Words").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnerState {
    /// A chatbot answers.
    Bot,
    /// The visitor waits for a person.
    Queue,
    /// The assigned agents answer.
    Human,
    /// Nobody; a new visitor message opens a new conversation.
    Closed,
}

/// A conversation in a list and in the thread's header.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConversationOut {
    /// The conversation's id.
    pub id: String,
    /// The site it belongs to.
    pub site_id: String,
    /// Who may answer now.
    pub owner_state: OwnerState,
    /// Grows with each change of the owner.
    pub owner_version: i64,
    /// Ids of the agents who joined or were assigned, oldest first.
    pub agent_ids: Vec<String>,
    /// The group the visitor was routed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    /// Who writes.
    pub visitor: VisitorOut,
    /// The number of the newest message.
    pub last_seq: i64,
    /// The first 140 characters of the newest message; for a file its name, for a system message empty.
    pub last_text: String,
    /// Who wrote the newest message.
    pub last_author_kind: AuthorKind,
    /// The name of that author.
    pub last_author_name: String,
    /// Unix ms of the newest message.
    pub last_at: i64,
    /// Unix ms of the oldest visitor message without an answer; absent when nobody waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<i64>,
    /// The highest `seq` the visitor has read.
    pub visitor_read_seq: i64,
    /// The highest `seq` an agent has read.
    pub agent_read_seq: i64,
    /// How many visitor messages no agent has read.
    pub unread: i64,
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

/// A page that a visit saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VisitedPageOut {
    /// Its address without query and fragment.
    pub url: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Unix ms.
    pub at: i64,
}

/// `GET /api/agent/conversations/{conversation_id}/visit`: what the visitor's consents let the agents see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VisitOut {
    /// The pages of the newest visit, newest first, at most 50; empty without a consent to statistics.
    pub pages: Vec<VisitedPageOut>,
    /// How often the visitor came; absent without a consent to marketing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visits: Option<i64>,
}

/// Which conversations a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConversationView {
    /// Open, and I am in it.
    Mine,
    /// Open, and no agent is in it.
    Unassigned,
    /// Open.
    All,
    /// Closed, newest first.
    Closed,
}

/// The query of `GET /api/agent/conversations`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConversationListQuery {
    /// Which conversations.
    pub view: ConversationView,
    /// Only this site; absent: every site the agent may see.
    #[serde(default)]
    pub site_id: Option<String>,
    /// The `next` of the page before.
    #[serde(default)]
    pub after: Option<String>,
    /// 1 to 100, otherwise 50.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// One page of conversations.
///
/// Open views: those who wait first, longest waiting on top, then the others by the newest message.
/// Closed: newest closing first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConversationPageOut {
    /// At most `limit` conversations.
    pub items: Vec<ConversationOut>,
    /// Opaque; present when there are more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many each view holds, over the sites asked for.
    pub counts: ConversationCounts,
    /// The event numbers at which this page was read, so that the client knows what it has.
    pub positions: Vec<Position>,
}

/// How many conversations each view holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConversationCounts {
    /// Open, and I am in it.
    pub mine: i64,
    /// Open, and no agent is in it.
    pub unassigned: i64,
    /// Open.
    pub all: i64,
}

/// How far a client has heard a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The site.
    pub site_id: String,
    /// The last event number.
    pub number: i64,
}

/// `GET /api/agent/conversations/{id}`: the conversation and the end of its thread.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ThreadOut {
    /// The conversation.
    pub conversation: ConversationOut,
    /// The newest 50 messages, by `seq`.
    pub messages: Vec<MessageOut>,
    /// The notes that stand among or after these messages, oldest first.
    pub notes: Vec<NoteOut>,
    /// The visitor's other conversations, newest first, at most 20.
    pub earlier: Vec<EarlierConversationOut>,
    /// The agents who have the conversation open at this moment.
    pub viewing: Vec<String>,
}

/// An earlier conversation of the same visitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EarlierConversationOut {
    /// The conversation's id.
    pub id: String,
    /// The beginning of its newest message.
    pub last_text: String,
    /// Unix ms.
    pub created_at: i64,
    /// Unix ms; present when closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<i64>,
}

/// The query of `GET …/conversations/{id}/messages`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageListQuery {
    /// Only messages with a smaller number (for scrolling back).
    #[serde(default)]
    pub before_seq: Option<i64>,
    /// Only messages with a greater number (for catching up).
    #[serde(default)]
    pub after_seq: Option<i64>,
    /// 1 to 200, otherwise 50.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// Messages of a conversation, by `seq`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MessagePageOut {
    /// At most `limit` messages, ascending.
    pub messages: Vec<MessageOut>,
    /// Notes among them (agents only; always empty for visitors).
    #[serde(default)]
    pub notes: Vec<NoteOut>,
    /// The number of the newest message of the conversation.
    pub last_seq: i64,
    /// Whether there are more in the direction asked for.
    pub more: bool,
}

/// `POST …/conversations/{id}/messages` and, without the conversation, the visitor's own.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageIn {
    /// 1 to 64 characters from `A–Z a–z 0–9 - _`, chosen by the client, the same at each retry.
    pub client_msg_id: String,
    /// What to say.
    pub content: ContentIn,
}

/// `POST …/conversations/{id}/notes`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteIn {
    /// As in [`MessageIn`].
    pub client_msg_id: String,
    /// 1 to 4000 characters.
    pub text: String,
}

/// `POST …/conversations/{id}/assign`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignIn {
    /// Who shall answer; must have access to the site.
    pub agent_id: String,
}

/// `POST …/conversations/{id}/read`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadIn {
    /// The highest number seen.
    pub seq: i64,
}

/// The query of `GET /api/agent/search`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchQuery {
    /// Words, 200 characters at most; each must begin a word of the text.
    pub q: String,
    /// Only this site.
    #[serde(default)]
    pub site_id: Option<String>,
    /// 1 to 50, otherwise 20.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// What a search found, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SearchOut {
    /// At most `limit` hits.
    pub hits: Vec<SearchHitOut>,
}

/// One hit of a search.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SearchHitOut {
    /// The conversation it is in.
    pub conversation: ConversationOut,
    /// The message's number; absent when the hit is a note or the visitor's name or address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<i64>,
    /// About 140 characters around the first word found.
    pub excerpt: String,
    /// What of the excerpt was searched for, in order; the parts do not touch each other. Empty when the words are elsewhere in the text.
    pub marks: Vec<MarkOut>,
}

/// A part of a text, in UTF-16 units, as browsers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MarkOut {
    /// Where it begins.
    pub from: usize,
    /// Where the text goes on behind it.
    pub to: usize,
}
