//! All a chat box needs to draw itself, except the messages.

use entrenous_domain::account::{Agent, Group, answering};
use entrenous_domain::conversation::Conversation;
use entrenous_domain::ids::{AgentId, GroupId, SiteId};
use entrenous_domain::site::Site;
use entrenous_domain::visitor::Visitor;
use entrenous_storage::{StorageError, Work};

use super::recognise::Guest;
use crate::context::Context;
use crate::presence::{availability_in, who_is_here};

/// An agent as a visitor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentCard {
    /// The agent's id.
    pub id: String,
    /// The nickname.
    pub name: String,
    /// A line such as "Orders".
    pub description: String,
    /// Path of the picture.
    pub avatar: Option<String>,
}

/// What a chat box needs to draw itself.
#[derive(Debug, Clone)]
pub struct VisitorState {
    /// Whether somebody accepts chats, of the visitor's group when it is routed to one.
    pub is_online: bool,
    /// That group.
    pub group: Option<GroupId>,
    /// Who is in the conversation, else who accepts chats.
    pub agents: Vec<AgentCard>,
    /// The open conversation, or the last closed one.
    pub conversation: Option<Conversation>,
}

/// Where an agent's picture is served.
pub fn avatar_path(agent: &Agent) -> Option<String> {
    agent.avatar.as_ref().map(|upload| format!("/api/avatars/{}/{}", agent.id, upload))
}

fn card(agent: &Agent) -> AgentCard {
    AgentCard { id: agent.id.to_string(), name: agent.nickname.clone(), description: agent.description.clone(), avatar: avatar_path(agent) }
}

/// A group that a visitor can choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupCard {
    /// What the page names.
    pub key: String,
    /// The name.
    pub name: String,
    /// Whether somebody is there for it.
    pub is_online: bool,
}

/// The groups of a site, by name.
///
/// # Errors
/// Those of the database.
pub async fn group_cards(ctx: &Context, site: &SiteId) -> Result<Vec<GroupCard>, StorageError> {
    let mut view = ctx.db.view().await?;
    let groups = view.groups().list(site).await?;
    let now = availability_in(ctx, &mut view, site).await?;
    let card = |group: Group| GroupCard { key: group.key.as_str().to_owned(), is_online: now.is_online(Some(&group.id)), name: group.name };
    Ok(groups.into_iter().map(card).collect())
}

/// The group that a visitor is routed to: that of the open conversation, else the one that page or visitor named.
///
/// # Errors
/// Those of the database.
pub async fn group_of(work: &mut Work, visitor: &Visitor, conversation: Option<&Conversation>) -> Result<Option<GroupId>, StorageError> {
    match (conversation.filter(|one| one.owner.is_open()), &visitor.identity.group) {
        (Some(open), _) => Ok(open.group.clone()),
        (None, Some(named)) => work.conversations().find_group(&visitor.site, named).await,
        (None, None) => Ok(None),
    }
}

/// The agents to show for a conversation: those in it, else up to three who accept chats of the group and are here.
///
/// The second value says whether anybody does.
///
/// # Errors
/// Those of the database.
pub async fn agent_cards(
    ctx: &Context,
    work: &mut Work,
    site: &Site,
    conversation: Option<&Conversation>,
    group: Option<&GroupId>,
) -> Result<(Vec<AgentCard>, bool), StorageError> {
    let here = who_is_here(ctx, work, &site.id).await?;
    let members = if group.is_none() || here.is_empty() { Vec::new() } else { work.groups().members(&site.id).await? };
    let here: Vec<AgentId> = answering(&here, &members, group).cloned().collect();
    let is_online = !here.is_empty();
    let inside = conversation.map(|one| one.agents.clone()).unwrap_or_default();
    let shown = if inside.is_empty() { here } else { inside };
    let mut cards = Vec::new();
    for agent in shown.into_iter().take(3) {
        cards.extend(work.agents().get(&site.account, &agent).await?.as_ref().map(card));
    }
    Ok((cards, is_online))
}

/// Reads the state of a visitor.
///
/// # Errors
/// Those of the database.
pub async fn load_state(ctx: &Context, guest: &Guest) -> Result<VisitorState, StorageError> {
    let mut view = ctx.db.view().await?;
    let conversation = view.conversations().find_newest(&guest.site.id, &guest.visitor.id).await?;
    let group = group_of(&mut view, &guest.visitor, conversation.as_ref()).await?;
    let (agents, is_online) = agent_cards(ctx, &mut view, &guest.site, conversation.as_ref(), group.as_ref()).await?;
    Ok(VisitorState { is_online, group, agents, conversation })
}
