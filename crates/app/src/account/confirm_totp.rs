//! The first code: from now on the second factor is asked for.

use entrenous_domain::account::Actor;

use super::limits::CODES_PER_AGENT;
use super::recovery::{RecoveryCodes, renew};
use super::totp::{TotpError, open_secret, six_digits, step_of};
use crate::agent::tell_agent;
use crate::context::Context;

/// Confirms the second factor and gives out its recovery codes.
///
/// # Errors
/// `Conflict` when there is nothing to confirm; others see [`TotpError`].
pub async fn confirm_totp(ctx: &Context, actor: &Actor, code: &str) -> Result<RecoveryCodes, TotpError> {
    let claims = [(CODES_PER_AGENT, ctx.rate_key(actor.agent().as_str()))];
    ctx.throttle.take(ctx.now(), &claims).map_err(TotpError::RateLimited)?;
    let mut work = ctx.db.unit().await?;
    let credential = work.credentials().get(actor.account(), actor.agent()).await?.ok_or(TotpError::Conflict)?;
    if credential.totp_confirmed {
        return Err(TotpError::Conflict);
    }
    let totp = open_secret(ctx, &credential)?.ok_or(TotpError::Conflict)?;
    let step = six_digits(code).and_then(|digits| step_of(&totp, &digits, ctx.now())).ok_or(TotpError::WrongCode)?;
    if !work.credentials().confirm_totp(actor.account(), actor.agent(), step).await? {
        return Err(TotpError::Conflict);
    }
    let codes = renew(ctx, &mut work, actor.agent()).await?;
    work.save().await?;
    ctx.throttle.give_back(&claims);
    tell_agent(ctx, actor.account(), actor.agent()).await;
    Ok(codes)
}
