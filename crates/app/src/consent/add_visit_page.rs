//! A page of a visit; only with a statistics consent.

use entrenous_domain::consent::StatisticsConsent;
use entrenous_domain::ids::VisitPageId;
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
    let standing = gate::admit(ctx, &mut work, &site, token, StatisticsConsent::PURPOSE).await?;
    let consent = StatisticsConsent::of(&standing).ok_or(ConsentError::Forbidden)?;
    if !is_random_id(&cmd.visit, 22, 64) {
        return Err(ConsentError::Field("visit"));
    }
    let mut page = Page::default();
    take_page(&mut page, &cmd.page);
    if page.url.is_none() {
        return Err(ConsentError::Field("url"));
    }
    let visit = ctx.keys.sign_ledger("visit", &[site.id.as_str().as_bytes(), b"\0", cmd.visit.as_bytes()]);
    let page = VisitPage { id: ctx.new_id(VisitPageId::new), page, created_at: ctx.now() };
    work.visit_pages().add(&consent, &visit, &page).await?;
    Ok(work.save().await?)
}
