//! The set-up link is followed.

use entrenous_domain::privacy::RateKey;
use entrenous_storage::{Purpose, StorageError};

use super::begin_session::begin_session;
use super::create_account::{CreateAccount, CreateAccountError, add_account, ready};
use super::limits::PER_PEER;
use crate::context::Context;
use crate::secret::Token;
use crate::throttle::Limited;

/// The form behind the link.
#[derive(Clone)]
pub struct SetUp {
    /// The token of the link.
    pub token: String,
    /// What to make.
    pub account: CreateAccount,
    /// The browser, for the list of sessions.
    pub device: String,
    /// Who asks.
    pub peer: RateKey,
}

/// Why nothing was set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// The link is unknown, used or expired, or an account exists.
    #[error("the set-up link does not work")]
    LinkInvalid,
    /// Too many tries.
    #[error("too many tries")]
    RateLimited(Limited),
    /// What was typed is refused.
    #[error("the account was refused")]
    Refused(#[source] CreateAccountError),
    /// The database failed.
    #[error("the account could not be stored")]
    Storage(#[from] StorageError),
}

impl From<CreateAccountError> for SetUpError {
    fn from(error: CreateAccountError) -> Self {
        match error {
            CreateAccountError::SetupClosed => SetUpError::LinkInvalid,
            CreateAccountError::Storage(error) => SetUpError::Storage(error),
            refused => SetUpError::Refused(refused),
        }
    }
}

/// Makes the first account and signs its owner in. The link and the set-up close in the same unit.
///
/// # Errors
/// See [`SetUpError`].
pub async fn set_up(ctx: &Context, cmd: SetUp) -> Result<Token, SetUpError> {
    ctx.throttle.take(ctx.now(), &[(PER_PEER, cmd.peer)]).map_err(SetUpError::RateLimited)?;
    let hash = ctx.keys.hash(Purpose::Setup.as_str(), &cmd.token);
    // Looked at before the password is hashed, so that a wrong link costs nothing; used up in the unit.
    let mut view = ctx.db.view().await?;
    if view.one_time_tokens().find(&hash, Purpose::Setup, ctx.now()).await?.is_none() {
        return Err(SetUpError::LinkInvalid);
    }
    drop(view);
    let ready = ready(ctx, cmd.account).await?;
    let mut work = ctx.db.unit().await?;
    if work.one_time_tokens().use_up(&hash, Purpose::Setup, ctx.now()).await?.is_none() {
        return Err(SetUpError::LinkInvalid);
    }
    let created = add_account(ctx, &mut work, ready).await?;
    let token = begin_session(ctx, &mut work, &created.account.id, &created.owner.id, true, &cmd.device).await?;
    work.save().await?;
    Ok(token)
}
