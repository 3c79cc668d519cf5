//! The desk's lists.

use entrenous_domain::account::{Actor, SiteAccess};
use entrenous_domain::ids::SiteId;
use entrenous_storage::{ListPlace, OpenCounts, OpenView, StorageError, Work};

use super::tell::Listed;
use crate::context::Context;

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Open ones.
    Open(OpenView),
    /// Closed ones.
    Closed,
}

/// A page to read.
#[derive(Debug, Clone)]
pub struct ListConversations {
    /// Which list.
    pub view: View,
    /// Only this site.
    pub site: Option<SiteId>,
    /// After this row; `None` from the start.
    pub place: Option<ListPlace>,
    /// At most so many.
    pub limit: i64,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// The rows.
    pub items: Vec<Listed>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<ListPlace>,
    /// How many open conversations there are.
    pub counts: OpenCounts,
    /// The newest event number of each site, as of this page.
    pub positions: Vec<(SiteId, i64)>,
}

/// Reads a page; everything in it is of one moment.
///
/// # Errors
/// Those of the database.
pub async fn list_conversations(ctx: &Context, actor: &Actor, cmd: &ListConversations) -> Result<Page, StorageError> {
    let mut view = ctx.db.long_view().await?;
    let site = cmd.site.as_ref();
    let more = cmd.limit.saturating_add(1);
    let mut rows = match cmd.view {
        View::Open(which) => {
            let place = cmd.place.clone().unwrap_or_else(ListPlace::start_of_open);
            view.conversations().list_open(actor, site, which, &place, more).await?
        }
        View::Closed => {
            let place = cmd.place.clone().unwrap_or_else(ListPlace::start_of_closed);
            view.conversations().list_closed(actor, site, &place, more).await?
        }
    };
    let limit = usize::try_from(cmd.limit).unwrap_or(0);
    let is_longer = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| is_longer).map(|last| match cmd.view {
        View::Open(_) => ListPlace::of_open(last),
        View::Closed => ListPlace::of_closed(last),
    });
    let mut items = Vec::with_capacity(rows.len());
    for conversation in rows {
        let visitor = view.visitors().get(&conversation.site, &conversation.visitor).await?;
        items.extend(visitor.map(|visitor| Listed::new(ctx, conversation, visitor)));
    }
    let counts = view.conversations().count_open(actor, site).await?;
    let positions = positions(&mut view, actor).await?;
    Ok(Page { items, next, counts, positions })
}

/// The newest event number of each site that the actor may see.
///
/// # Errors
/// Those of the database.
pub async fn positions(view: &mut Work, actor: &Actor) -> Result<Vec<(SiteId, i64)>, StorageError> {
    let sites = view.sites().list(actor.account()).await?;
    let sees = |id: &SiteId| match actor.sites() {
        SiteAccess::All => true,
        SiteAccess::Named(named) => named.contains(id),
    };
    Ok(sites.into_iter().filter(|site| sees(&site.id)).map(|site| (site.id, site.event_number)).collect())
}
