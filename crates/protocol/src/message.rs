//! Messages and notes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rating::RatingValue;

/// Who wrote a message; exactly one for each message (ARCHITECTURE.md, "Words").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuthorKind {
    /// The visitor.
    Visitor,
    /// A person with a login.
    Agent,
    /// A flow of the chatbot builder.
    Bot,
    /// The rule of an automatic message.
    Automatic,
    /// A language model.
    Ai,
    /// Joins, hand-overs and closings.
    System,
}

/// The author as others may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuthorOut {
    /// What the author is.
    pub kind: AuthorKind,
    /// The agent's id; absent for everyone else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The nickname of an agent, the name of a bot or rule, the visitor's name; may be empty.
    pub name: String,
}

/// What a sender puts into a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ContentIn {
    /// Plain text, 1 to 4000 characters after trimming.
    Text {
        /// The text as typed.
        text: String,
    },
    /// A file that was uploaded to this conversation before.
    File {
        /// The id that the upload answered.
        upload_id: String,
    },
}

/// What a message holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ContentOut {
    /// Plain text; never markup.
    Text {
        /// The text as typed.
        text: String,
    },
    /// A file.
    File {
        /// Where and what it is.
        file: FileOut,
    },
    /// Something happened; the text comes from the reader's catalogue.
    System {
        /// What happened.
        event: SystemEvent,
        /// The nickname of the agent who did it; empty when nobody did.
        agent_name: String,
        /// The first rating, with `rated` only. What it became later stands in the conversation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<RatingValue>,
    },
}

/// What a system message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SystemEvent {
    /// An agent joined.
    AgentJoined,
    /// An agent left.
    AgentLeft,
    /// An agent was given the conversation.
    AgentAssigned,
    /// An agent closed the conversation.
    ClosedByAgent,
    /// The visitor ended the conversation.
    ClosedByVisitor,
    /// An agent opened the conversation again.
    Reopened,
    /// The visitor rated the conversation for the first time.
    Rated,
}

/// A file of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileOut {
    /// The upload's id; visitors fetch `/api/visitor/uploads/{id}`, agents `/api/agent/uploads/{id}`.
    pub id: String,
    /// The name without control and direction characters.
    pub name: String,
    /// The type that the server found out; `application/octet-stream` when in doubt.
    pub content_type: String,
    /// Bytes.
    pub size: u64,
    /// Pixels; present for pictures that may be shown in place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Pixels; present for pictures that may be shown in place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

/// A message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessageOut {
    /// The message's id.
    pub id: String,
    /// The number within the conversation, from 1 without gaps; the only order there is.
    pub seq: i64,
    /// Who wrote it.
    pub author: AuthorOut,
    /// What it holds.
    pub content: ContentOut,
    /// What the sender called it, so that the sender finds its own message again.
    pub client_msg_id: String,
    /// Unix milliseconds of the server's clock; for display only.
    pub created_at: i64,
}

/// A note: text that only agents see. It has no `seq`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoteOut {
    /// The note's id.
    pub id: String,
    /// The agent who wrote it.
    pub author: AuthorOut,
    /// Plain text.
    pub text: String,
    /// The message after which it stands in the thread; 0 before the first.
    pub after_seq: i64,
    /// What the sender called it.
    pub client_msg_id: String,
    /// Unix milliseconds.
    pub created_at: i64,
}
