//! Coming and going: what colleagues and visitors are told about who is there.

use std::collections::BTreeSet;

use entrenous_domain::account::{Actor, SiteAvailability};
use entrenous_domain::ids::{AccountId, AgentId, GroupId, SiteId, VisitorId};
use entrenous_fanout::{Connected, Signal, Told, Topic};
use entrenous_storage::{StorageError, Work};

use crate::context::Context;
use crate::visitor::Guest;

/// A chat box that asks every five seconds, and has not for so long, is gone; in milliseconds.
const SILENT_MS: i64 = 20_000;

/// A dashboard connected.
///
/// # Errors
/// Those of the database.
pub async fn agent_came(ctx: &Context, actor: &Actor) -> Result<(), StorageError> {
    match ctx.presence.agent_came(actor.agent()) {
        Connected::Changed => agent_changed(ctx, actor.account(), actor.agent()).await,
        Connected::Same => Ok(()),
    }
}

/// A dashboard went.
///
/// # Errors
/// Those of the database.
pub async fn agent_went(ctx: &Context, actor: &Actor) -> Result<(), StorageError> {
    match ctx.presence.agent_went(actor.agent()) {
        Connected::Changed => agent_changed(ctx, actor.account(), actor.agent()).await,
        Connected::Same => Ok(()),
    }
}

/// An agent came, went, or changed status, name or rights: colleagues see it, and where it decides
/// whether somebody is there for visitors, they see that too.
///
/// # Errors
/// Those of the database.
pub async fn agent_changed(ctx: &Context, account: &AccountId, agent: &AgentId) -> Result<(), StorageError> {
    let mut view = ctx.db.view().await?;
    let found = view.agents().get(account, agent).await?;
    let sites = view.sites().list(account).await?;
    drop(view);
    if let Some(agent) = found {
        ctx.bus.tell(&Topic::Account(account.clone()), &Signal::new(Told::AgentChanged { agent: Box::new(agent) }));
    }
    for site in sites {
        tell_availability(ctx, &site.id).await?;
    }
    Ok(())
}

/// Tells the visitors of a site for whom somebody is there, when that is news: somebody came or went, or the groups are others.
///
/// # Errors
/// Those of the database.
pub async fn tell_availability(ctx: &Context, site: &SiteId) -> Result<(), StorageError> {
    let now = availability(ctx, site).await?;
    if ctx.presence.set_online(site, &now) {
        ctx.bus.tell(&Topic::SiteVisitors(site.clone()), &Signal::new(Told::Availability { now }));
    }
    Ok(())
}

/// Whether an agent of the site is connected and accepts chats.
///
/// # Errors
/// Those of the database.
pub async fn is_online(ctx: &Context, site: &SiteId) -> Result<bool, StorageError> {
    let mut view = ctx.db.view().await?;
    Ok(!who_is_here(ctx, &mut view, site).await?.is_empty())
}

/// For whom somebody is there on a site.
///
/// # Errors
/// Those of the database.
pub async fn availability(ctx: &Context, site: &SiteId) -> Result<SiteAvailability, StorageError> {
    let mut view = ctx.db.view().await?;
    availability_in(ctx, &mut view, site).await
}

/// As [`availability`], within a unit or view.
///
/// # Errors
/// Those of the database.
pub async fn availability_in(ctx: &Context, work: &mut Work, site: &SiteId) -> Result<SiteAvailability, StorageError> {
    let here = who_is_here(ctx, work, site).await?;
    let members = if here.is_empty() { Vec::new() } else { work.groups().members(site).await? };
    Ok(SiteAvailability::of(&here, &members))
}

/// The agents of a site who are connected and accept chats.
///
/// # Errors
/// Those of the database.
pub async fn who_is_here(ctx: &Context, work: &mut Work, site: &SiteId) -> Result<Vec<AgentId>, StorageError> {
    let mut accepting = work.agents().list_accepting(site).await?;
    accepting.retain(|agent| ctx.presence.agent_is_here(agent));
    Ok(accepting)
}

/// A chat box connected.
///
/// # Errors
/// Those of the database.
pub async fn visitor_came(ctx: &Context, guest: &Guest) -> Result<(), StorageError> {
    match ctx.presence.visitor_came(&guest.visitor.id) {
        Connected::Changed => tell_visitor(ctx, &guest.visitor.id, &guest.site.id, true).await,
        Connected::Same => Ok(()),
    }
}

/// A chat box went.
///
/// # Errors
/// Those of the database.
pub async fn visitor_went(ctx: &Context, guest: &Guest) -> Result<(), StorageError> {
    match ctx.presence.visitor_went(&guest.visitor.id) {
        Connected::Changed => tell_visitor(ctx, &guest.visitor.id, &guest.site.id, false).await,
        Connected::Same => Ok(()),
    }
}

/// A chat box without a socket asked how things stand.
///
/// # Errors
/// Those of the database.
pub async fn visitor_asked(ctx: &Context, guest: &Guest) -> Result<(), StorageError> {
    match ctx.presence.visitor_asked(&guest.visitor.id, &guest.site.id, ctx.now()) {
        Connected::Changed => tell_visitor(ctx, &guest.visitor.id, &guest.site.id, true).await,
        Connected::Same => Ok(()),
    }
}

/// Tells of those who asked without a socket and have stopped. Call it every few seconds.
///
/// # Errors
/// Those of the database; the rest of them is not told then.
pub async fn forget_silent_visitors(ctx: &Context) -> Result<(), StorageError> {
    for (visitor, site) in ctx.presence.forget_silent(ctx.now().plus_ms(-SILENT_MS)) {
        tell_visitor(ctx, &visitor, &site, false).await?;
    }
    Ok(())
}

/// Only dashboards that show a conversation of the visitor have use for it, so of somebody who never wrote nobody hears.
async fn tell_visitor(ctx: &Context, visitor: &VisitorId, site: &SiteId, connected: bool) -> Result<(), StorageError> {
    let conversations = ctx.db.view().await?.conversations().list_of_visitor(site, visitor).await?;
    let groups: BTreeSet<Option<GroupId>> = conversations.into_iter().map(|one| one.group).collect();
    if groups.is_empty() {
        return Ok(());
    }
    let told = Told::VisitorPresence { site: site.clone(), visitor: visitor.clone(), groups: groups.into_iter().collect(), connected };
    ctx.bus.tell(&Topic::Site(site.clone()), &Signal::new(told));
    Ok(())
}
