//! What visitors and agents do in conversations.

mod access;
mod add_note;
mod change_owner;
mod close_by_visitor;
mod get_thread;
mod get_visit;
mod list_conversations;
mod list_messages;
mod mark_read;
mod rate;
mod resume_site;
mod send;
mod send_by_agent;
mod send_by_visitor;
mod signal;
mod tell;

pub use access::{ActError, Reached, look, reach};
pub use add_note::{AddNote, add_note};
pub use change_owner::{OwnerChange, change_owner};
pub use close_by_visitor::close_by_visitor;
pub use get_thread::{Thread, get_thread};
pub use get_visit::{Visit, get_visit};
pub use list_conversations::{ListConversations, Page, View, list_conversations, positions};
pub use list_messages::{MessagePage, Range, messages_for_agent, messages_for_visitor};
pub use mark_read::{read_by_agent, read_by_visitor};
pub use rate::{RateError, rate};
pub use resume_site::{Missed, Resumed, resume_site};
pub use send::{Accepted, Say, SendError, SendMessage};
pub use send_by_agent::send_by_agent;
pub use send_by_visitor::send_by_visitor;
pub use signal::{agent_typing, agent_viewing, visitor_typing};
pub(crate) use tell::tell_moved;
pub use tell::{Listed, tell_agents, tell_change, tell_stored};
