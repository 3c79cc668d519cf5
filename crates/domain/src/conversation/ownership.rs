//! Who may answer: one state for each conversation.

/// Who may answer now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwnerState {
    /// A chatbot.
    Bot,
    /// Nobody yet: the visitor waits for a person.
    Queue,
    /// The agents in the conversation.
    Human,
    /// Nobody any more; a new visitor message opens a new conversation.
    Closed,
}

impl OwnerState {
    /// Every state.
    pub const ALL: [OwnerState; 4] = [OwnerState::Bot, OwnerState::Queue, OwnerState::Human, OwnerState::Closed];

    /// The stored and sent word.
    pub const fn as_str(self) -> &'static str {
        match self {
            OwnerState::Bot => "bot",
            OwnerState::Queue => "queue",
            OwnerState::Human => "human",
            OwnerState::Closed => "closed",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether messages may still come.
    pub const fn is_open(self) -> bool {
        !matches!(self, OwnerState::Closed)
    }
}

/// Why a change of the owner is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedChange {
    /// The conversation is closed.
    Closed,
    /// The conversation is not closed.
    NotClosed,
}
