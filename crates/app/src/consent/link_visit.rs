//! Which visitor of the chat a visit and a counter belong to; each only with the consent under which it is kept.
//!
//! The browser proves both sides: the consent with a scope token, the visitor with its own token.

use entrenous_domain::consent::{MarketingConsent, StatisticsConsent};
use entrenous_domain::ids::VisitorId;
use entrenous_domain::site::Site;
use entrenous_storage::Work;

use super::add_visit_page::visit_hash;
use super::door::{ConsentError, Door, GATED, enter};
use super::gate;
use crate::context::Context;
use crate::visitor::token_hash;

/// Lets the agents who may see the visitor's conversations see the pages of this visit.
///
/// # Errors
/// `Forbidden` without a live consent, with a token that is no visitor's of this site, and for a visit that belongs to another visitor.
pub async fn link_visit(ctx: &Context, door: &Door, token: &str, visit: &str, visitor: &str) -> Result<(), ConsentError> {
    ctx.throttle.take(ctx.now(), &[(GATED, door.peer)])?;
    let mut work = ctx.db.unit().await?;
    let site = enter(&mut work, door).await?;
    let standing = gate::admit(ctx, &mut work, (&site, door), token, StatisticsConsent::PURPOSE).await?;
    let consent = StatisticsConsent::of(&standing).ok_or(ConsentError::Forbidden)?;
    let visit = visit_hash(ctx, &site.id, visit)?;
    let visitor = visitor_of(ctx, &mut work, &site, visitor).await?;
    if !work.visit_pages().set_visitor(&consent, &visit, &visitor).await? {
        return Err(ConsentError::Forbidden);
    }
    Ok(work.save().await?)
}

/// Lets them see how often this browser came.
///
/// # Errors
/// `Forbidden` without a live consent, and with a token that is no visitor's of this site.
pub async fn link_counter(ctx: &Context, door: &Door, token: &str, visitor: &str) -> Result<(), ConsentError> {
    ctx.throttle.take(ctx.now(), &[(GATED, door.peer)])?;
    let mut work = ctx.db.unit().await?;
    let site = enter(&mut work, door).await?;
    let standing = gate::admit(ctx, &mut work, (&site, door), token, MarketingConsent::PURPOSE).await?;
    let consent = MarketingConsent::of(&standing).ok_or(ConsentError::Forbidden)?;
    let visitor = visitor_of(ctx, &mut work, &site, visitor).await?;
    work.marketing_counters().set_visitor(&consent, &visitor).await?;
    Ok(work.save().await?)
}

async fn visitor_of(ctx: &Context, work: &mut Work, site: &Site, token: &str) -> Result<VisitorId, ConsentError> {
    let found = work.visitors().find_by_token(&token_hash(ctx, token)).await?;
    found.filter(|visitor| visitor.site == site.id).map(|visitor| visitor.id).ok_or(ConsentError::Forbidden)
}
