//! What is told.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use entrenous_domain::account::{Agent, SiteAvailability};
use entrenous_domain::conversation::{AuthorKind, Conversation, Message, Note};
use entrenous_domain::ids::{AgentId, ConversationId, GroupId, SiteId, VisitorId};
use entrenous_domain::visitor::Visitor;

/// For whom a signal is written out; each audience gets its own text, made once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The dashboards of a site.
    Agents,
    /// The chat boxes of one visitor.
    Visitor,
}

/// What a stored change was.
#[derive(Debug, Clone)]
pub enum Change {
    /// There is a message.
    MessageAdded(Message),
    /// There is a note.
    NoteAdded(Note),
    /// Owner, agents, read marks or visitor data changed.
    ConversationChanged,
    /// The visitor was routed to another group.
    ConversationMoved {
        /// The group before.
        from: Option<GroupId>,
    },
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Told {
    /// A change that the database keeps, with its number in the site's outbox.
    Stored {
        /// The site.
        site: SiteId,
        /// From 1 without gaps within the site.
        number: i64,
        /// The conversation after the change.
        conversation: Box<Conversation>,
        /// Its visitor.
        visitor: Box<Visitor>,
        /// What it was.
        change: Change,
    },
    /// Somebody writes, or has stopped.
    Typing {
        /// On which site.
        site: SiteId,
        /// Where.
        conversation: ConversationId,
        /// The conversation's group, for those who see only some.
        group: Option<GroupId>,
        /// Visitor or agent.
        author_kind: AuthorKind,
        /// The visitor's or agent's id.
        author_id: String,
        /// The name to show.
        name: String,
        /// Whether.
        typing: bool,
    },
    /// Who has a conversation open.
    Viewing {
        /// On which site.
        site: SiteId,
        /// Which.
        conversation: ConversationId,
        /// Its group, for those who see only some.
        group: Option<GroupId>,
        /// The agents, in the order they came.
        agents: Vec<AgentId>,
    },
    /// A visitor's chat box connected or went.
    VisitorPresence {
        /// On which site.
        site: SiteId,
        /// Who.
        visitor: VisitorId,
        /// The groups of the visitor's conversations, for those who see only some; never empty.
        groups: Vec<Option<GroupId>>,
        /// Whether it is connected.
        connected: bool,
    },
    /// An agent changed; the dashboards of the account show it.
    AgentChanged {
        /// The agent as it is now.
        agent: Box<Agent>,
    },
    /// What somebody may do has changed: sockets of this agent prove themselves again, or close.
    AccessChanged {
        /// Whose.
        agent: AgentId,
    },
    /// Who is there for the visitors of a site has changed.
    Availability {
        /// For whom somebody is there now.
        now: SiteAvailability,
    },
    /// The visitor's token is dead: its sockets close.
    VisitorGone,
    /// Who may show the site's chat box has changed: its visitors' sockets prove themselves again.
    AdmissionChanged,
}

impl Told {
    /// Whether losing it leaves a hole that the listener must fill from the database.
    pub fn is_stored(&self) -> bool {
        matches!(self, Told::Stored { .. })
    }
}

/// Something that was told, shared by everybody who hears it.
#[derive(Debug, Clone)]
pub struct Signal(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    told: Told,
    for_agents: OnceLock<Bytes>,
    for_visitor: OnceLock<Bytes>,
}

impl Signal {
    /// Wraps what is told.
    pub fn new(told: Told) -> Self {
        Self(Arc::new(Inner { told, for_agents: OnceLock::new(), for_visitor: OnceLock::new() }))
    }

    /// What is told.
    pub fn told(&self) -> &Told {
        &self.0.told
    }

    /// The text for an audience, written by the first who needs it and shared by all others.
    pub fn text(&self, audience: Audience, write: impl FnOnce() -> Bytes) -> Bytes {
        let slot = match audience {
            Audience::Agents => &self.0.for_agents,
            Audience::Visitor => &self.0.for_visitor,
        };
        slot.get_or_init(write).clone()
    }
}
