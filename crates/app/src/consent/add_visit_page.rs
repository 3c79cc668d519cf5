//! A page of a visit; only with a statistics consent.

use entrenous_domain::consent::StatisticsConsent;
use entrenous_domain::ids::{SiteId, VisitPageId};
use entrenous_domain::visitor::Page;
use entrenous_storage::VisitPage;

use super::door::{ConsentError, Door, GATED, enter, is_random_id};
use super::gate;
use crate::context::Context;
use crate::visitor::{SetPage, take_page};

/// The page.
#[derive(Debug, Clone)]
pub struct AddVisitPage {
    /// The random id of the tab, 22 to 64 characters. Only a keyed hash of it is kept.
    pub visit: String,
    /// Address, title and referrer as the browser gives them; the action drops what is too much.
    pub page: SetPage,
}

/// Adds a page to the visit.
///
/// # Errors
/// `Forbidden` without a live consent; nothing is stored then.
pub async fn add_visit_page(ctx: &Context, door: &Door, token: &str, cmd: &AddVisitPage) -> Result<(), ConsentError> {
    ctx.throttle.take(ctx.now(), &[(GATED, door.peer)])?;
    let mut work = ctx.db.unit().await?;
    let site = enter(&mut work, door).await?;
    let standing = gate::admit(ctx, &mut work, (&site, door), token, StatisticsConsent::PURPOSE).await?;
    let consent = StatisticsConsent::of(&standing).ok_or(ConsentError::Forbidden)?;
    let visit = visit_hash(ctx, &site.id, &cmd.visit)?;
    let mut page = Page::default();
    take_page(&mut page, &cmd.page);
    if page.url.is_none() {
        return Err(ConsentError::Field("url"));
    }
    let page = VisitPage { id: ctx.new_id(VisitPageId::new), page, created_at: ctx.now() };
    work.visit_pages().add(&consent, &visit, &page).await?;
    Ok(work.save().await?)
}

/// What the database keeps of a tab's random id: another hash on every site.
pub(super) fn visit_hash(ctx: &Context, site: &SiteId, visit: &str) -> Result<[u8; 32], ConsentError> {
    if !is_random_id(visit, 22, 64) {
        return Err(ConsentError::Field("visit"));
    }
    Ok(ctx.keys.sign_ledger("visit", &[site.as_str().as_bytes(), b"\0", visit.as_bytes()]))
}
