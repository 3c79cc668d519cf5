//! Conversations: who may say what when, and who owns the next answer.

mod author;
mod content;
mod ownership;
mod rating;
mod thread;

pub use author::{Author, AuthorKind};
pub use content::{ClientMsgId, Content, ContentError, File, MAX_TEXT_CHARS, SystemEvent, text_content};
pub use ownership::{OwnerState, RefusedChange};
pub use rating::{NewRating, Rating, RatingValue, RefusedRating, may_be_rated};
pub use thread::{Change, Conversation, Message, Note};
