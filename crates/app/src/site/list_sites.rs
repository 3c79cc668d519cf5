//! The sites of an actor.

use entrenous_domain::account::Actor;
use entrenous_domain::ids::SiteId;
use entrenous_storage::StorageError;

use super::get_site::SiteView;
use crate::context::Context;

/// The sites that the actor works on, by name, each with its groups.
///
/// # Errors
/// Those of the database.
pub async fn list_sites(ctx: &Context, actor: &Actor) -> Result<Vec<SiteView>, StorageError> {
    let mut view = ctx.db.view().await?;
    let mut out = Vec::new();
    for site in view.sites().list(actor.account()).await? {
        let Some(proof) = actor.answer_site(&site.account, &site.id) else { continue };
        let groups = view.groups().list(proof.thing()).await?;
        out.push(SiteView { site, groups });
    }
    Ok(out)
}

/// The ids of the sites that the actor works on, by the sites' names.
///
/// # Errors
/// Those of the database.
pub async fn list_site_ids(ctx: &Context, actor: &Actor) -> Result<Vec<SiteId>, StorageError> {
    let mut sites = ctx.db.view().await?.sites().list(actor.account()).await?;
    sites.retain(|site| actor.answer_site(&site.account, &site.id).is_some());
    Ok(sites.into_iter().map(|site| site.id).collect())
}
