//! Somebody asks for a link to set a new password.

use entrenous_domain::privacy::RateKey;
use entrenous_domain::text;
use entrenous_storage::StorageError;

use super::limits::{PER_PEER, RESETS_PER_EMAIL};
use super::send_letter::{Letter, SendMail};
use crate::context::Context;
use crate::job::add_job;
use crate::throttle::Limited;

/// Why the wish was not written down.
#[derive(Debug, thiserror::Error)]
pub enum ForgotPasswordError {
    /// Too many tries.
    #[error("too many tries")]
    RateLimited(Limited),
    /// The database failed.
    #[error("the wish could not be stored")]
    Storage(#[from] StorageError),
}

/// Writes the wish down. Whether the address belongs to anybody is found out by the job, so that answer
/// and time are the same for every address.
///
/// # Errors
/// See [`ForgotPasswordError`].
pub async fn forgot_password(ctx: &Context, email: &str, peer: RateKey) -> Result<(), ForgotPasswordError> {
    let Some(email) = text::email(email) else { return Ok(()) };
    let claims = [(PER_PEER, peer), (RESETS_PER_EMAIL, ctx.rate_key(&email))];
    ctx.throttle.take(ctx.now(), &claims).map_err(ForgotPasswordError::RateLimited)?;
    let mut work = ctx.db.unit().await?;
    add_job(ctx, &mut work, &SendMail { letter: Letter::PasswordReset { email } }).await?;
    work.save().await?;
    Ok(())
}
