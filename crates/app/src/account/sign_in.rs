//! E-mail address and password.

use entrenous_domain::account::Session;
use entrenous_domain::ids::AgentId;
use entrenous_domain::privacy::RateKey;
use entrenous_domain::text;
use entrenous_storage::StorageError;

use super::begin_session::{begin_session, session_hash};
use super::limits::{PER_EMAIL, PER_KNOWN_DEVICE, PER_PEER, PER_PEER_AND_EMAIL};
use crate::agent::tell_access;
use crate::context::Context;
use crate::password::{HashError, Line};
use crate::secret::Token;
use crate::throttle::{Claim, Limited};

/// What was typed, and from where.
#[derive(Clone)]
pub struct SignIn {
    /// The address as typed.
    pub email: String,
    /// The password.
    pub password: String,
    /// The token in the browser's cookie, whatever became of its session.
    pub cookie: Option<String>,
    /// The browser, for the list of sessions.
    pub device: String,
    /// Who asks.
    pub peer: RateKey,
}

/// What comes after the password. The token is new in both cases.
#[derive(Debug)]
pub enum SignedIn {
    /// The session is complete.
    Complete(Token),
    /// The session is good only for the second factor.
    SecondFactorRequired(Token),
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Address and password do not belong together, or the agent may not sign in: one answer for all.
    #[error("the address or the password is wrong")]
    WrongCredentials,
    /// Too many tries.
    #[error("too many tries")]
    RateLimited(Limited),
    /// The password could not be compared.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database failed.
    #[error("the sign-in could not be stored")]
    Storage(#[from] StorageError),
}

/// Under which key guesses for one address from one peer are counted.
pub(super) fn peer_and_email(ctx: &Context, peer: RateKey, email: &str) -> RateKey {
    ctx.rate_key(&format!("{peer:?}\0{email}"))
}

/// Signs an agent in, or asks for the second factor.
///
/// An unknown address takes the same way as a wrong password: one look into the database, one hash, one answer.
///
/// # Errors
/// See [`SignInError`].
pub async fn sign_in(ctx: &Context, cmd: SignIn) -> Result<SignedIn, SignInError> {
    let email = text::email(&cmd.email).unwrap_or_else(|| cmd.email.trim().to_lowercase().chars().take(254).collect());
    let mut view = ctx.db.view().await?;
    let credential = view.credentials().find_by_email(&email).await?;
    let before = match &cmd.cookie {
        Some(token) => view.agent_sessions().find_by_token(&session_hash(ctx, token)).await?.map(|found| found.session),
        None => None,
    };
    drop(view);

    let is_known = |session: &Session, agent: &AgentId| {
        session.agent == *agent && session.complete && session.revoked_at.is_none() && ctx.now() < session.expires_at
    };
    let known_device = match (&before, &credential) {
        (Some(session), Some(credential)) if is_known(session, &credential.agent) => Some(session),
        _ => None,
    };
    let claims: Vec<Claim> = match known_device {
        Some(session) => vec![(PER_KNOWN_DEVICE, ctx.rate_key(session.id.as_str()))],
        None => vec![(PER_PEER, cmd.peer), (PER_PEER_AND_EMAIL, peer_and_email(ctx, cmd.peer, &email)), (PER_EMAIL, ctx.rate_key(&email))],
    };
    // Taken before the hash, so that tries in parallel are counted too; a good one gives it back.
    ctx.throttle.take(ctx.now(), &claims).map_err(SignInError::RateLimited)?;

    let stored = credential.as_ref().and_then(|credential| credential.password_hash.as_deref());
    let line = if known_device.is_some() { Line::Known } else { Line::Anybody };
    // Where it failed nothing was compared, so nothing was guessed.
    let fits = ctx.passwords.fits(&cmd.password, stored, line).await.inspect_err(|_| ctx.throttle.give_back(&claims))?;
    let Some(credential) = credential.filter(|_| fits) else { return Err(SignInError::WrongCredentials) };
    ctx.throttle.give_back(&claims);

    let mut work = ctx.db.unit().await?;
    if let Some(session) = &before {
        // The cookie is about to be replaced; what it opened must not live on unseen.
        work.agent_sessions().revoke(&session.agent, &session.id, ctx.now()).await?;
    }
    let complete = !credential.totp_confirmed;
    let token = begin_session(ctx, &mut work, &credential.account, &credential.agent, complete, &cmd.device).await?;
    work.save().await?;
    if let Some(session) = &before {
        // Its sockets prove themselves again, and close.
        tell_access(ctx, &credential.account, &session.agent);
    }
    Ok(if complete { SignedIn::Complete(token) } else { SignedIn::SecondFactorRequired(token) })
}
