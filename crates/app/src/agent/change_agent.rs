//! What a colleague may do.

use std::collections::BTreeSet;

use entrenous_domain::account::{Actor, Agent, Role};
use entrenous_domain::ids::{AgentId, SiteId};
use entrenous_storage::StorageError;

use super::tell::{tell_access, tell_agent};
use crate::context::Context;

/// What to change; `None` leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct ChangeAgent {
    /// What the agent may do.
    pub role: Option<Role>,
    /// False ends every session at once.
    pub active: Option<bool>,
    /// The named sites.
    pub sites: Option<Vec<SiteId>>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeAgentError {
    /// The actor manages no people, or not such strong ones.
    #[error("the actor may not change this agent")]
    Forbidden,
    /// The account has no such agent.
    #[error("the account has no such agent")]
    NotFound,
    /// An account without an owner who can sign in could never be managed again.
    #[error("this is the last owner")]
    LastOwner,
    /// A site is not of this account.
    #[error("a site is not of this account")]
    UnknownSite,
    /// The database failed.
    #[error("the change could not be stored")]
    Storage(#[from] StorageError),
}

/// Changes role, activity and sites. Who is no longer active loses every session, link and ticket in the same unit.
///
/// # Errors
/// See [`ChangeAgentError`].
pub async fn change_agent(ctx: &Context, actor: &Actor, id: &AgentId, cmd: ChangeAgent) -> Result<Agent, ChangeAgentError> {
    actor.administer_account().map_err(|_| ChangeAgentError::Forbidden)?;
    let account = actor.account();
    let now = ctx.now();
    let mut work = ctx.db.unit().await?;
    // Held, so that two owners cannot demote each other at the same moment.
    work.accounts().get_for_change(account).await?.ok_or(ChangeAgentError::NotFound)?;
    let own = work.agents().get(account, actor.agent()).await?.filter(|own| own.active).ok_or(ChangeAgentError::Forbidden)?;
    let before = work.agents().get_for_change(account, id).await?.ok_or(ChangeAgentError::NotFound)?;
    let role = cmd.role.unwrap_or(before.role);
    if !own.role.may_manage(before.role) || !own.role.may_manage(role) {
        return Err(ChangeAgentError::Forbidden);
    }
    let mut after = Agent { role, active: cmd.active.unwrap_or(before.active), ..before.clone() };
    let counts = |agent: &Agent| agent.role == Role::Owner && agent.active && !agent.invited;
    if counts(&before) && !counts(&after) && work.agents().count_owners(account).await? <= 1 {
        return Err(ChangeAgentError::LastOwner);
    }
    work.agents().set_rights(&after).await?;
    if let Some(sites) = cmd.sites {
        after.sites = sites.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        if !work.agents().set_sites(account, id, &after.sites).await? {
            return Err(ChangeAgentError::UnknownSite);
        }
    }
    work.groups().remove_out_of_reach(id).await?;
    if !after.active {
        work.agent_sessions().revoke_all(id, now).await?;
        work.one_time_tokens().void_all(id, now).await?;
    }
    work.save().await?;
    tell_access(ctx, account, id);
    tell_agent(ctx, account, id).await;
    Ok(after)
}
