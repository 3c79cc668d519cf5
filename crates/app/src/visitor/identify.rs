//! The page or the visitor says who is writing.

use entrenous_domain::conversation::{Conversation, OwnerState};
use entrenous_domain::visitor::{Identity, IdentityError, Visitor};
use entrenous_storage::{EventKind, StorageError, Work};

use super::recognise::Guest;
use crate::context::Context;
use crate::conversation::{tell_agents, tell_change};

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
    work.visitors().set(&visitor).await?;
    let mut open = work.conversations().find_open_for_change(site, &visitor.id).await?;
    if let Some(conversation) = &mut open
        && visitor.identity.group != before.group
        && let Some(named) = &visitor.identity.group
        && let Some(group) = work.conversations().find_group(site, named).await?
    {
        conversation.group = Some(group);
        work.conversations().set(conversation).await?;
    }
    let noted = note_change(ctx, &mut work, &before, &visitor, open).await?;
    work.save().await?;
    tell_noted(ctx, noted, &visitor);
    Ok(())
}

/// Conversations whose visitor is known by something else now, each with the number of its event.
pub(super) type Noted = Vec<(i64, Conversation)>;

/// Notes that a visitor is known by something else: for the open conversation, which agents look at, and for the closed
/// ones too when name, address or number changed, because those are what they are found by and shown with.
/// The last call of a unit before `save()`.
pub(super) async fn note_change(
    ctx: &Context,
    work: &mut Work,
    before: &Identity,
    visitor: &Visitor,
    open: Option<Conversation>,
) -> Result<Noted, StorageError> {
    let mut changed = Vec::new();
    if !visitor.identity.known().eq(before.known()) {
        let all = work.conversations().list_of_visitor(&visitor.site, &visitor.id).await?;
        changed.extend(all.into_iter().filter(|one| one.owner == OwnerState::Closed).rev());
    }
    changed.extend(open);
    let mut noted = Vec::with_capacity(changed.len());
    for conversation in changed {
        let number = work.events().add(&visitor.site, EventKind::ConversationChanged, &conversation.id, "", None, ctx.now()).await?;
        noted.push((number, conversation));
    }
    Ok(noted)
}

/// Tells the agents, after `save()`.
pub(super) fn tell_noted(ctx: &Context, noted: Noted, visitor: &Visitor) {
    for (number, conversation) in noted {
        match conversation.owner {
            OwnerState::Closed => tell_agents(ctx, number, conversation, visitor.clone()),
            OwnerState::Bot | OwnerState::Queue | OwnerState::Human => tell_change(ctx, number, conversation, visitor.clone()),
        }
    }
}
