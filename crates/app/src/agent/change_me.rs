//! What an agent says of itself.

use entrenous_domain::account::{Actor, Status};
use entrenous_domain::text;
use entrenous_storage::StorageError;

use super::tell::tell_agent;
use crate::context::Context;
use crate::texts::Language;

/// What to change; `None` leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct ChangeMe {
    /// 1 to 120 characters.
    pub name: Option<String>,
    /// 1 to 60 characters.
    pub nickname: Option<String>,
    /// At most 120 characters.
    pub description: Option<String>,
    /// The dashboard's language.
    pub language: Option<Language>,
    /// At the desk or away.
    pub status: Option<Status>,
    /// Whether new visitors may come.
    pub accepting: Option<bool>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeMeError {
    /// A name is empty; the field's name.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// A text is too long; the field's name.
    #[error("{0} is too long")]
    TooLong(&'static str),
    /// The agent is gone.
    #[error("the agent is gone")]
    NotFound,
    /// The database failed.
    #[error("the change could not be stored")]
    Storage(#[from] StorageError),
}

fn take(slot: &mut String, raw: Option<&str>, field: &'static str, max: usize, may_be_empty: bool) -> Result<(), ChangeMeError> {
    let Some(raw) = raw else { return Ok(()) };
    let clean = text::line(raw, max.saturating_add(1));
    if clean.chars().count() > max {
        return Err(ChangeMeError::TooLong(field));
    }
    if clean.is_empty() && !may_be_empty {
        return Err(ChangeMeError::Empty(field));
    }
    *slot = clean;
    Ok(())
}

/// Changes the actor's own profile; colleagues and visitors see it at once.
///
/// # Errors
/// See [`ChangeMeError`].
pub async fn change_me(ctx: &Context, actor: &Actor, cmd: ChangeMe) -> Result<(), ChangeMeError> {
    let mut work = ctx.db.unit().await?;
    let mut agent = work.agents().get_for_change(actor.account(), actor.agent()).await?.ok_or(ChangeMeError::NotFound)?;
    take(&mut agent.name, cmd.name.as_deref(), "name", 120, false)?;
    take(&mut agent.nickname, cmd.nickname.as_deref(), "nickname", 60, false)?;
    take(&mut agent.description, cmd.description.as_deref(), "description", 120, true)?;
    if let Some(language) = cmd.language {
        language.code().clone_into(&mut agent.language);
    }
    agent.status = cmd.status.unwrap_or(agent.status);
    agent.accepting = cmd.accepting.unwrap_or(agent.accepting);
    work.agents().set_profile(&agent).await?;
    work.save().await?;
    tell_agent(ctx, actor.account(), actor.agent()).await;
    Ok(())
}
