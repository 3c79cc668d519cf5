//! Everybody of the account.

use entrenous_domain::account::{Actor, Agent};
use entrenous_storage::StorageError;

use crate::context::Context;

/// All agents of the actor's account, by name; colleagues know each other whatever their role.
///
/// # Errors
/// Those of the database.
pub async fn list_agents(ctx: &Context, actor: &Actor) -> Result<Vec<Agent>, StorageError> {
    ctx.db.view().await?.agents().list(actor.account()).await
}
