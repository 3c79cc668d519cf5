//! An invitation is withdrawn.

use entrenous_domain::account::Actor;
use entrenous_domain::ids::AgentId;
use entrenous_storage::StorageError;

use crate::context::Context;

/// Why nobody was removed.
#[derive(Debug, thiserror::Error)]
pub enum RemoveInvitedError {
    /// The actor manages no people, or not such strong ones.
    #[error("the actor may not withdraw this invitation")]
    Forbidden,
    /// The account has no such agent.
    #[error("the account has no such agent")]
    NotFound,
    /// The invitation was accepted; such an agent is deactivated instead, because messages bear the name.
    #[error("the invitation was accepted already")]
    Accepted,
    /// The database failed.
    #[error("the removal could not be stored")]
    Storage(#[from] StorageError),
}

/// Removes somebody who was invited and has not accepted; the links die with the row.
///
/// # Errors
/// See [`RemoveInvitedError`].
pub async fn remove_invited(ctx: &Context, actor: &Actor, id: &AgentId) -> Result<(), RemoveInvitedError> {
    actor.administer_account().map_err(|_| RemoveInvitedError::Forbidden)?;
    let mut work = ctx.db.unit().await?;
    let agent = work.agents().get_for_change(actor.account(), id).await?.ok_or(RemoveInvitedError::NotFound)?;
    if !actor.role().may_manage(agent.role) {
        return Err(RemoveInvitedError::Forbidden);
    }
    if !work.agents().remove_invited(actor.account(), id).await? {
        return Err(RemoveInvitedError::Accepted);
    }
    work.save().await?;
    Ok(())
}
