//! What the loader asks for, once for each page.

use entrenous_domain::site::{ChatKey, Site};
use entrenous_storage::StorageError;

use super::BeginError;
use crate::context::Context;
use crate::presence;

/// The site and whether somebody is there.
#[derive(Debug, Clone)]
pub struct LoaderSettings {
    /// The site.
    pub site: Site,
    /// Whether somebody accepts chats.
    pub is_online: bool,
}

/// Reads a site's settings, and notes that its snippet is live (to the minute; nothing about who asked but the page's origin).
///
/// # Errors
/// `UnknownSite`, `OriginNotAllowed`, `Storage`.
pub async fn loader_settings(ctx: &Context, chat_key: &str, origin: Option<&str>, is_own_page: bool) -> Result<LoaderSettings, BeginError> {
    let key = ChatKey::parse(chat_key).ok_or(BeginError::UnknownSite)?;
    let site = ctx.db.view().await?.sites().find_by_key(&key).await?.ok_or(BeginError::UnknownSite)?;
    if !site.admits(origin) && !is_own_page {
        return Err(BeginError::OriginNotAllowed);
    }
    note_seen(ctx, &site, origin).await?;
    let is_online = presence::is_online(ctx, &site.id).await?;
    Ok(LoaderSettings { site, is_online })
}

async fn note_seen(ctx: &Context, site: &Site, origin: Option<&str>) -> Result<(), StorageError> {
    let is_fresh = site.seen_at.is_some_and(|seen| ctx.now().since(seen) < 60_000) && site.seen_origin.as_deref() == origin;
    if is_fresh {
        return Ok(());
    }
    let mut work = ctx.db.unit().await?;
    work.sites().set_seen(&site.id, origin, ctx.now()).await?;
    work.save().await
}
