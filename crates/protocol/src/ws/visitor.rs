//! Frames of `/ws/visitor`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{LimitsOut, RefusedOut};
use crate::availability::Availability;
use crate::contact::ContactIn;
use crate::message::{ContentIn, MessageOut};
use crate::rating::RatingValue;
use crate::visitor::{AcceptedOut, IdentityIn, PageIn, VisitorConversationOut, VisitorStateOut};

/// What a chat box says. The first frame is `hello`, within 5 s.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum VisitorClientFrame {
    /// Who I am; answered by `welcomed`, or the socket closes with 4401.
    Hello {
        /// [`crate::PROTOCOL_VERSION`].
        protocol: u32,
        /// The site's public key.
        chat_key: String,
        /// The visitor token.
        token: String,
        /// The page, if it shall be told to agents.
        #[serde(default)]
        page: Option<PageIn>,
    },
    /// Say something; answered by `message_accepted` or `refused`.
    SendMessage {
        /// The same at each retry.
        client_msg_id: String,
        /// What to say.
        content: ContentIn,
    },
    /// Give me what came after; answered by `resumed` or `resync_required`.
    Resume {
        /// The conversation.
        conversation_id: String,
        /// The last number I have without a gap.
        after_seq: i64,
        /// The epoch I know.
        epoch: String,
    },
    /// I am writing, or I have stopped; nothing of the text is sent.
    SetTyping {
        /// Whether.
        typing: bool,
    },
    /// I have seen everything up to here.
    MarkRead {
        /// The conversation.
        conversation_id: String,
        /// The highest number seen.
        seq: i64,
    },
    /// I am on another page.
    SetPage {
        /// The page.
        page: PageIn,
    },
    /// The page says more about who I am.
    SetIdentity {
        /// What is new.
        identity: IdentityIn,
    },
    /// I fill in the form before the first message; answered by `contact_accepted` or `refused`.
    SubmitContact {
        /// What I wrote.
        contact: ContactIn,
    },
    /// I say what the conversation was worth; all my sockets get `conversation_changed`, or this one `refused`.
    RateConversation {
        /// The conversation.
        conversation_id: String,
        /// The value.
        value: RatingValue,
        /// At most 1000 characters. Absent: what was written before stays; empty: nothing is written any more.
        #[serde(default)]
        comment: Option<String>,
    },
    /// Send me the conversation by e-mail; answered by `transcript_accepted` or `refused`.
    RequestTranscript {
        /// The conversation.
        conversation_id: String,
        /// To which address.
        email: String,
        /// A language code; the mail is in it when we speak it.
        #[serde(default)]
        language: Option<String>,
    },
    /// I end the conversation.
    CloseConversation {
        /// The conversation.
        conversation_id: String,
    },
    /// I am alive; sent when nothing else was for one heartbeat.
    Beat {},
}

/// What the server says to a chat box.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum VisitorServerFrame {
    /// The answer to `hello`.
    Welcomed {
        /// The state at this moment; what follows it on this socket is newer.
        state: VisitorStateOut,
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
    /// There is a message; also the sender's own, on all its sockets.
    MessageAdded {
        /// The conversation.
        conversation_id: String,
        /// The message.
        message: MessageOut,
    },
    /// The answer to `resume`.
    Resumed {
        /// The conversation's state.
        conversation: VisitorConversationOut,
        /// The messages after `after_seq`, by number: at most 50, and as many as fit into 64 KiB.
        messages: Vec<MessageOut>,
        /// Whether there are more: resume again from the last.
        more: bool,
    },
    /// Your numbers mean nothing here (another epoch, another conversation): load again.
    ResyncRequired {},
    /// An agent writes, or has stopped.
    TypingChanged {
        /// The conversation.
        conversation_id: String,
        /// The nickname.
        agent_name: String,
        /// Whether.
        typing: bool,
    },
    /// Owner, read marks or agents changed.
    ConversationChanged {
        /// The new state.
        conversation: VisitorConversationOut,
        /// The agents to show.
        agents: Vec<crate::visitor::AgentCardOut>,
    },
    /// Somebody came, or the last one left.
    AvailabilityChanged {
        /// Whether somebody is there.
        availability: Availability,
    },
    /// I am alive, and this is what you should have.
    Heartbeat {
        /// The database's epoch.
        epoch: String,
        /// The conversation whose number follows; absent without one.
        #[serde(skip_serializing_if = "Option::is_none")]
        conversation_id: Option<String>,
        /// The number of its newest message; 0 without one.
        last_seq: i64,
        /// Whether somebody is there.
        availability: Availability,
    },
    /// What was written into the form is kept.
    ContactAccepted {},
    /// The conversation will be sent.
    TranscriptAccepted {
        /// The address gets a link first, and the conversation when somebody follows it: at most one such mail each day.
        needs_confirmation: bool,
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
