//! Another public key for a website.

use entrenous_domain::account::Actor;
use entrenous_domain::ids::SiteId;
use entrenous_domain::site::ChatKey;

use super::get_site::{SiteError, SiteView, get_managed};
use super::tell::tell_admission;
use crate::context::Context;

/// Gives the site a new chat key. Pages with the old one show no chat box any more, and open chats on them end:
/// whoever renews a key wants somebody's page to stop.
///
/// # Errors
/// See [`SiteError`].
pub async fn renew_chat_key(ctx: &Context, actor: &Actor, id: &SiteId) -> Result<SiteView, SiteError> {
    let mut work = ctx.db.unit().await?;
    let (mut site, proof) = get_managed(&mut work, actor, id).await?;
    site.chat_key = ChatKey::new(ctx.random());
    work.sites().set_chat_key(&site.account, proof.thing(), &site.chat_key).await?;
    let groups = work.groups().list(proof.thing()).await?;
    work.save().await?;
    tell_admission(ctx, &site.id);
    Ok(SiteView { site, groups })
}
