//! The visitor's token dies, in every tab.

use entrenous_domain::ids::VisitorId;
use entrenous_domain::visitor::Visitor;
use entrenous_fanout::{Signal, Told, Topic};
use entrenous_storage::{StorageError, Work};

use super::recognise::{Guest, token_hash};
use crate::context::Context;
use crate::secret::Token;

/// Makes the token worthless and closes the visitor's sockets. What was written stays with the site.
///
/// # Errors
/// Those of the database.
pub async fn logout(ctx: &Context, guest: &Guest) -> Result<(), StorageError> {
    let mut work = ctx.db.unit().await?;
    end(ctx, &mut work, &guest.visitor).await?;
    work.save().await?;
    tell_gone(ctx, &guest.visitor.id);
    Ok(())
}

/// Makes a visitor's token worthless. After `save()`, [`tell_gone`] follows.
pub(super) async fn end(ctx: &Context, work: &mut Work, visitor: &Visitor) -> Result<(), StorageError> {
    // Nobody ever learns this token, so nobody can be this visitor again.
    let lost = Token::new(ctx);
    work.visitors().set_token(&visitor.site, &visitor.id, &token_hash(ctx, lost.reveal())).await?;
    // What comes after is not for an address that was named before.
    work.transcript_requests().void(&visitor.site, &visitor.id).await?;
    // A browser that was not asked, because somebody signed in elsewhere, goes on showing pages in the same visit.
    work.visit_pages().end(&visitor.site, &visitor.id).await?;
    // The browser goes on counting, for whoever comes next.
    work.marketing_counters().forget_visitor(&visitor.site, &visitor.id).await
}

/// Closes the sockets that were opened with a token that is worth nothing any more.
pub(super) fn tell_gone(ctx: &Context, visitor: &VisitorId) {
    ctx.bus.tell(&Topic::Visitor(visitor.clone()), &Signal::new(Told::VisitorGone));
}
