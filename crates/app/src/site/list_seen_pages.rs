//! Which pages asked for a site's chat box lately.

use entrenous_domain::account::Actor;
use entrenous_domain::ids::SiteId;

use super::get_site::{SiteError, get_site};
use crate::context::Context;
use crate::visitor::SeenPage;

/// How far back pages are told of, in milliseconds: a day.
const RECENT_MS: i64 = 86_400_000;

/// The origins whose pages asked within a day, the last first; since this server started, and at most twenty.
///
/// # Errors
/// `NotFound` and `Storage`.
pub async fn list_seen_pages(ctx: &Context, actor: &Actor, id: &SiteId) -> Result<Vec<SeenPage>, SiteError> {
    let view = get_site(ctx, actor, id).await?;
    Ok(ctx.seen_pages.since(&view.site.id, ctx.now().plus_ms(-RECENT_MS)))
}
