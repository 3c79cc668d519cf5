//! The keys with which a site's server signs who is writing.
//!
//! A change of keys is told to the log, with the site and the agent, and never with a key.

use entrenous_domain::account::Actor;
use entrenous_domain::ids::SiteId;
use entrenous_domain::site::Site;
use entrenous_domain::site_identity::SiteIdentityError;

use super::get_site::{SiteError, SiteView, get_managed};
use crate::context::Context;
use crate::seal::{SealError, seal};
use crate::secret::Token;

/// A new key. It is shown once; what is kept is sealed.
#[derive(Debug)]
pub struct NewIdentityKey {
    /// The text that signs, as it is: its bytes are the key.
    pub key: Token,
    /// The site with it.
    pub view: SiteView,
}

/// Why a key stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum IdentityKeyError {
    /// As for every change of a site.
    #[error("the site cannot be changed")]
    Site(#[from] SiteError),
    /// The keys are not such that this could be done.
    #[error("the site's keys do not allow this")]
    Keys(SiteIdentityError),
    /// The key could not be sealed.
    #[error("the key could not be sealed")]
    Seal(#[from] SealError),
}

/// Makes the site's first key, or one more: the one before stays good until it is removed.
///
/// # Errors
/// `Keys(TwoKeys)`; others see [`IdentityKeyError`].
pub async fn add_identity_key(ctx: &Context, actor: &Actor, id: &SiteId) -> Result<NewIdentityKey, IdentityKeyError> {
    let key = Token::new(ctx);
    let sealed = seal(ctx, id.as_str(), key.reveal().as_bytes())?;
    let view = change(ctx, actor, id, |site| site.identity.add_key(sealed)).await?;
    tracing::info!(site = %id, agent = %actor.agent(), "an identity key was made");
    Ok(NewIdentityKey { key, view })
}

/// Ends a rotation: what the older key signs does not count any more.
///
/// # Errors
/// `Keys(NoKey)`; others see [`IdentityKeyError`].
pub async fn remove_old_identity_key(ctx: &Context, actor: &Actor, id: &SiteId) -> Result<SiteView, IdentityKeyError> {
    let view = change(ctx, actor, id, |site| site.identity.remove_old_key()).await?;
    tracing::info!(site = %id, agent = %actor.agent(), "the older identity key was removed");
    Ok(view)
}

/// Forgets every key: nothing can be proven any more.
///
/// # Errors
/// `Keys(NoKey)`, and `Keys(Required)` while the site takes nothing without a proof; others see [`IdentityKeyError`].
pub async fn remove_identity_keys(ctx: &Context, actor: &Actor, id: &SiteId) -> Result<SiteView, IdentityKeyError> {
    let view = change(ctx, actor, id, |site| site.identity.remove_keys()).await?;
    tracing::info!(site = %id, agent = %actor.agent(), "the identity keys were removed");
    Ok(view)
}

async fn change(
    ctx: &Context,
    actor: &Actor,
    id: &SiteId,
    with: impl FnOnce(&mut Site) -> Result<(), SiteIdentityError>,
) -> Result<SiteView, IdentityKeyError> {
    let mut work = ctx.db.unit().await.map_err(SiteError::from)?;
    let (mut site, proof) = get_managed(&mut work, actor, id).await?;
    with(&mut site).map_err(IdentityKeyError::Keys)?;
    work.sites().set_identity(&site).await.map_err(SiteError::from)?;
    let groups = work.groups().list(proof.thing()).await.map_err(SiteError::from)?;
    work.save().await.map_err(SiteError::from)?;
    Ok(SiteView { site, groups })
}
