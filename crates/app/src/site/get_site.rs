//! One site, as its account sees it.

use entrenous_domain::account::{Actor, Administer, Group};
use entrenous_domain::authorized::Authorized;
use entrenous_domain::ids::SiteId;
use entrenous_domain::site::Site;
use entrenous_storage::{StorageError, Work};

use crate::context::Context;

/// A site with its groups.
#[derive(Debug, Clone)]
pub struct SiteView {
    /// The site.
    pub site: Site,
    /// Its groups, by name.
    pub groups: Vec<Group>,
}

/// Why a site is not shown, made or changed.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// It does not exist, or the actor may not know of it.
    #[error("the site does not exist for this actor")]
    NotFound,
    /// The actor sees sites without managing them.
    #[error("the actor may not manage sites")]
    Forbidden,
    /// The name is empty or too long.
    #[error("the name has no allowed length")]
    Name,
    /// The language is no language code.
    #[error("this is no language code")]
    Language,
    /// An allowed domain is no origin; what was typed.
    #[error("an allowed domain is no origin")]
    Domain(String),
    /// More than 100 domains.
    #[error("there are too many domains")]
    TooManyDomains,
    /// Proofs of identity cannot be demanded before there is a key that signs them.
    #[error("the site has no identity key")]
    NoIdentityKey,
    /// The account has as many sites as it may have.
    #[error("the account has too many sites")]
    TooManySites,
    /// The database failed.
    #[error("the site could not be read or stored")]
    Storage(#[from] StorageError),
}

/// Reads a site that the actor works on.
///
/// # Errors
/// `NotFound` and `Storage`.
pub async fn get_site(ctx: &Context, actor: &Actor, id: &SiteId) -> Result<SiteView, SiteError> {
    let mut view = ctx.db.view().await?;
    let site = view.sites().get(actor.account(), id).await?.ok_or(SiteError::NotFound)?;
    let proof = actor.answer_site(&site.account, &site.id).ok_or(SiteError::NotFound)?;
    let groups = view.groups().list(proof.thing()).await?;
    Ok(SiteView { site, groups })
}

/// Loads a site to change it, held until the unit ends, with the proof that the actor manages it.
pub(super) async fn get_managed(work: &mut Work, actor: &Actor, id: &SiteId) -> Result<(Site, Authorized<SiteId, Administer>), SiteError> {
    let site = work.sites().get_for_change(actor.account(), id).await?.ok_or(SiteError::NotFound)?;
    let proof = prove_managed(actor, &site)?;
    Ok((site, proof))
}

/// The proof alone, for whoever changes something of a site that is held by itself.
pub(super) async fn look_managed(work: &mut Work, actor: &Actor, id: &SiteId) -> Result<Authorized<SiteId, Administer>, SiteError> {
    let site = work.sites().get(actor.account(), id).await?.ok_or(SiteError::NotFound)?;
    prove_managed(actor, &site)
}

fn prove_managed(actor: &Actor, site: &Site) -> Result<Authorized<SiteId, Administer>, SiteError> {
    actor.administer_site(&site.account, &site.id).ok_or(SiteError::NotFound)?.map_err(|_| SiteError::Forbidden)
}
