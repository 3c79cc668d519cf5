//! Where an agent is signed in, and ending that.

use entrenous_domain::account::{Actor, Session};
use entrenous_domain::ids::SessionId;
use entrenous_storage::StorageError;

use crate::agent::tell_access;
use crate::context::Context;

/// Why nothing was ended.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// The actor has no such session.
    #[error("the agent has no such session")]
    NotFound,
    /// The database failed.
    #[error("the session could not be ended")]
    Storage(#[from] StorageError),
}

/// The actor's live sessions, newest first.
///
/// # Errors
/// Those of the database.
pub async fn list_sessions(ctx: &Context, actor: &Actor) -> Result<Vec<Session>, StorageError> {
    let now = ctx.now();
    let mut sessions = ctx.db.view().await?.agent_sessions().list(actor.agent(), now).await?;
    sessions.retain(|session| session.is_alive(now));
    Ok(sessions)
}

/// Ends one of the actor's own sessions; its sockets close.
///
/// # Errors
/// See [`RevokeError`].
pub async fn revoke_session(ctx: &Context, actor: &Actor, session: &SessionId) -> Result<(), RevokeError> {
    let mut work = ctx.db.unit().await?;
    if !work.agent_sessions().revoke(actor.agent(), session, ctx.now()).await? {
        return Err(RevokeError::NotFound);
    }
    work.save().await?;
    tell_access(ctx, actor.account(), actor.agent());
    Ok(())
}

/// Ends all of the actor's sessions but the one that asks.
///
/// # Errors
/// Those of the database.
pub async fn revoke_other_sessions(ctx: &Context, actor: &Actor) -> Result<(), StorageError> {
    let mut work = ctx.db.unit().await?;
    work.agent_sessions().revoke_others(actor.agent(), actor.session(), ctx.now()).await?;
    work.save().await?;
    tell_access(ctx, actor.account(), actor.agent());
    Ok(())
}
