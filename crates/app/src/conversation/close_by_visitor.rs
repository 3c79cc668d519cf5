//! The visitor ends the conversation.

use entrenous_domain::conversation::{Author, Content, SystemEvent};
use entrenous_domain::ids::{ConversationId, MessageId};
use entrenous_fanout::Change;
use entrenous_storage::EventKind;

use super::access::ActError;
use super::send_by_agent::system_id;
use super::tell::tell_stored;
use crate::context::Context;
use crate::visitor::Guest;

/// Closes the visitor's own open conversation. One that is closed already stays closed.
///
/// # Errors
/// `NotFound` for a conversation that is not the visitor's; `Storage`.
pub async fn close_by_visitor(ctx: &Context, guest: &Guest, id: &ConversationId) -> Result<(), ActError> {
    let site = &guest.site.id;
    let now = ctx.now();
    let mut work = ctx.db.unit().await?;
    let found = work.conversations().get_for_change(site, id).await?;
    let mut conversation = found.filter(|one| one.visitor == guest.visitor.id).ok_or(ActError::NotFound)?;
    let visitor = work.visitors().get(site, &guest.visitor.id).await?.ok_or(ActError::NotFound)?;
    if conversation.close(now).is_err() {
        return Ok(());
    }
    let content = Content::System { event: SystemEvent::ClosedByVisitor, agent_name: String::new() };
    let notice = conversation.take(ctx.new_id(MessageId::new), Author::system(), system_id(ctx), content, now);
    work.messages().add(site, &notice).await?;
    work.conversations().set(&conversation).await?;
    let number = work.events().add(site, EventKind::MessageAdded, id, notice.id.as_str(), Some(notice.seq), now).await?;
    work.save().await?;
    tell_stored(ctx, number, conversation, visitor, Change::MessageAdded(notice));
    Ok(())
}
