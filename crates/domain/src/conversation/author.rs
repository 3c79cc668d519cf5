//! Who wrote a message.

use crate::ids::{AgentId, VisitorId};

/// The six kinds of author; each message has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

impl AuthorKind {
    /// Every kind.
    pub const ALL: [AuthorKind; 6] =
        [AuthorKind::Visitor, AuthorKind::Agent, AuthorKind::Bot, AuthorKind::Automatic, AuthorKind::Ai, AuthorKind::System];

    /// The stored and sent word.
    pub const fn as_str(self) -> &'static str {
        match self {
            AuthorKind::Visitor => "visitor",
            AuthorKind::Agent => "agent",
            AuthorKind::Bot => "bot",
            AuthorKind::Automatic => "automatic",
            AuthorKind::Ai => "ai",
            AuthorKind::System => "system",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// An author with the name to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// What the author is.
    pub kind: AuthorKind,
    /// The visitor's or agent's id, the name of a rule, or the empty text for the system.
    pub id: String,
    /// What readers see; may be empty for visitors.
    pub name: String,
}

impl Author {
    /// The visitor.
    pub fn visitor(id: &VisitorId, name: &str) -> Self {
        Self { kind: AuthorKind::Visitor, id: id.as_str().to_owned(), name: name.to_owned() }
    }

    /// A person with a login.
    pub fn agent(id: &AgentId, nickname: &str) -> Self {
        Self { kind: AuthorKind::Agent, id: id.as_str().to_owned(), name: nickname.to_owned() }
    }

    /// The system.
    pub fn system() -> Self {
        Self { kind: AuthorKind::System, id: String::new(), name: String::new() }
    }
}
