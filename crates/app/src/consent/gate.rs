//! The gate before everything that needs a consent, and what is forgotten without one.

use entrenous_domain::consent::{ConsentPurpose, GpcRule, PurposeSet, Standing, SubjectHash};
use entrenous_domain::ids::SiteId;
use entrenous_domain::site::Site;
use entrenous_storage::{StorageError, Work};

use super::chain;
use super::door::{ConsentError, Door};
use super::scope::{self, Scope};
use crate::context::Context;

/// What counts for a browser, so read that no other answer comes before the unit ends; `None` when it never answered.
pub(super) async fn standing(ctx: &Context, work: &mut Work, site: &Site, subject: &SubjectHash) -> Result<Option<Standing>, ConsentError> {
    let head = work.consent_chains().share_head(&site.id).await?;
    if !head.is_some_and(|head| chain::is_ours(&ctx.keys, &head)) {
        return Err(ConsentError::Broken(site.id.clone()));
    }
    let newest = work.consent_entries().find_decision(&site.id, subject).await?;
    Ok(newest.map(|entry| Standing::new(&site.privacy, &entry, ctx.now())))
}

/// What a scope token opens: it must be ours, alive, for this site and purpose, and for the answer that counts.
pub(super) async fn admit(
    ctx: &Context,
    work: &mut Work,
    (site, door): (&Site, &Door),
    token: &str,
    purpose: ConsentPurpose,
) -> Result<Standing, ConsentError> {
    obey(site, door)?;
    let scope = scope::read(&ctx.keys, token).ok_or(ConsentError::Forbidden)?;
    let fits = |scope: &Scope| scope.site == site.id && scope.purpose == purpose && ctx.now() < scope.ends_at;
    if !fits(&scope) {
        return Err(ConsentError::Forbidden);
    }
    let standing = standing(ctx, work, site, &scope.subject).await?;
    standing.filter(|standing| *standing.entry() == scope.entry).ok_or(ConsentError::Forbidden)
}

/// Refuses where the browser says "do not" and the site lets nothing win over it, whatever was answered before.
pub(super) fn obey(site: &Site, door: &Door) -> Result<(), ConsentError> {
    let is_refused = door.has_signal && site.privacy.gpc() == GpcRule::Strict;
    if is_refused { Err(ConsentError::Forbidden) } else { Ok(()) }
}

/// Forgets what was kept for purposes that are not granted any more.
pub(super) async fn forget(work: &mut Work, site: &SiteId, subject: &SubjectHash, granted: PurposeSet) -> Result<(), StorageError> {
    if !granted.statistics {
        work.visit_pages().remove(site, subject).await?;
    }
    if !granted.marketing {
        work.marketing_counters().remove(site, subject).await?;
    }
    Ok(())
}
