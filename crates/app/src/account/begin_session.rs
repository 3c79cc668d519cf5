//! A new sign-in and its token.

use entrenous_domain::account::Session;
use entrenous_domain::ids::{AccountId, AgentId, SessionId};
use entrenous_storage::{StorageError, Work};

use crate::context::Context;
use crate::secret::Token;

/// How long a session that ended is remembered, so that a browser stays a known one: 30 days.
const REMEMBER_MS: i64 = 30 * 24 * 60 * 60_000;

/// What the database keeps of a session's token.
pub fn session_hash(ctx: &Context, token: &str) -> Vec<u8> {
    ctx.keys.hash("session", token)
}

/// Adds a session to the unit, and the moment of the sign-in when it is complete.
pub(crate) async fn begin_session(
    ctx: &Context,
    work: &mut Work,
    account: &AccountId,
    agent: &AgentId,
    complete: bool,
    device: &str,
) -> Result<Token, StorageError> {
    let now = ctx.now();
    let token = Token::new(ctx);
    let device = entrenous_domain::text::line(device, 80);
    let session = Session::begin(ctx.new_id(SessionId::new), agent.clone(), complete, device, now);
    work.agent_sessions().remove_old(agent, now.plus_ms(-REMEMBER_MS)).await?;
    work.agent_sessions().add(&session, &session_hash(ctx, token.reveal())).await?;
    if complete {
        work.agents().set_last_login(account, agent, now).await?;
    }
    Ok(token)
}
