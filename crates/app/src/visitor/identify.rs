//! The page or the visitor says who is writing.

use entrenous_domain::ids::GroupId;
use entrenous_domain::visitor::{Identity, IdentityError, Visitor};
use entrenous_fanout::Change;
use entrenous_storage::{EventKind, StorageError};

use super::recognise::Guest;
use crate::context::Context;
use crate::conversation::tell_stored;

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

/// Stores what is new; agents see it at once. Answers the visitor as it is now.
///
/// # Errors
/// See [`IdentifyError`].
pub async fn identify(ctx: &Context, guest: &Guest, identity: Identity) -> Result<Visitor, IdentifyError> {
    keep_identity(ctx, guest, identity).await
}

/// What the page and the visitor's own words have in common.
///
/// An open conversation follows to another group only while no agent is in it: whoever answers keeps it.
pub(super) async fn keep_identity(ctx: &Context, guest: &Guest, identity: Identity) -> Result<Visitor, IdentifyError> {
    let mut work = ctx.db.unit().await?;
    let site = &guest.site.id;
    let mut visitor = work.visitors().get_for_change(site, &guest.visitor.id).await?.ok_or(IdentifyError::Gone)?;
    let before = visitor.identity.clone();
    visitor.identity.update(identity).map_err(IdentifyError::Refused)?;
    if visitor.identity == before {
        return Ok(visitor);
    }
    work.visitors().set(&visitor).await?;
    let Some(mut conversation) = work.conversations().find_open_for_change(site, &visitor.id).await? else {
        work.save().await?;
        return Ok(visitor);
    };
    let mut moved = None;
    if visitor.identity.group != before.group
        && conversation.agents.is_empty()
        && let Some(named) = &visitor.identity.group
        && let Some(group) = work.conversations().find_group(site, named).await?
        && conversation.group.as_ref() != Some(&group)
    {
        moved = Some(conversation.group.replace(group));
        work.conversations().set(&conversation).await?;
    }
    let (kind, subject) = match &moved {
        Some(from) => (EventKind::ConversationMoved, from.as_ref().map_or("", GroupId::as_str)),
        None => (EventKind::ConversationChanged, ""),
    };
    let number = work.events().add(site, kind, &conversation.id, subject, None, ctx.now()).await?;
    work.save().await?;
    let change = moved.map_or(Change::ConversationChanged, |from| Change::ConversationMoved { from });
    tell_stored(ctx, number, conversation, visitor.clone(), change);
    Ok(visitor)
}
