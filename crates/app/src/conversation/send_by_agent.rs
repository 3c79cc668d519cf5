//! An agent answers. Answering joins.

use entrenous_domain::account::Actor;
use entrenous_domain::conversation::{Author, Change as OwnerChange, ClientMsgId, Content, Message, SystemEvent};
use entrenous_domain::ids::{ConversationId, MessageId};
use entrenous_fanout::Change;
use entrenous_storage::{EventKind, Sender};

use super::access::{ActError, Reached, reach};
use super::send::{Accepted, SendError, SendMessage, attach, client_id, content_of, repeated};
use super::tell::tell_stored;
use crate::context::Context;

/// Takes an agent's answer. Who was not in the conversation joins it with the answer, in the same unit.
///
/// # Errors
/// See [`SendError`].
pub async fn send_by_agent(ctx: &Context, actor: &Actor, id: &ConversationId, cmd: &SendMessage) -> Result<Accepted, SendError> {
    let client_msg_id = client_id(cmd)?;
    let now = ctx.now();
    let mut work = ctx.db.unit().await?;
    let Reached { site, mut conversation, visitor } = reach(&mut work, actor, id).await.map_err(refused)?;
    let site = site.thing();
    if let Some(earlier) = work.messages().find_sent(site, actor.agent().as_str(), &client_msg_id).await? {
        return if earlier.conversation == *id { repeated(earlier, cmd) } else { Err(SendError::Reused) };
    }
    let agent = work.agents().get(actor.account(), actor.agent()).await?.ok_or(SendError::NotFound)?;
    let content = content_of(&mut work, site, &Sender::Agent(agent.id.clone()), &cmd.say).await?;
    let joined = conversation.join(&agent.id).map_err(|_| SendError::Closed)?;
    let mut told: Vec<(i64, entrenous_domain::conversation::Conversation, Message)> = Vec::new();
    if joined == OwnerChange::Owner {
        let event = Content::System { event: SystemEvent::AgentJoined, agent_name: agent.nickname.clone() };
        let notice = conversation.take(ctx.new_id(MessageId::new), Author::system(), system_id(ctx), event, now);
        work.messages().add(site, &notice).await?;
        let number = work.events().add(site, EventKind::MessageAdded, id, notice.id.as_str(), Some(notice.seq), now).await?;
        told.push((number, conversation.clone(), notice));
    }
    let author = Author::agent(&agent.id, &agent.nickname);
    let message = conversation.take(ctx.new_id(MessageId::new), author, client_msg_id, content, now);
    attach(&mut work, site, id, &message.content).await?;
    work.messages().add(site, &message).await?;
    work.conversations().set(&conversation).await?;
    if joined == OwnerChange::Owner {
        work.conversations().set_agents(&conversation, now).await?;
    }
    let number = work.events().add(site, EventKind::MessageAdded, id, message.id.as_str(), Some(message.seq), now).await?;
    told.push((number, conversation, message.clone()));
    work.save().await?;
    for (number, conversation, message) in told {
        tell_stored(ctx, number, conversation, visitor.clone(), Change::MessageAdded(message));
    }
    Ok(Accepted { message })
}

/// System messages are nobody's retry, so their client id only has to be unique.
pub(super) fn system_id(ctx: &Context) -> ClientMsgId {
    let id = ctx.new_id(MessageId::new);
    // An id of ours always has the form of a client id.
    ClientMsgId::of(&id)
}

fn refused(error: ActError) -> SendError {
    match error {
        ActError::Storage(error) => SendError::Storage(error),
        ActError::Closed | ActError::NotClosed | ActError::NewerOpen => SendError::Closed,
        ActError::NotFound | ActError::UnknownAgent => SendError::NotFound,
    }
}
