//! What is told without being stored: who writes, and who looks.

use entrenous_domain::account::Actor;
use entrenous_domain::conversation::AuthorKind;
use entrenous_domain::ids::ConversationId;
use entrenous_fanout::{Signal, Told, Topic};
use entrenous_storage::StorageError;

use super::access::{ActError, Reached, look};
use crate::context::Context;
use crate::visitor::Guest;

/// A visitor writes, or has stopped; nothing of the text is told.
///
/// # Errors
/// Those of the database.
pub async fn visitor_typing(ctx: &Context, guest: &Guest, typing: bool) -> Result<(), StorageError> {
    let mut view = ctx.db.view().await?;
    let newest = view.conversations().find_newest(&guest.site.id, &guest.visitor.id).await?;
    let Some(conversation) = newest.filter(|one| one.owner.is_open()) else { return Ok(()) };
    let told = Told::Typing {
        site: conversation.site,
        group: conversation.group,
        conversation: conversation.id,
        author_kind: AuthorKind::Visitor,
        author_id: guest.visitor.id.as_str().to_owned(),
        name: guest.visitor.identity.name.clone().unwrap_or_default(),
        typing,
    };
    ctx.bus.tell(&Topic::Site(guest.site.id.clone()), &Signal::new(told));
    Ok(())
}

/// An agent writes, or has stopped; colleagues and the visitor see it.
///
/// # Errors
/// `NotFound` and `Storage`.
pub async fn agent_typing(ctx: &Context, actor: &Actor, id: &ConversationId, typing: bool) -> Result<(), ActError> {
    let mut view = ctx.db.view().await?;
    let Reached { site, conversation, .. } = look(&mut view, actor, id).await?;
    let agent = view.agents().get(actor.account(), actor.agent()).await?.ok_or(ActError::NotFound)?;
    let signal = Signal::new(Told::Typing {
        site: conversation.site,
        group: conversation.group,
        conversation: id.clone(),
        author_kind: AuthorKind::Agent,
        author_id: agent.id.as_str().to_owned(),
        name: agent.nickname,
        typing,
    });
    ctx.bus.tell(&Topic::Site(site.into_thing()), &signal);
    ctx.bus.tell(&Topic::Visitor(conversation.visitor), &signal);
    Ok(())
}

/// An agent opens a conversation, or none; colleagues see who looks.
///
/// # Errors
/// `NotFound` and `Storage`.
pub async fn agent_viewing(ctx: &Context, actor: &Actor, viewer: u64, id: Option<&ConversationId>) -> Result<(), ActError> {
    if let Some(id) = id {
        look(&mut ctx.db.view().await?, actor, id).await?;
    }
    for changed in ctx.presence.view(viewer, actor.agent(), id) {
        // Whose view ended may meanwhile have lost the right to look; the site is asked without the actor.
        let mut view = ctx.db.view().await?;
        let Some((_, site)) = view.conversations().site_of(&changed).await? else { continue };
        let Some(conversation) = view.conversations().get(&site, &changed).await? else { continue };
        drop(view);
        let agents = ctx.presence.viewers(&changed);
        let told = Told::Viewing { site: site.clone(), conversation: changed, group: conversation.group, agents };
        ctx.bus.tell(&Topic::Site(site), &Signal::new(told));
    }
    Ok(())
}
