//! A visitor says something. Without an open conversation one is opened.

use entrenous_domain::conversation::{Author, Conversation};
use entrenous_domain::ids::{ConversationId, MessageId};
use entrenous_domain::visitor::Visitor;
use entrenous_fanout::Change;
use entrenous_storage::{EventKind, Sender, Work};

use super::send::{Accepted, SendError, SendMessage, attach, client_id, content_of, repeated};
use super::tell::tell_stored;
use crate::context::Context;
use crate::visitor::Guest;

/// Takes a visitor's message. It is kept when this returns `Ok`; told to others only after that.
///
/// The visitor's row is locked first, so parallel sends of one visitor come one after the other and
/// open at most one conversation. A repeated `client_msg_id` gets the same answer for ever, also when
/// the conversation was closed meanwhile.
///
/// # Errors
/// See [`SendError`].
pub async fn send_by_visitor(ctx: &Context, guest: &Guest, cmd: &SendMessage) -> Result<Accepted, SendError> {
    let client_msg_id = client_id(cmd)?;
    let site = &guest.site.id;
    let now = ctx.now();
    let mut work = ctx.db.unit().await?;
    let visitor = work.visitors().get_for_change(site, &guest.visitor.id).await?.ok_or(SendError::NotFound)?;
    if let Some(earlier) = work.messages().find_sent(site, visitor.id.as_str(), &client_msg_id).await? {
        return repeated(earlier, cmd);
    }
    let content = content_of(&mut work, site, &Sender::Visitor(visitor.id.clone()), &cmd.say).await?;
    let open = work.conversations().find_open_for_change(site, &visitor.id).await?;
    let is_new = open.is_none();
    let mut conversation = match open {
        Some(conversation) => conversation,
        None => {
            let group = group_of(&mut work, &visitor).await?;
            Conversation::open(ctx.new_id(ConversationId::new), site.clone(), visitor.id.clone(), client_msg_id.clone(), group, now)
        }
    };
    let name = visitor.identity.name.as_deref().unwrap_or_default();
    let message = conversation.take(ctx.new_id(MessageId::new), Author::visitor(&visitor.id, name), client_msg_id, content, now);
    if is_new {
        work.conversations().add(&conversation).await?;
    } else {
        work.conversations().set(&conversation).await?;
    }
    attach(&mut work, site, &conversation.id, &message.content).await?;
    work.messages().add(site, &message).await?;
    let number = work.events().add(site, EventKind::MessageAdded, &conversation.id, message.id.as_str(), Some(message.seq), now).await?;
    work.save().await?;
    tell_stored(ctx, number, conversation, visitor, Change::MessageAdded(message.clone()));
    Ok(Accepted { message })
}

async fn group_of(work: &mut Work, visitor: &Visitor) -> Result<Option<entrenous_domain::ids::GroupId>, SendError> {
    match &visitor.identity.group {
        Some(named) => Ok(work.conversations().find_group(&visitor.site, named).await?),
        None => Ok(None),
    }
}
