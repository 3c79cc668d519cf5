//! A browser has its own records erased: its random id is the proof.

use super::door::{ConsentError, Door, RECORD, RECORD_BY_SUBJECT, enter};
use super::erase_subject::{Trace, erase_while_serving};
use crate::context::Context;

/// Erases what the site's ledger knows of the browser with this random id. Answers how many records went; none is no failure.
///
/// # Errors
/// `RateLimited`, those of the door, `Field("subject")`; those of the ledger and the database.
pub async fn erase_own(ctx: &Context, door: &Door, subject: &str) -> Result<usize, ConsentError> {
    ctx.throttle.take(ctx.now(), &[(RECORD, door.peer), (RECORD_BY_SUBJECT, ctx.rate_key(subject))])?;
    let site = enter(&mut ctx.db.view().await?, door).await?;
    erase_while_serving(ctx, &site.id, &Trace::Subject(subject.to_owned())).await
}
