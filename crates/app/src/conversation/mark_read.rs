//! Read marks.

use entrenous_domain::account::Actor;
use entrenous_domain::ids::ConversationId;
use entrenous_storage::EventKind;

use super::access::{ActError, Reached, reach};
use super::tell::tell_change;
use crate::context::Context;
use crate::visitor::Guest;

/// An agent has seen everything up to a number. Marks only move forward.
///
/// # Errors
/// `NotFound` and `Storage`.
pub async fn read_by_agent(ctx: &Context, actor: &Actor, id: &ConversationId, seq: i64) -> Result<(), ActError> {
    let mut work = ctx.db.unit().await?;
    let Reached { site, mut conversation, visitor } = reach(&mut work, actor, id).await?;
    if !conversation.read_by_agent(seq) {
        return Ok(());
    }
    work.conversations().set(&conversation).await?;
    let number = work.events().add(site.thing(), EventKind::ConversationChanged, id, "", None, ctx.now()).await?;
    work.save().await?;
    tell_change(ctx, number, conversation, visitor);
    Ok(())
}

/// The visitor has seen everything up to a number.
///
/// # Errors
/// `NotFound` and `Storage`.
pub async fn read_by_visitor(ctx: &Context, guest: &Guest, id: &ConversationId, seq: i64) -> Result<(), ActError> {
    let site = &guest.site.id;
    let mut work = ctx.db.unit().await?;
    let found = work.conversations().get_for_change(site, id).await?;
    let mut conversation = found.filter(|one| one.visitor == guest.visitor.id).ok_or(ActError::NotFound)?;
    if !conversation.read_by_visitor(seq) {
        return Ok(());
    }
    let visitor = work.visitors().get(site, &guest.visitor.id).await?.ok_or(ActError::NotFound)?;
    work.conversations().set(&conversation).await?;
    let number = work.events().add(site, EventKind::ConversationChanged, id, "", None, ctx.now()).await?;
    work.save().await?;
    tell_change(ctx, number, conversation, visitor);
    Ok(())
}
