//! How often a browser came; only with a marketing consent.

use entrenous_domain::consent::MarketingConsent;

use super::door::{ConsentError, Door, GATED, enter};
use super::gate;
use crate::context::Context;

/// The largest number of visits that is believed.
const MAX_VISITS: i64 = 1_000_000;

/// Keeps the number of visits that the browser counted.
///
/// # Errors
/// `Forbidden` without a live consent; nothing is stored then.
pub async fn set_visits(ctx: &Context, door: &Door, token: &str, visits: i64) -> Result<(), ConsentError> {
    ctx.throttle.take(ctx.now(), &[(GATED, door.peer)])?;
    let mut work = ctx.db.unit().await?;
    let site = enter(&mut work, door).await?;
    let standing = gate::admit(ctx, &mut work, (&site, door), token, MarketingConsent::PURPOSE).await?;
    let consent = MarketingConsent::of(&standing).ok_or(ConsentError::Forbidden)?;
    if !(1..=MAX_VISITS).contains(&visits) {
        return Err(ConsentError::Field("count"));
    }
    work.marketing_counters().set(&consent, visits, ctx.now()).await?;
    Ok(work.save().await?)
}
