//! The visitor's token dies, in every tab.

use entrenous_fanout::{Signal, Told, Topic};
use entrenous_storage::StorageError;

use super::recognise::{Guest, token_hash};
use crate::context::Context;
use crate::secret::Token;

/// Makes the token worthless and closes the visitor's sockets. What was written stays with the site.
///
/// # Errors
/// Those of the database.
pub async fn logout(ctx: &Context, guest: &Guest) -> Result<(), StorageError> {
    let mut work = ctx.db.unit().await?;
    // Nobody ever learns this token, so nobody can be this visitor again.
    let lost = Token::new(ctx);
    work.visitors().set_token(&guest.site.id, &guest.visitor.id, &token_hash(ctx, lost.reveal())).await?;
    // The browser goes on counting, for whoever comes next.
    work.marketing_counters().forget_visitor(&guest.site.id, &guest.visitor.id).await?;
    work.save().await?;
    ctx.bus.tell(&Topic::Visitor(guest.visitor.id.clone()), &Signal::new(Told::VisitorGone));
    Ok(())
}
