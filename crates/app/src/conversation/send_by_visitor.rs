//! A visitor says something. Without an open conversation one is opened.

use entrenous_domain::conversation::{Author, Conversation};
use entrenous_domain::ids::{ConversationId, MessageId};
use entrenous_fanout::Change;
use entrenous_storage::{EventKind, Sender};

use super::send::{Accepted, SendError, SendMessage, attach, client_id, content_of, repeated};
use super::tell::tell_stored;
use crate::context::Context;
use crate::offline::add_notice;
use crate::presence::availability_in;
use crate::visitor::{Guest, group_of};

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
            let group = group_of(&mut work, &visitor, None).await?;
            let is_offline = !availability_in(ctx, &mut work, site).await?.is_online(group.as_ref());
            let id = ctx.new_id(ConversationId::new);
            let opened = Conversation::open(id, site.clone(), visitor.id.clone(), client_msg_id.clone(), group, now);
            Conversation { is_offline, ..opened }
        }
    };
    let name = visitor.identity.name.as_deref().unwrap_or_default();
    let message = conversation.take(ctx.new_id(MessageId::new), Author::visitor(&visitor.id, name), client_msg_id, content, now);
    if is_new {
        work.conversations().add(&conversation).await?;
        if conversation.is_offline {
            add_notice(ctx, &mut work, &conversation).await?;
        }
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
