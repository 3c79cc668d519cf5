//! Frames of `/ws/agent`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{LimitsOut, RefusedOut};
use crate::account::AgentOut;
use crate::conversation::{ConversationOut, Position};
use crate::message::{AuthorKind, ContentIn, MessageOut, NoteOut};
use crate::visitor::AcceptedOut;

/// What a dashboard says. The first frame is `hello`, within 5 s.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum AgentClientFrame {
    /// Who I am; answered by `welcomed`, or the socket closes with 4401.
    Hello {
        /// [`crate::PROTOCOL_VERSION`].
        protocol: u32,
        /// A ticket of `POST /api/agent/ticket`: works once, for 30 s.
        ticket: String,
    },
    /// Give me what came after; answered by `resumed` or `resync_required`.
    Resume {
        /// The site and the last event number I have without a gap.
        position: Position,
        /// The epoch I know.
        epoch: String,
    },
    /// Answer the visitor; answered by `message_accepted` or `refused`. Answering joins.
    SendMessage {
        /// The same at each retry.
        client_msg_id: String,
        /// The conversation.
        conversation_id: String,
        /// What to say.
        content: ContentIn,
    },
    /// Write something that only agents see; answered by `note_accepted` or `refused`.
    AddNote {
        /// The same at each retry.
        client_msg_id: String,
        /// The conversation.
        conversation_id: String,
        /// Plain text.
        text: String,
    },
    /// I am writing, or I have stopped.
    SetTyping {
        /// The conversation.
        conversation_id: String,
        /// Whether.
        typing: bool,
    },
    /// I have this conversation open, or none.
    SetViewing {
        /// The conversation.
        #[serde(default)]
        conversation_id: Option<String>,
    },
    /// I have seen everything up to here.
    MarkRead {
        /// The conversation.
        conversation_id: String,
        /// The highest number seen.
        seq: i64,
    },
    /// I am alive; sent when nothing else was for one heartbeat.
    Beat {},
}

/// A stored change of a site. Numbers are per site and gap-free.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "it lives as long as one frame takes to be written")]
pub enum AgentEvent {
    /// There is a message.
    MessageAdded {
        /// The conversation after it.
        conversation: ConversationOut,
        /// The message.
        message: MessageOut,
    },
    /// There is a note.
    NoteAdded {
        /// The conversation.
        conversation_id: String,
        /// The note.
        note: NoteOut,
    },
    /// Owner, agents, read marks or visitor data changed, or the conversation is new.
    ConversationChanged {
        /// The conversation as it is now.
        conversation: ConversationOut,
    },
    /// What the event was about is gone, or went to a group that this agent does not see.
    Removed {
        /// The conversation it was about.
        conversation_id: String,
    },
    /// Something of another group: not this agent's to see, and only its number counts.
    Withheld {},
}

/// A stored change with its number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NumberedEvent {
    /// The site and the event's number.
    pub position: Position,
    /// What changed.
    pub event: AgentEvent,
}

/// What the server says to a dashboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "it lives as long as one frame takes to be written")]
pub enum AgentServerFrame {
    /// The answer to `hello`.
    Welcomed {
        /// Who you are.
        agent_id: String,
        /// The database's epoch.
        epoch: String,
        /// The newest event number of each site you may see.
        positions: Vec<Position>,
        /// The agents of the account.
        agents: Vec<AgentOut>,
        /// What is not allowed.
        limits: LimitsOut,
        /// How often a heartbeat comes, in milliseconds.
        heartbeat_ms: u32,
    },
    /// The message is kept.
    MessageAccepted {
        /// Where and as what.
        accepted: AcceptedOut,
    },
    /// The note is kept.
    NoteAccepted {
        /// What the sender called it.
        client_msg_id: String,
        /// The note's id.
        id: String,
    },
    /// Something changed.
    Event {
        /// What, and its number.
        event: NumberedEvent,
    },
    /// The answer to `resume`.
    Resumed {
        /// The changes after the position, in order: at most 50, and as many as fit into 64 KiB.
        events: Vec<NumberedEvent>,
        /// Where you are after them.
        position: Position,
        /// Whether there are more: resume again from `position`.
        more: bool,
    },
    /// Your numbers are too old or mean nothing here: load the lists again.
    ResyncRequired {
        /// The site.
        site_id: String,
    },
    /// Somebody writes, or has stopped. Ends by itself after 8 s.
    TypingChanged {
        /// The conversation.
        conversation_id: String,
        /// Visitor or agent.
        author_kind: AuthorKind,
        /// The visitor's or agent's id.
        author_id: String,
        /// The name to show; may be empty for visitors.
        name: String,
        /// Whether.
        typing: bool,
    },
    /// Who has a conversation open.
    ViewingChanged {
        /// The conversation.
        conversation_id: String,
        /// Ids of the agents.
        agent_ids: Vec<String>,
    },
    /// A visitor's chat box connected or went.
    VisitorPresenceChanged {
        /// The visitor.
        visitor_id: String,
        /// Whether it is connected.
        connected: bool,
    },
    /// An agent of the account changed (status, accepting chats, name, role).
    AgentChanged {
        /// The agent as it is now.
        agent: AgentOut,
    },
    /// I am alive, and this is what you should have.
    Heartbeat {
        /// The database's epoch.
        epoch: String,
        /// The newest event number of each site.
        positions: Vec<Position>,
    },
    /// Not done.
    Refused {
        /// Why.
        refused: RefusedOut,
    },
    /// The server stops; come back after this long.
    Leaving {
        /// Milliseconds, spread over the clients.
        retry_after_ms: u64,
    },
}
