//! What an agent sees of itself.

use entrenous_domain::account::{Account, Actor, Agent};
use entrenous_storage::StorageError;

use crate::context::Context;

/// The agent, its account, and what only the agent itself may know.
#[derive(Debug, Clone)]
pub struct Me {
    /// The agent.
    pub agent: Agent,
    /// Its account.
    pub account: Account,
    /// Unused recovery codes.
    pub recovery_codes_left: i64,
}

/// Reads the actor's own row; `None` when it is gone meanwhile.
///
/// # Errors
/// Those of the database.
pub async fn get_me(ctx: &Context, actor: &Actor) -> Result<Option<Me>, StorageError> {
    let mut view = ctx.db.view().await?;
    let agent = view.agents().get(actor.account(), actor.agent()).await?;
    let account = view.accounts().get(actor.account()).await?;
    let recovery_codes_left = view.recovery_codes().count_left(actor.agent()).await?;
    Ok(agent.zip(account).map(|(agent, account)| Me { agent, account, recovery_codes_left }))
}
