//! The code after the password.

use entrenous_domain::account::session::{ABSOLUTE_MS, SECOND_FACTOR_ATTEMPTS};
use entrenous_domain::privacy::RateKey;
use entrenous_storage::StorageError;

use super::begin_session::session_hash;
use super::limits::{CODES_PER_AGENT, PER_PEER};
use super::totp::{TotpError, use_code};
use crate::context::Context;
use crate::secret::Token;
use crate::throttle::Limited;

/// What was typed, and in which half-open session.
#[derive(Clone)]
pub struct VerifySecondFactor {
    /// The session's token.
    pub token: String,
    /// Six digits, or a recovery code.
    pub code: String,
    /// Who asks.
    pub peer: RateKey,
}

/// Why the session stays incomplete.
#[derive(Debug, thiserror::Error)]
pub enum SecondFactorError {
    /// No session waits for a code: it is unknown, over, complete, or had too many wrong codes.
    #[error("no session waits for a second factor")]
    Unauthenticated,
    /// The code is wrong, too old, or was used.
    #[error("the code does not fit")]
    WrongCode,
    /// Too many tries.
    #[error("too many tries")]
    RateLimited(Limited),
    /// The kept secret cannot be read.
    #[error(transparent)]
    Seal(#[from] crate::seal::SealError),
    /// The database failed.
    #[error("the sign-in could not be stored")]
    Storage(#[from] StorageError),
}

/// Completes a sign-in; the session gets a new token.
///
/// # Errors
/// See [`SecondFactorError`].
pub async fn verify_second_factor(ctx: &Context, cmd: VerifySecondFactor) -> Result<Token, SecondFactorError> {
    let now = ctx.now();
    ctx.throttle.take(now, &[(PER_PEER, cmd.peer)]).map_err(SecondFactorError::RateLimited)?;
    let mut work = ctx.db.unit().await?;
    let found = work.agent_sessions().find_by_token(&session_hash(ctx, &cmd.token)).await?;
    let found = found.filter(|found| !found.session.complete && found.session.is_alive(now)).ok_or(SecondFactorError::Unauthenticated)?;
    let (session, account) = (found.session, found.account);
    let claims = [(CODES_PER_AGENT, ctx.rate_key(session.agent.as_str()))];
    ctx.throttle.take(now, &claims).map_err(SecondFactorError::RateLimited)?;

    if !work.agent_sessions().count_attempt(&session.id, SECOND_FACTOR_ATTEMPTS).await? {
        work.agent_sessions().revoke(&session.agent, &session.id, now).await?;
        work.save().await?;
        return Err(SecondFactorError::Unauthenticated);
    }
    let credential = work.credentials().get(&account, &session.agent).await?.ok_or(SecondFactorError::Unauthenticated)?;
    let fits = use_code(ctx, &mut work, &credential, &cmd.code).await.map_err(|error| match error {
        TotpError::Seal(error) => SecondFactorError::Seal(error),
        TotpError::Storage(error) => SecondFactorError::Storage(error),
        TotpError::WrongCode | TotpError::Conflict | TotpError::RateLimited(_) => SecondFactorError::WrongCode,
    })?;
    if !fits {
        // Saved, because the attempt counts.
        work.save().await?;
        return Err(SecondFactorError::WrongCode);
    }
    let token = Token::new(ctx);
    let hash = session_hash(ctx, token.reveal());
    if !work.agent_sessions().complete(&session.id, &hash, now, session.created_at.plus_ms(ABSOLUTE_MS)).await? {
        return Err(SecondFactorError::Unauthenticated);
    }
    work.agents().set_last_login(&account, &session.agent, now).await?;
    work.save().await?;
    ctx.throttle.give_back(&claims);
    Ok(token)
}
