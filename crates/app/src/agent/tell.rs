//! Telling dashboards about people; called after `save()` only.

use entrenous_domain::ids::{AccountId, AgentId};
use entrenous_fanout::{Signal, Told, Topic};

use crate::context::Context;
use crate::presence::agent_changed;

/// What an agent looks like, or whether it accepts chats, has changed.
///
/// The change is kept already, so failing to tell it is no failure of the action: lists are read again
/// when a dashboard connects.
pub async fn tell_agent(ctx: &Context, account: &AccountId, agent: &AgentId) {
    if let Err(error) = agent_changed(ctx, account, agent).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "colleagues could not be told that an agent changed");
    }
}

/// What an agent may do, or where an agent is signed in, has changed: open sockets prove themselves again, or close.
pub fn tell_access(ctx: &Context, account: &AccountId, agent: &AgentId) {
    ctx.bus.tell(&Topic::Account(account.clone()), &Signal::new(Told::AccessChanged { agent: agent.clone() }));
}
