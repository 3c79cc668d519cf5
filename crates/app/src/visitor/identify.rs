//! The visitor says who is writing, in its own words: they need no proof.

use entrenous_domain::ids::GroupId;
use entrenous_domain::visitor::{Identity, IdentityError, Visitor};
use entrenous_fanout::Change;
use entrenous_storage::{EventKind, StorageError, Work};

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
/// What a proof has said stays: a visitor cannot pass for somebody else by writing into a form.
///
/// # Errors
/// See [`IdentifyError`].
pub async fn identify(ctx: &Context, guest: &Guest, identity: Identity) -> Result<Visitor, IdentifyError> {
    let mut work = ctx.db.unit().await?;
    let site = &guest.site.id;
    let mut visitor = work.visitors().get_for_change(site, &guest.visitor.id).await?.ok_or(IdentifyError::Gone)?;
    let before = visitor.identity.clone();
    let is_proven = work.visitors().person(site, &visitor.id).await?.is_some();
    let identity = if is_proven { identity.beside(&before) } else { identity };
    visitor.identity.update(identity).map_err(IdentifyError::Refused)?;
    if visitor.identity != before {
        store(ctx, work, &visitor, &before).await?;
    }
    Ok(visitor)
}

/// Stores a changed visitor, routes an open conversation where a group is named now, and tells the agents.
///
/// An open conversation follows to another group only while no agent is in it: whoever answers keeps it.
pub(super) async fn store(ctx: &Context, mut work: Work, visitor: &Visitor, before: &Identity) -> Result<(), StorageError> {
    let site = &visitor.site;
    work.visitors().set(visitor).await?;
    let Some(mut conversation) = work.conversations().find_open_for_change(site, &visitor.id).await? else {
        return work.save().await;
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
    Ok(())
}
