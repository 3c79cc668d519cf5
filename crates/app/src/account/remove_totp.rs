//! The second factor is taken away by its owner.

use entrenous_domain::account::Actor;

use super::limits::CODES_PER_AGENT;
use super::totp::{TotpError, use_code};
use crate::agent::tell_agent;
use crate::context::Context;

/// Removes the second factor and its recovery codes; a code, or a recovery code, proves that it is the owner's wish.
///
/// # Errors
/// `Conflict` when there is none; others see [`TotpError`].
pub async fn remove_totp(ctx: &Context, actor: &Actor, code: &str) -> Result<(), TotpError> {
    let claims = [(CODES_PER_AGENT, ctx.rate_key(actor.agent().as_str()))];
    ctx.throttle.take(ctx.now(), &claims).map_err(TotpError::RateLimited)?;
    let mut work = ctx.db.unit().await?;
    let credential = work.credentials().get(actor.account(), actor.agent()).await?.ok_or(TotpError::Conflict)?;
    if !credential.totp_confirmed {
        return Err(TotpError::Conflict);
    }
    if !use_code(ctx, &mut work, &credential, code).await? {
        return Err(TotpError::WrongCode);
    }
    work.credentials().remove_totp(actor.account(), actor.agent()).await?;
    work.recovery_codes().set_all(actor.agent(), &[]).await?;
    work.save().await?;
    ctx.throttle.give_back(&claims);
    tell_agent(ctx, actor.account(), actor.agent()).await;
    Ok(())
}
