//! The visitor says who is writing, in its own words: they need no proof.

use entrenous_domain::visitor::{Identity, IdentityError, Visitor};
use entrenous_storage::{EventKind, StorageError, Work};

use super::recognise::Guest;
use crate::context::Context;
use crate::conversation::tell_change;

/// Why an identity is not taken.
#[derive(Debug, thiserror::Error)]
pub enum IdentifyError {
    /// A field has not the shape it must have.
    #[error("a field of the identity is malformed")]
    Refused(IdentityError),
    /// The visitor is gone.
    #[error("the visitor does not exist any more")]
    Gone,
    /// The database failed.
    #[error("the identity could not be stored")]
    Storage(#[from] StorageError),
}

/// Stores what is new; agents see it at once.
///
/// # Errors
/// See [`IdentifyError`].
pub async fn identify(ctx: &Context, guest: &Guest, identity: Identity) -> Result<(), IdentifyError> {
    let mut work = ctx.db.unit().await?;
    let site = &guest.site.id;
    let mut visitor = work.visitors().get_for_change(site, &guest.visitor.id).await?.ok_or(IdentifyError::Gone)?;
    let before = visitor.identity.clone();
    visitor.identity.update(identity).map_err(IdentifyError::Refused)?;
    if visitor.identity == before {
        return Ok(());
    }
    Ok(store(ctx, work, &visitor, &before).await?)
}

/// Stores a changed visitor, routes an open conversation where the page names a group now, and tells the agents.
pub(super) async fn store(ctx: &Context, mut work: Work, visitor: &Visitor, before: &Identity) -> Result<(), StorageError> {
    let site = &visitor.site;
    work.visitors().set(visitor).await?;
    let Some(mut conversation) = work.conversations().find_open_for_change(site, &visitor.id).await? else {
        return work.save().await;
    };
    if visitor.identity.group != before.group
        && let Some(named) = &visitor.identity.group
        && let Some(group) = work.conversations().find_group(site, named).await?
    {
        conversation.group = Some(group);
        work.conversations().set(&conversation).await?;
    }
    let number = work.events().add(site, EventKind::ConversationChanged, &conversation.id, "", None, ctx.now()).await?;
    work.save().await?;
    tell_change(ctx, number, conversation, visitor.clone());
    Ok(())
}
