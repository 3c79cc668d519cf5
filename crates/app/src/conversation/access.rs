//! The proof that an agent may work on a conversation.

use entrenous_domain::account::{Actor, Answer};
use entrenous_domain::authorized::Authorized;
use entrenous_domain::conversation::Conversation;
use entrenous_domain::ids::{ConversationId, SiteId};
use entrenous_domain::visitor::Visitor;
use entrenous_storage::{StorageError, Work};

/// Why an act on a conversation is refused.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// It does not exist, or the actor may not know of it.
    #[error("the conversation does not exist for this actor")]
    NotFound,
    /// It is closed, so nobody can come in, leave or be assigned.
    #[error("the conversation is closed")]
    Closed,
    /// It is not closed, so it cannot be opened again.
    #[error("the conversation is not closed")]
    NotClosed,
    /// The visitor has a newer open conversation; one is enough.
    #[error("the visitor has a newer open conversation")]
    NewerOpen,
    /// The agent to assign does not exist, is not active, or cannot see the site.
    #[error("the agent cannot be assigned")]
    UnknownAgent,
    /// The database failed.
    #[error("the change could not be stored")]
    Storage(#[from] StorageError),
}

/// A conversation that the actor may work on, with its visitor.
#[derive(Debug)]
pub struct Reached {
    /// The proof, naming the site.
    pub site: Authorized<SiteId, Answer>,
    /// The conversation, locked when it was loaded in a unit.
    pub conversation: Conversation,
    /// Its visitor.
    pub visitor: Visitor,
}

/// Loads a conversation for an actor; another site's, account's or group's is `NotFound`.
///
/// # Errors
/// `NotFound` and `Storage`.
pub async fn reach(work: &mut Work, actor: &Actor, id: &ConversationId) -> Result<Reached, ActError> {
    let (account, site) = work.conversations().site_of(id).await?.ok_or(ActError::NotFound)?;
    let site = actor.answer_site(&account, &site).ok_or(ActError::NotFound)?;
    let conversation = work.conversations().get_for_change(site.thing(), id).await?;
    let conversation = conversation.filter(|one| actor.sees(&one.site, one.group.as_ref())).ok_or(ActError::NotFound)?;
    let visitor = work.visitors().get(site.thing(), &conversation.visitor).await?.ok_or(ActError::NotFound)?;
    Ok(Reached { site, conversation, visitor })
}

/// As [`reach`], for views: nothing is locked, and the database refuses changes anyway.
///
/// # Errors
/// `NotFound` and `Storage`.
pub async fn look(view: &mut Work, actor: &Actor, id: &ConversationId) -> Result<Reached, ActError> {
    let (account, site) = view.conversations().site_of(id).await?.ok_or(ActError::NotFound)?;
    let site = actor.answer_site(&account, &site).ok_or(ActError::NotFound)?;
    let conversation = view.conversations().get(site.thing(), id).await?;
    let conversation = conversation.filter(|one| actor.sees(&one.site, one.group.as_ref())).ok_or(ActError::NotFound)?;
    let visitor = view.visitors().get(site.thing(), &conversation.visitor).await?.ok_or(ActError::NotFound)?;
    Ok(Reached { site, conversation, visitor })
}
