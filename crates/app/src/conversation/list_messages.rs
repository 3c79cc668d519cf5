//! Pages of a thread.

use entrenous_domain::account::Actor;
use entrenous_domain::conversation::{Message, Note};
use entrenous_domain::ids::{ConversationId, SiteId};
use entrenous_storage::{StorageError, Work};

use super::access::{ActError, look};
use crate::context::Context;
use crate::visitor::Guest;

/// Which part of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// After a number, ascending.
    After(i64),
    /// The newest before a number.
    Before(i64),
}

/// Messages of a conversation, ascending.
#[derive(Debug, Clone)]
pub struct MessagePage {
    /// The messages.
    pub messages: Vec<Message>,
    /// The notes among them; always empty for visitors.
    pub notes: Vec<Note>,
    /// The number of the conversation's newest message.
    pub last_seq: i64,
    /// Whether there are more in the direction asked for.
    pub more: bool,
}

/// A page for an agent, with notes.
///
/// # Errors
/// `NotFound` and `Storage`.
pub async fn messages_for_agent(
    ctx: &Context,
    actor: &Actor,
    id: &ConversationId,
    range: Range,
    limit: i64,
) -> Result<MessagePage, ActError> {
    let mut view = ctx.db.view().await?;
    let reached = look(&mut view, actor, id).await?;
    let site = reached.site.thing();
    let mut page = read(&mut view, site, id, range, limit, reached.conversation.last_seq).await?;
    page.notes = notes_among(&mut view, site, id, &page).await?;
    Ok(page)
}

/// A page for the visitor whose conversation it is.
///
/// # Errors
/// `NotFound` and `Storage`.
pub async fn messages_for_visitor(
    ctx: &Context,
    guest: &Guest,
    id: &ConversationId,
    range: Range,
    limit: i64,
) -> Result<MessagePage, ActError> {
    let mut view = ctx.db.view().await?;
    let site = &guest.site.id;
    let found = view.conversations().get(site, id).await?;
    let conversation = found.filter(|one| one.visitor == guest.visitor.id).ok_or(ActError::NotFound)?;
    Ok(read(&mut view, site, id, range, limit, conversation.last_seq).await?)
}

pub(super) async fn read(
    view: &mut Work,
    site: &SiteId,
    id: &ConversationId,
    range: Range,
    limit: i64,
    last_seq: i64,
) -> Result<MessagePage, StorageError> {
    let messages = match range {
        Range::After(seq) => view.messages().list_after(site, id, seq, limit).await?,
        Range::Before(seq) => view.messages().list_before(site, id, seq, limit).await?,
    };
    let more = match range {
        Range::After(_) => messages.last().is_some_and(|last| last.seq < last_seq),
        Range::Before(_) => messages.first().is_some_and(|first| first.seq > 1),
    };
    Ok(MessagePage { messages, notes: Vec::new(), last_seq, more })
}

/// The notes that stand from the page's first message to its last; a page that reaches the start has those before it too.
pub(super) async fn notes_among(
    view: &mut Work,
    site: &SiteId,
    id: &ConversationId,
    page: &MessagePage,
) -> Result<Vec<Note>, StorageError> {
    let from = page.messages.first().map_or(0, |first| if first.seq == 1 { 0 } else { first.seq });
    let to = page.messages.last().map_or(i64::MAX, |last| last.seq);
    view.notes().list(site, id, from, to).await
}
