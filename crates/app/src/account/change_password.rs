//! A signed-in agent sets a new password.

use entrenous_domain::account::{Actor, PasswordError, check_password};
use entrenous_storage::StorageError;

use super::limits::CHANGES_PER_AGENT;
use super::send_letter::{Letter, SendMail};
use crate::agent::tell_access;
use crate::context::Context;
use crate::job::add_job;
use crate::password::{HashError, Line};
use crate::throttle::Limited;

/// The present password and the new one.
#[derive(Clone)]
pub struct ChangePassword {
    /// The present password: a browser left open must not be enough.
    pub current: String,
    /// The new one.
    pub new: String,
}

/// Why the password stays.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The present password is wrong.
    #[error("the present password is wrong")]
    WrongCredentials,
    /// The new password is refused.
    #[error("the password was refused")]
    Password(PasswordError),
    /// The new password is the present one.
    #[error("the new password is the present one")]
    Unchanged,
    /// Too many tries.
    #[error("too many tries")]
    RateLimited(Limited),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database failed.
    #[error("the password could not be stored")]
    Storage(#[from] StorageError),
}

/// Sets a new password; every other session and every open link of the agent ends.
///
/// # Errors
/// See [`ChangePasswordError`].
pub async fn change_password(ctx: &Context, actor: &Actor, cmd: ChangePassword) -> Result<(), ChangePasswordError> {
    let claims = [(CHANGES_PER_AGENT, ctx.rate_key(actor.agent().as_str()))];
    ctx.throttle.take(ctx.now(), &claims).map_err(ChangePasswordError::RateLimited)?;
    let mut view = ctx.db.view().await?;
    let agent = view.agents().get(actor.account(), actor.agent()).await?.ok_or(ChangePasswordError::WrongCredentials)?;
    let stored = view.credentials().get(actor.account(), actor.agent()).await?.and_then(|credential| credential.password_hash);
    drop(view);
    // Where it failed nothing was compared, so nothing was guessed.
    let fits = ctx.passwords.fits(&cmd.current, stored.as_deref(), Line::Known).await.inspect_err(|_| ctx.throttle.give_back(&claims))?;
    if !fits {
        return Err(ChangePasswordError::WrongCredentials);
    }
    ctx.throttle.give_back(&claims);
    if cmd.new == cmd.current {
        return Err(ChangePasswordError::Unchanged);
    }
    check_password(&cmd.new, &agent.email).map_err(ChangePasswordError::Password)?;
    let password = ctx.passwords.hash(&cmd.new, ctx.random()).await?;

    let now = ctx.now();
    let mut work = ctx.db.unit().await?;
    work.credentials().set_password(actor.account(), actor.agent(), &password).await?;
    work.agent_sessions().revoke_others(actor.agent(), actor.session(), now).await?;
    work.one_time_tokens().void_all(actor.agent(), now).await?;
    let letter = Letter::PasswordChanged { account: agent.account.to_string(), agent: agent.id.to_string() };
    add_job(ctx, &mut work, &SendMail { letter }).await?;
    work.save().await?;
    tell_access(ctx, actor.account(), actor.agent());
    Ok(())
}
