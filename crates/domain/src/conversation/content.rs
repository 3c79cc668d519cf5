//! What a message may hold.

use super::RatingValue;
use crate::ids::{MessageId, UploadId};
use crate::text;

/// The longest text, in characters.
pub const MAX_TEXT_CHARS: usize = 4000;

/// Why a content is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentError {
    /// Nothing but blanks.
    Empty,
    /// More than `max` characters.
    TooLong {
        /// The limit.
        max: usize,
    },
}

/// What the sender calls its message: 1 to 64 characters from `A–Z a–z 0–9 - _`.
///
/// It stays the same at each retry and is unique for conversation and author as long as the message lives.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ClientMsgId(String);

impl ClientMsgId {
    /// Reads one from outside.
    pub fn parse(text: &str) -> Option<Self> {
        let sound = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        sound.then(|| Self(text.to_owned()))
    }

    /// The server's own message: nobody repeats it, so its id serves.
    pub fn of(id: &MessageId) -> Self {
        Self(id.as_str().to_owned())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a message holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Plain text.
    Text(String),
    /// A stored file.
    File(File),
    /// Something happened.
    System {
        /// What.
        event: SystemEvent,
        /// The nickname of the agent who did it; empty when nobody did.
        agent_name: String,
    },
    /// The visitor rated the conversation for the first time; what it became later stands in the conversation.
    Rated(RatingValue),
}

impl Content {
    /// The text for lists: the text itself, a file's name, nothing for the system.
    pub fn list_text(&self) -> &str {
        match self {
            Content::Text(text) => text,
            Content::File(file) => &file.name,
            Content::System { .. } | Content::Rated(_) => "",
        }
    }
}

/// What a message says about its file; the bytes are elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Which.
    pub upload: UploadId,
    /// Its clean name.
    pub name: String,
    /// What the server found out that it is.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Width and height of a picture that may be shown in place, in pixels.
    pub pixels: Option<(i64, i64)>,
}

/// Cleans and checks a text.
///
/// # Errors
/// See [`ContentError`].
pub fn text_content(raw: &str) -> Result<Content, ContentError> {
    let clean = text::message_text(raw);
    if text::is_blank(&clean) {
        return Err(ContentError::Empty);
    }
    if clean.chars().count() > MAX_TEXT_CHARS {
        return Err(ContentError::TooLong { max: MAX_TEXT_CHARS });
    }
    Ok(Content::Text(clean))
}

/// What a system message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

impl SystemEvent {
    /// Every event.
    pub const ALL: [SystemEvent; 6] = [
        SystemEvent::AgentJoined,
        SystemEvent::AgentLeft,
        SystemEvent::AgentAssigned,
        SystemEvent::ClosedByAgent,
        SystemEvent::ClosedByVisitor,
        SystemEvent::Reopened,
    ];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            SystemEvent::AgentJoined => "agent_joined",
            SystemEvent::AgentLeft => "agent_left",
            SystemEvent::AgentAssigned => "agent_assigned",
            SystemEvent::ClosedByAgent => "closed_by_agent",
            SystemEvent::ClosedByVisitor => "closed_by_visitor",
            SystemEvent::Reopened => "reopened",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_blanks_is_empty_and_the_limit_counts_characters() {
        assert_eq!(text_content(" \n\u{0} "), Err(ContentError::Empty));
        assert_eq!(text_content("\u{202e}\u{200b}\u{2066}"), Err(ContentError::Empty));
        assert!(text_content(&"é".repeat(MAX_TEXT_CHARS)).is_ok());
        assert_eq!(text_content(&"é".repeat(MAX_TEXT_CHARS + 1)), Err(ContentError::TooLong { max: MAX_TEXT_CHARS }));
    }

    #[test]
    fn a_client_msg_id_has_plain_characters_only() {
        assert!(ClientMsgId::parse("01J-abc_9").is_some());
        for odd in ["", "a b", "é", "a/b", &"x".repeat(65)] {
            assert!(ClientMsgId::parse(odd).is_none(), "{odd}");
        }
    }
}
