//! What the loader asks for, once for each page.

use entrenous_domain::site::{AllowedOrigin, ChatKey, Site};
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
    let is_admitted = site.admits(origin) || is_own_page;
    // Browsers name no origin where the page is on this very server.
    ctx.seen_pages.note(&site.id, origin.unwrap_or(&ctx.settings.public_url), is_admitted, ctx.now());
    if !is_admitted {
        return Err(BeginError::OriginNotAllowed);
    }
    // A page must get its chat box although the disk is full.
    if let Err(error) = note_seen(ctx, &site, origin).await {
        tracing::warn!(reason = %error, "that a page showed the chat box was not noted");
    }
    let is_online = presence::is_online(ctx, &site.id).await?;
    Ok(LoaderSettings { site, is_online })
}

async fn note_seen(ctx: &Context, site: &Site, origin: Option<&str>) -> Result<(), StorageError> {
    // Once a minute whatever asks: anybody may ask, and each note is a write.
    if site.seen_at.is_some_and(|seen| ctx.now().since(seen) < 60_000) {
        return Ok(());
    }
    // What a browser sends is an origin; everything else is a stranger's text and is not kept.
    let origin = origin.and_then(AllowedOrigin::parse);
    let mut work = ctx.db.unit().await?;
    work.sites().set_seen(&site.id, origin.as_ref().map(AllowedOrigin::as_str), ctx.now()).await?;
    work.save().await
}
