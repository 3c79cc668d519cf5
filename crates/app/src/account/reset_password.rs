//! The link of a reset mail is followed: first looked at, then used.

use entrenous_domain::account::{Agent, PasswordError, check_password};
use entrenous_domain::privacy::RateKey;
use entrenous_storage::{Purpose, StorageError};

use super::limits::{PER_EMAIL, PER_PEER, PER_PEER_AND_EMAIL};
use super::send_letter::{Letter, SendMail};
use super::sign_in::peer_and_email;
use crate::agent::tell_access;
use crate::context::Context;
use crate::job::add_job;
use crate::password::HashError;
use crate::throttle::Limited;

/// The form behind the link.
#[derive(Clone)]
pub struct ResetPassword {
    /// The token of the link.
    pub token: String,
    /// The new password.
    pub password: String,
    /// Who asks.
    pub peer: RateKey,
}

/// Why the password stays.
#[derive(Debug, thiserror::Error)]
pub enum ResetPasswordError {
    /// The link is unknown, used or expired.
    #[error("the link does not work")]
    LinkInvalid,
    /// The new password is refused; the link still works.
    #[error("the password was refused")]
    Password(PasswordError),
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

/// Whose password the link sets. It still works afterwards.
///
/// # Errors
/// `LinkInvalid`, `RateLimited`, `Storage`.
pub async fn open_reset(ctx: &Context, token: &str, peer: RateKey) -> Result<Agent, ResetPasswordError> {
    ctx.throttle.take(ctx.now(), &[(PER_PEER, peer)]).map_err(ResetPasswordError::RateLimited)?;
    let hash = ctx.keys.hash(Purpose::PasswordReset.as_str(), token);
    holder_of(ctx, &hash).await
}

/// Whom a token that still works was sent to.
async fn holder_of(ctx: &Context, hash: &[u8]) -> Result<Agent, ResetPasswordError> {
    let mut view = ctx.db.view().await?;
    let found = view.one_time_tokens().find(hash, Purpose::PasswordReset, ctx.now()).await?.flatten();
    let holder = found.ok_or(ResetPasswordError::LinkInvalid)?;
    let agent = view.agents().get(&holder.account, &holder.agent).await?;
    agent.filter(|agent| agent.active && !agent.invited).ok_or(ResetPasswordError::LinkInvalid)
}

/// Sets a new password. Every session and every other link of the agent ends; the second factor stays.
///
/// # Errors
/// See [`ResetPasswordError`].
pub async fn reset_password(ctx: &Context, cmd: ResetPassword) -> Result<(), ResetPasswordError> {
    ctx.throttle.take(ctx.now(), &[(PER_PEER, cmd.peer)]).map_err(ResetPasswordError::RateLimited)?;
    let hash = ctx.keys.hash(Purpose::PasswordReset.as_str(), &cmd.token);
    let agent = holder_of(ctx, &hash).await?;
    check_password(&cmd.password, &agent.email).map_err(ResetPasswordError::Password)?;
    let password = ctx.passwords.hash(&cmd.password, ctx.random()).await?;

    let now = ctx.now();
    let mut work = ctx.db.unit().await?;
    if work.one_time_tokens().use_up(&hash, Purpose::PasswordReset, now).await?.is_none() {
        return Err(ResetPasswordError::LinkInvalid);
    }
    work.credentials().set_password(&agent.account, &agent.id, &password).await?;
    work.agent_sessions().revoke_all(&agent.id, now).await?;
    work.one_time_tokens().void_all(&agent.id, now).await?;
    let letter = Letter::PasswordChanged { account: agent.account.to_string(), agent: agent.id.to_string() };
    add_job(ctx, &mut work, &SendMail { letter }).await?;
    work.save().await?;
    // Strangers may have emptied these with wrong guesses; whoever reads the agent's mail is not one of them.
    // Codes of the second factor stay counted: the mailbox does not prove it.
    ctx.throttle.forgive(&[(PER_EMAIL, ctx.rate_key(&agent.email)), (PER_PEER_AND_EMAIL, peer_and_email(ctx, cmd.peer, &agent.email))]);
    tell_access(ctx, &agent.account, &agent.id);
    Ok(())
}
