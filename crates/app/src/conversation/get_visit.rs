//! What a visitor let the agents see of its visit.

use entrenous_domain::account::Actor;
use entrenous_domain::ids::ConversationId;
use entrenous_storage::VisitPage;

use super::access::{ActError, look};
use crate::context::Context;

/// The pages that are shown of a visit.
const MOST_PAGES: i64 = 50;

/// What is kept with the visitor's consents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The pages of the newest visit, newest first; empty without a consent to statistics.
    pub pages: Vec<VisitPage>,
    /// How often the visitor came; `None` without a consent to marketing.
    pub visits: Option<i64>,
}

/// The newest visit of the visitor of a conversation, as far as its consents and the site's settings allow.
///
/// # Errors
/// `NotFound` and `Storage`.
pub async fn get_visit(ctx: &Context, actor: &Actor, id: &ConversationId) -> Result<Visit, ActError> {
    let mut view = ctx.db.view().await?;
    let reached = look(&mut view, actor, id).await?;
    let site = view.sites().find_by_id(reached.site.thing()).await?.ok_or(ActError::NotFound)?;
    let uses = site.privacy.uses();
    let visitor = &reached.visitor.id;
    // A purpose that the site gave up is shown to nobody, although its rows end only with their time.
    let pages = if uses.statistics { view.visit_pages().list_of_visitor(&site.id, visitor, MOST_PAGES).await? } else { Vec::new() };
    let visits = if uses.marketing { view.marketing_counters().get_of_visitor(&site.id, visitor).await? } else { None };
    Ok(Visit { pages, visits })
}
