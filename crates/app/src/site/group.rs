//! Groups of agents who share the visitors of a website.

use std::collections::BTreeSet;

use entrenous_domain::account::{Actor, Group, GroupKey};
use entrenous_domain::ids::{AgentId, GroupId, SiteId};
use entrenous_domain::text;
use entrenous_storage::{StorageError, Work};

use super::empty_groups::EmptyGroups;
use super::get_site::{SiteError, get_managed, look_managed};
use crate::agent::tell_access;
use crate::context::Context;
use crate::job::add_job;
use crate::presence::tell_availability;

/// A group as it shall be.
#[derive(Debug, Clone)]
pub struct SaveGroup {
    /// 1 to 80 characters.
    pub name: String,
    /// What the page names; made from the name when absent.
    pub key: Option<String>,
    /// Agents with access to the site.
    pub agents: Vec<AgentId>,
}

/// Why a group was not made, changed or removed.
#[derive(Debug, thiserror::Error)]
pub enum GroupError {
    /// Site or group do not exist, or the actor may not know of them.
    #[error("the group does not exist for this actor")]
    NotFound,
    /// The actor sees the site without managing it.
    #[error("the actor may not manage groups")]
    Forbidden,
    /// The name is empty or too long.
    #[error("the name has no allowed length")]
    Name,
    /// The key has other characters or length than allowed.
    #[error("the key is not allowed")]
    Key,
    /// Another group of the site has the key.
    #[error("the key is taken")]
    KeyTaken,
    /// An agent does not exist or has no access to the site.
    #[error("an agent has no access to the site")]
    UnknownAgent,
    /// The site has as many groups as it may have.
    #[error("the site has too many groups")]
    TooMany,
    /// The database failed.
    #[error("the group could not be stored")]
    Storage(#[from] StorageError),
}

impl From<SiteError> for GroupError {
    fn from(error: SiteError) -> Self {
        match error {
            SiteError::Forbidden => GroupError::Forbidden,
            SiteError::Storage(error) => GroupError::Storage(error),
            SiteError::Name => GroupError::Name,
            SiteError::NotFound
            | SiteError::Language
            | SiteError::Domain(_)
            | SiteError::TooManyDomains
            | SiteError::NoIdentityKey
            | SiteError::TooManySites => GroupError::NotFound,
        }
    }
}

/// As many groups as a site may have.
const MAX_GROUPS: usize = 200;

/// Adds a group to a site.
///
/// # Errors
/// See [`GroupError`].
pub async fn add_group(ctx: &Context, actor: &Actor, site: &SiteId, cmd: SaveGroup) -> Result<Group, GroupError> {
    let mut work = ctx.db.unit().await?;
    // The site is held, so that the numbers of made keys and of groups hold true until the end.
    let (_, proof) = get_managed(&mut work, actor, site).await?;
    let present = work.groups().list(proof.thing()).await?;
    if present.len() >= MAX_GROUPS {
        return Err(GroupError::TooMany);
    }
    let name = group_name(&cmd.name)?;
    let key = match &cmd.key {
        Some(text) => GroupKey::parse(text).ok_or(GroupError::Key)?,
        None => free_key(&name, &present),
    };
    let group = Group { id: ctx.new_id(GroupId::new), site: site.clone(), key, name, agents: members(&cmd.agents), created_at: ctx.now() };
    if !work.groups().add(&group).await? {
        return Err(GroupError::KeyTaken);
    }
    set_members(&mut work, &group).await?;
    work.save().await?;
    tell_members(ctx, actor, site, &[], &group.agents).await?;
    Ok(group)
}

/// Replaces name, key and members of a group. Without a key the present one stays: pages name it.
///
/// # Errors
/// See [`GroupError`].
pub async fn change_group(ctx: &Context, actor: &Actor, site: &SiteId, id: &GroupId, cmd: SaveGroup) -> Result<Group, GroupError> {
    let mut work = ctx.db.unit().await?;
    let proof = look_managed(&mut work, actor, site).await?;
    let mut group = work.groups().get_for_change(proof.thing(), id).await?.ok_or(GroupError::NotFound)?;
    group.name = group_name(&cmd.name)?;
    if let Some(text) = &cmd.key {
        group.key = GroupKey::parse(text).ok_or(GroupError::Key)?;
    }
    let before = std::mem::replace(&mut group.agents, members(&cmd.agents));
    if !work.groups().set(&group).await? {
        return Err(GroupError::KeyTaken);
    }
    set_members(&mut work, &group).await?;
    work.save().await?;
    tell_members(ctx, actor, site, &before, &group.agents).await?;
    Ok(group)
}

/// Removes a group; its conversations stay, without a group. They leave it one after the other soon afterwards.
///
/// # Errors
/// See [`GroupError`].
pub async fn remove_group(ctx: &Context, actor: &Actor, site: &SiteId, id: &GroupId) -> Result<(), GroupError> {
    let mut work = ctx.db.unit().await?;
    let proof = look_managed(&mut work, actor, site).await?;
    let group = work.groups().get_for_change(proof.thing(), id).await?.ok_or(GroupError::NotFound)?;
    work.groups().set_removed(proof.thing(), id, ctx.now()).await?;
    add_job(ctx, &mut work, &EmptyGroups {}).await?;
    work.save().await?;
    tell_members(ctx, actor, site, &group.agents, &[]).await?;
    Ok(())
}

/// Members see other conversations than before, and visitors may have somebody there now, or nobody any more.
async fn tell_members(ctx: &Context, actor: &Actor, site: &SiteId, before: &[AgentId], now: &[AgentId]) -> Result<(), StorageError> {
    for agent in before.iter().filter(|one| !now.contains(one)).chain(now.iter().filter(|one| !before.contains(one))) {
        tell_access(ctx, actor.account(), agent);
    }
    tell_availability(ctx, site).await
}

fn group_name(raw: &str) -> Result<String, GroupError> {
    let clean = text::line(raw, 81);
    if clean.is_empty() || clean.chars().count() > 80 { Err(GroupError::Name) } else { Ok(clean) }
}

fn members(agents: &[AgentId]) -> Vec<AgentId> {
    agents.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

fn free_key(name: &str, present: &[Group]) -> GroupKey {
    let wanted = GroupKey::from_name(name);
    let taken = |key: &GroupKey| present.iter().any(|group| group.key == *key);
    if !taken(&wanted) {
        return wanted;
    }
    // One of as many numbers as there are groups, and one more, is free.
    (2..=999).map(|number| wanted.numbered(number)).find(|key| !taken(key)).unwrap_or(wanted)
}

async fn set_members(work: &mut Work, group: &Group) -> Result<(), GroupError> {
    if work.groups().set_members(&group.site, &group.id, &group.agents).await? { Ok(()) } else { Err(GroupError::UnknownAgent) }
}
