//! The link of an invitation is followed: first looked at, then accepted.

use entrenous_domain::account::{Agent, PasswordError, check_password};
use entrenous_domain::privacy::RateKey;
use entrenous_domain::text;
use entrenous_storage::{Purpose, StorageError, Work};

use super::create_agent::nickname_of;
use super::tell::tell_agent;
use crate::account::begin_session;
use crate::context::Context;
use crate::password::HashError;
use crate::secret::Token;
use crate::texts::Language;
use crate::throttle::{Limit, Limited};

/// Tries from one address.
const PER_PEER: Limit = Limit { name: "accept_peer", burst: 20, refill_ms: 6_000 };

/// An invitation that can be accepted.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Who was invited, as the invitation says.
    pub agent: Agent,
    /// The account's name.
    pub account_name: String,
}

/// The form behind the link.
#[derive(Clone)]
pub struct AcceptInvitation {
    /// The token of the link.
    pub token: String,
    /// The full name, 1 to 120 characters.
    pub name: String,
    /// The first password.
    pub password: String,
    /// The dashboard's language.
    pub language: Language,
    /// The browser, for the list of sessions.
    pub device: String,
    /// Who asks.
    pub peer: RateKey,
}

/// Why the invitation was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptInvitationError {
    /// The link is unknown, used or expired, or the invitation was withdrawn.
    #[error("the link does not work")]
    LinkInvalid,
    /// The name is empty.
    #[error("the name is empty")]
    NameEmpty,
    /// The password is refused; the link still works.
    #[error("the password was refused")]
    Password(PasswordError),
    /// Too many tries.
    #[error("too many tries")]
    RateLimited(Limited),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database failed.
    #[error("the agent could not be stored")]
    Storage(#[from] StorageError),
}

/// Says what the link is for. It still works afterwards.
///
/// # Errors
/// `LinkInvalid`, `RateLimited`, `Storage`.
pub async fn open_invitation(ctx: &Context, token: &str, peer: RateKey) -> Result<Invitation, AcceptInvitationError> {
    ctx.throttle.take(ctx.now(), &[(PER_PEER, peer)]).map_err(AcceptInvitationError::RateLimited)?;
    let hash = ctx.keys.hash(Purpose::Invitation.as_str(), token);
    let mut view = ctx.db.view().await?;
    let agent = invited_by(ctx, &mut view, &hash).await?.ok_or(AcceptInvitationError::LinkInvalid)?;
    let account = view.accounts().get(&agent.account).await?.ok_or(AcceptInvitationError::LinkInvalid)?;
    Ok(Invitation { agent, account_name: account.name })
}

/// Who was invited with a token that still works.
async fn invited_by(ctx: &Context, view: &mut Work, hash: &[u8]) -> Result<Option<Agent>, StorageError> {
    let Some(holder) = view.one_time_tokens().find(hash, Purpose::Invitation, ctx.now()).await?.flatten() else { return Ok(None) };
    let agent = view.agents().get(&holder.account, &holder.agent).await?;
    Ok(agent.filter(|agent| agent.active && agent.invited))
}

/// Sets the first password and signs the agent in. Of two that follow the link at once, one succeeds.
///
/// # Errors
/// See [`AcceptInvitationError`].
pub async fn accept_invitation(ctx: &Context, cmd: AcceptInvitation) -> Result<Token, AcceptInvitationError> {
    ctx.throttle.take(ctx.now(), &[(PER_PEER, cmd.peer)]).map_err(AcceptInvitationError::RateLimited)?;
    let hash = ctx.keys.hash(Purpose::Invitation.as_str(), &cmd.token);
    let mut agent = invited_by(ctx, &mut ctx.db.view().await?, &hash).await?.ok_or(AcceptInvitationError::LinkInvalid)?;
    agent.name = text::line(&cmd.name, 120);
    if agent.name.is_empty() {
        return Err(AcceptInvitationError::NameEmpty);
    }
    agent.nickname = nickname_of(&agent.name);
    cmd.language.code().clone_into(&mut agent.language);
    check_password(&cmd.password, &agent.email).map_err(AcceptInvitationError::Password)?;
    let password = ctx.passwords.hash(&cmd.password, ctx.random()).await?;

    let now = ctx.now();
    let mut work = ctx.db.unit().await?;
    if work.one_time_tokens().use_up(&hash, Purpose::Invitation, now).await?.is_none() {
        return Err(AcceptInvitationError::LinkInvalid);
    }
    if !work.credentials().set_first_password(&agent.account, &agent.id, &password).await? {
        return Err(AcceptInvitationError::LinkInvalid);
    }
    work.agents().set_profile(&agent).await?;
    work.one_time_tokens().void_all(&agent.id, now).await?;
    let token = begin_session(ctx, &mut work, &agent.account, &agent.id, true, &cmd.device).await?;
    work.save().await?;
    tell_agent(ctx, &agent.account, &agent.id).await;
    Ok(token)
}
