//! The agent leaves this browser.

use entrenous_domain::account::Actor;
use entrenous_storage::StorageError;

use crate::agent::tell_access;
use crate::context::Context;

/// Ends the actor's own session; its sockets close.
///
/// # Errors
/// Those of the database.
pub async fn sign_out(ctx: &Context, actor: &Actor) -> Result<(), StorageError> {
    let mut work = ctx.db.unit().await?;
    work.agent_sessions().revoke(actor.agent(), actor.session(), ctx.now()).await?;
    work.save().await?;
    tell_access(ctx, actor.account(), actor.agent());
    Ok(())
}
