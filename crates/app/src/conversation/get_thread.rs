//! A conversation with the end of its thread, for the desk.

use entrenous_domain::account::Actor;
use entrenous_domain::conversation::Conversation;
use entrenous_domain::ids::{AgentId, ConversationId};

use super::access::{ActError, look};
use super::list_messages::{MessagePage, Range, notes_among, read};
use super::tell::Listed;
use crate::context::Context;

/// What opening a conversation shows.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The conversation and its visitor.
    pub listed: Listed,
    /// The newest messages, with notes.
    pub page: MessagePage,
    /// The visitor's other conversations, newest first.
    pub earlier: Vec<Conversation>,
    /// Who has it open.
    pub viewing: Vec<AgentId>,
}

/// The messages shown at first.
const FIRST_PAGE: i64 = 50;

/// Opens a conversation.
///
/// # Errors
/// `NotFound` and `Storage`.
pub async fn get_thread(ctx: &Context, actor: &Actor, id: &ConversationId) -> Result<Thread, ActError> {
    let mut view = ctx.db.view().await?;
    let reached = look(&mut view, actor, id).await?;
    let site = reached.site.thing();
    let mut page = read(&mut view, site, id, Range::Before(i64::MAX), FIRST_PAGE, reached.conversation.last_seq).await?;
    page.notes = notes_among(&mut view, site, id, &page).await?;
    let mut earlier = view.conversations().list_of_visitor(site, &reached.visitor.id).await?;
    earlier.retain(|one| one.id != *id && actor.sees(&one.site, one.group.as_ref()));
    Ok(Thread { listed: Listed::new(ctx, reached.conversation, reached.visitor), page, earlier, viewing: ctx.presence.viewers(id) })
}
