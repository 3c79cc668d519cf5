//! New recovery codes in place of the old ones.

use entrenous_domain::account::Actor;

use super::limits::CODES_PER_AGENT;
use super::recovery::{RecoveryCodes, renew};
use super::totp::{TotpError, use_code};
use crate::context::Context;

/// Makes ten new codes; all earlier ones are void. A code of the second factor, or an old recovery code, is demanded.
///
/// # Errors
/// `Conflict` without a second factor; others see [`TotpError`].
pub async fn renew_recovery_codes(ctx: &Context, actor: &Actor, code: &str) -> Result<RecoveryCodes, TotpError> {
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
    let codes = renew(ctx, &mut work, actor.agent()).await?;
    work.save().await?;
    ctx.throttle.give_back(&claims);
    Ok(codes)
}
