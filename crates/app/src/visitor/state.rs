//! All a chat box needs to draw itself, except the messages.

use entrenous_domain::account::Agent;
use entrenous_domain::conversation::Conversation;
use entrenous_domain::site::Site;
use entrenous_storage::{StorageError, Work};

use super::recognise::Guest;
use crate::context::Context;

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
    /// Whether somebody accepts chats.
    pub is_online: bool,
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

/// The agents to show for a conversation: those in it, else up to three who accept chats and are here.
///
/// The second value says whether anybody accepts chats.
///
/// # Errors
/// Those of the database.
pub async fn agent_cards(
    ctx: &Context,
    work: &mut Work,
    site: &Site,
    conversation: Option<&Conversation>,
) -> Result<(Vec<AgentCard>, bool), StorageError> {
    let accepting = work.agents().list_accepting(&site.id).await?;
    let here: Vec<_> = accepting.into_iter().filter(|agent| ctx.presence.agent_is_here(agent)).collect();
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
    let (agents, is_online) = agent_cards(ctx, &mut view, &guest.site, conversation.as_ref()).await?;
    Ok(VisitorState { is_online, agents, conversation })
}
