//! The visitor says who is writing, in its own words: they need no proof.

use entrenous_domain::conversation::{Conversation, OwnerState};
use entrenous_domain::ids::GroupId;
use entrenous_domain::visitor::{Identity, IdentityError, Visitor};
use entrenous_fanout::Change;
use entrenous_storage::{EventKind, StorageError, Work};

use super::recognise::Guest;
use crate::context::Context;
use crate::conversation::{tell_agents, tell_stored};

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

/// Stores a visitor who is known by something else now, routes an open conversation where a group is named, and tells the
/// agents.
///
/// An open conversation follows to another group only while no agent is in it: whoever answers keeps it. Closed ones are
/// told of too when name, address or number changed, because those are what they are found by and shown with.
pub(super) async fn store(ctx: &Context, mut work: Work, visitor: &Visitor, before: &Identity) -> Result<(), StorageError> {
    let site = &visitor.site;
    work.visitors().set(visitor).await?;
    let mut open = work.conversations().find_open_for_change(site, &visitor.id).await?;
    let mut moved = None;
    if let Some(conversation) = &mut open
        && visitor.identity.group != before.group
        && conversation.agents.is_empty()
        && let Some(named) = &visitor.identity.group
        && let Some(group) = work.conversations().find_group(site, named).await?
        && conversation.group.as_ref() != Some(&group)
    {
        moved = Some(conversation.group.replace(group));
        work.conversations().set(conversation).await?;
    }
    let closed = note_closed(ctx, &mut work, visitor, before).await?;
    let (kind, subject) = match &moved {
        Some(from) => (EventKind::ConversationMoved, from.as_ref().map_or("", GroupId::as_str)),
        None => (EventKind::ConversationChanged, ""),
    };
    let number = match &open {
        Some(conversation) => work.events().add(site, kind, &conversation.id, subject, None, ctx.now()).await?,
        None => 0,
    };
    work.save().await?;
    for (number, conversation) in closed {
        tell_agents(ctx, number, conversation, visitor.clone());
    }
    if let Some(conversation) = open {
        let change = moved.map_or(Change::ConversationChanged, |from| Change::ConversationMoved { from });
        tell_stored(ctx, number, conversation, visitor.clone(), change);
    }
    Ok(())
}

/// Notes in the closed conversations that their visitor is known by something else; each comes with the number of its event.
async fn note_closed(
    ctx: &Context,
    work: &mut Work,
    visitor: &Visitor,
    before: &Identity,
) -> Result<Vec<(i64, Conversation)>, StorageError> {
    if visitor.identity.known().eq(before.known()) {
        return Ok(Vec::new());
    }
    let all = work.conversations().list_of_visitor(&visitor.site, &visitor.id).await?;
    let mut noted = Vec::new();
    for conversation in all.into_iter().filter(|one| one.owner == OwnerState::Closed).rev() {
        let number = work.events().add(&visitor.site, EventKind::ConversationChanged, &conversation.id, "", None, ctx.now()).await?;
        noted.push((number, conversation));
    }
    Ok(noted)
}
