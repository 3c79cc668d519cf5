//! What opens a socket: a ticket for one session, once, for 30 seconds.

use entrenous_domain::account::Actor;
use entrenous_storage::{Holder, NewOneTimeToken, Purpose, StorageError};

use super::authenticate::authenticate_session;
use crate::context::Context;
use crate::secret::Token;

/// How long a ticket works.
const LIFE_MS: i64 = 30_000;

/// Gives the actor a ticket for a socket.
///
/// # Errors
/// Those of the database.
pub async fn give_ticket(ctx: &Context, actor: &Actor) -> Result<Token, StorageError> {
    let now = ctx.now();
    let token = Token::new(ctx);
    let hash = ctx.keys.hash(Purpose::Ticket.as_str(), token.reveal());
    let holder = Holder { account: actor.account().clone(), agent: actor.agent().clone(), session: Some(actor.session().clone()) };
    let mut work = ctx.db.unit().await?;
    work.one_time_tokens().remove_expired(actor.agent(), Purpose::Ticket, now).await?;
    let new =
        NewOneTimeToken { hash: &hash, purpose: Purpose::Ticket, holder: Some(holder), created_at: now, expires_at: now.plus_ms(LIFE_MS) };
    work.one_time_tokens().add(&new).await?;
    work.save().await?;
    Ok(token)
}

/// The agent behind a ticket, with the rights of this moment; `None` when it is unknown, used or expired,
/// or its session is over.
///
/// # Errors
/// Those of the database.
pub async fn redeem_ticket(ctx: &Context, ticket: &str) -> Result<Option<Actor>, StorageError> {
    let hash = ctx.keys.hash(Purpose::Ticket.as_str(), ticket);
    let mut work = ctx.db.unit().await?;
    let Some(Some(holder)) = work.one_time_tokens().use_up(&hash, Purpose::Ticket, ctx.now()).await? else { return Ok(None) };
    work.save().await?;
    let Some(session) = holder.session else { return Ok(None) };
    authenticate_session(ctx, &holder.agent, &session).await
}
