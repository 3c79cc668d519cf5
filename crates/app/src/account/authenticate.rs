//! Who asks: from a session's token to an actor.

use entrenous_domain::account::Actor;
use entrenous_domain::ids::{AgentId, SessionId};
use entrenous_storage::{FoundSession, StorageError, Work};

use super::begin_session::session_hash;
use crate::context::Context;

/// The agent behind a session's token; `None` when the session is unknown, incomplete, over or revoked.
///
/// The last request is written down once a minute; failing to do so keeps nobody out.
///
/// # Errors
/// Those of the database.
pub async fn authenticate(ctx: &Context, token: &str) -> Result<Option<Actor>, StorageError> {
    let mut view = ctx.db.view().await?;
    let found = view.agent_sessions().find_by_token(&session_hash(ctx, token)).await?;
    let Some((actor, is_seen_anew)) = actor_of(ctx, &mut view, found).await? else { return Ok(None) };
    drop(view);
    if is_seen_anew && write_down(ctx, &actor).await.is_err() {
        tracing::warn!("the last request of a session could not be written down");
    }
    Ok(Some(actor))
}

/// The agent of a session that was proven before: for sockets, whose rights are checked again and again.
///
/// # Errors
/// Those of the database.
pub async fn authenticate_session(ctx: &Context, agent: &AgentId, session: &SessionId) -> Result<Option<Actor>, StorageError> {
    let mut view = ctx.db.view().await?;
    let found = view.agent_sessions().get(agent, session).await?;
    Ok(actor_of(ctx, &mut view, found).await?.map(|(actor, _)| actor))
}

async fn actor_of(ctx: &Context, view: &mut Work, found: Option<FoundSession>) -> Result<Option<(Actor, bool)>, StorageError> {
    let now = ctx.now();
    let Some(FoundSession { session, account }) = found.filter(|found| found.session.complete && found.session.is_alive(now)) else {
        return Ok(None);
    };
    let Some(agent) = view.agents().get(&account, &session.agent).await?.filter(|agent| agent.active) else { return Ok(None) };
    let is_seen_anew = session.is_seen_anew(now);
    let groups = if agent.role.administers() { Vec::new() } else { view.groups().of_agent(&agent.id).await? };
    Ok(Some((Actor::new(agent.id, account, agent.role, session.id, agent.sites, groups), is_seen_anew)))
}

async fn write_down(ctx: &Context, actor: &Actor) -> Result<(), StorageError> {
    let mut work = ctx.db.unit().await?;
    work.agent_sessions().set_seen(actor.session(), ctx.now()).await?;
    work.save().await
}
