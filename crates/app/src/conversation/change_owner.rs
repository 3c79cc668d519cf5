//! Join, leave, assign, close, reopen: an agent changes who owns the conversation.

use entrenous_domain::account::{Actor, Agent};
use entrenous_domain::conversation::{Author, Change, Content, Conversation, RefusedChange, SystemEvent};
use entrenous_domain::ids::{AgentId, ConversationId, MessageId};
use entrenous_fanout::Change as Told;
use entrenous_storage::{EventKind, Work};

use super::access::{ActError, Reached, reach};
use super::send_by_agent::system_id;
use super::tell::{Listed, tell_stored};
use crate::context::Context;

/// What an agent does with the ownership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnerChange {
    /// The actor comes in.
    Join,
    /// The actor goes.
    Leave,
    /// The actor gives it to an agent (perhaps itself).
    Assign(AgentId),
    /// The actor ends it.
    Close,
    /// The actor opens it again and is in it.
    Reopen,
}

/// Changes the owner, and writes a system message about it in the same unit.
///
/// What is so already stays so and tells nobody.
///
/// # Errors
/// See [`ActError`].
pub async fn change_owner(ctx: &Context, actor: &Actor, id: &ConversationId, what: &OwnerChange) -> Result<Listed, ActError> {
    let now = ctx.now();
    let mut work = ctx.db.unit().await?;
    let Reached { site, mut conversation, visitor } = reach(&mut work, actor, id).await?;
    let site = site.thing();
    let me = work.agents().get(actor.account(), actor.agent()).await?.ok_or(ActError::NotFound)?;
    let (change, event, whose) = match what {
        OwnerChange::Join => (conversation.join(&me.id), SystemEvent::AgentJoined, me.nickname),
        OwnerChange::Leave => (conversation.leave(&me.id), SystemEvent::AgentLeft, me.nickname),
        OwnerChange::Close => (conversation.close(now), SystemEvent::ClosedByAgent, me.nickname),
        OwnerChange::Assign(other) => {
            let agent = assignable(&mut work, actor, &conversation, other).await?;
            (conversation.assign(&agent.id), SystemEvent::AgentAssigned, agent.nickname)
        }
        OwnerChange::Reopen => {
            let newer = work.conversations().find_open_for_change(site, &visitor.id).await?;
            if newer.is_some_and(|open| open.id != *id) {
                return Err(ActError::NewerOpen);
            }
            (conversation.reopen(&me.id), SystemEvent::Reopened, me.nickname)
        }
    };
    let change = change.map_err(|refused| match refused {
        RefusedChange::Closed => ActError::Closed,
        RefusedChange::NotClosed => ActError::NotClosed,
    })?;
    if change == Change::None {
        return Ok(Listed::new(ctx, conversation, visitor));
    }
    let content = Content::System { event, agent_name: whose };
    let notice = conversation.take(ctx.new_id(MessageId::new), Author::system(), system_id(ctx), content, now);
    work.messages().add(site, &notice).await?;
    work.conversations().set(&conversation).await?;
    work.conversations().set_agents(&conversation, now).await?;
    let number = work.events().add(site, EventKind::MessageAdded, id, notice.id.as_str(), Some(notice.seq), now).await?;
    work.save().await?;
    tell_stored(ctx, number, conversation.clone(), visitor.clone(), Told::MessageAdded(notice));
    Ok(Listed::new(ctx, conversation, visitor))
}

async fn assignable(work: &mut Work, actor: &Actor, conversation: &Conversation, other: &AgentId) -> Result<Agent, ActError> {
    let agent = work.agents().get(actor.account(), other).await?;
    let agent = agent.filter(|agent| agent.active && !agent.invited).ok_or(ActError::UnknownAgent)?;
    // Nobody is given what they may not see.
    let groups = work.groups().of_agent(&agent.id).await?;
    if agent.sees(&groups, &conversation.site, conversation.group.as_ref()) { Ok(agent) } else { Err(ActError::UnknownAgent) }
}
