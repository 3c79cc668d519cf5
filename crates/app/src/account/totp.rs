//! Codes of an authenticator: RFC 6238 with SHA-1, six digits, 30 seconds, one step to either side.

use entrenous_domain::time::Timestamp;
use entrenous_storage::{Credential, StorageError, Work};
use totp_rs::{Algorithm, Builder, Totp};

use super::recovery::recovery_hash;
use crate::context::Context;
use crate::seal::{SealError, unseal};

/// Why the second factor was not set up, changed or taken away.
#[derive(Debug, thiserror::Error)]
pub enum TotpError {
    /// The code is wrong, too old, or was used.
    #[error("the code does not fit")]
    WrongCode,
    /// A second factor is confirmed already, or there is none to confirm or remove.
    #[error("the second factor is in another state")]
    Conflict,
    /// Too many tries.
    #[error("too many tries")]
    RateLimited(crate::throttle::Limited),
    /// The kept secret cannot be read.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database failed.
    #[error("the second factor could not be stored")]
    Storage(#[from] StorageError),
}

/// The codes of a secret; `label` is what an authenticator shows.
pub(super) fn totp(secret: Vec<u8>, label: &str) -> Result<Totp, SealError> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret)
        .with_issuer(Some("Entrenous"))
        // A colon parts issuer and name in the address.
        .with_account_name(label.replace(':', " "))
        .build()
        .map_err(|_| SealError)
}

/// The time step to which a code belongs; `None` when it fits none of the three.
pub(super) fn step_of(totp: &Totp, code: &str, now: Timestamp) -> Option<i64> {
    let seconds = u64::try_from(now.as_ms()).ok()?.checked_div(1000)?;
    totp.check(code, seconds).and_then(|step| i64::try_from(step).ok())
}

/// A typed code without the blanks and hyphens that people put in; `None` unless it is six digits.
pub(super) fn six_digits(code: &str) -> Option<String> {
    let plain: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    (plain.len() == 6 && plain.bytes().all(|byte| byte.is_ascii_digit())).then_some(plain)
}

/// Opens the kept secret of a credential.
pub(super) fn open_secret(ctx: &Context, credential: &Credential) -> Result<Option<Totp>, SealError> {
    let Some(sealed) = &credential.totp_secret else { return Ok(None) };
    totp(unseal(&ctx.keys, credential.agent.as_str(), sealed)?, "").map(Some)
}

/// Uses up a code of the confirmed second factor, or a recovery code, in this unit. False when it does not fit.
pub(super) async fn use_code(ctx: &Context, work: &mut Work, credential: &Credential, code: &str) -> Result<bool, TotpError> {
    if let Some(digits) = six_digits(code) {
        let Some(totp) = open_secret(ctx, credential)? else { return Ok(false) };
        let Some(step) = step_of(&totp, &digits, ctx.now()) else { return Ok(false) };
        return Ok(work.credentials().take_totp_step(&credential.account, &credential.agent, step).await?);
    }
    let hash = recovery_hash(ctx, &credential.agent, code);
    Ok(work.recovery_codes().use_up(&credential.agent, &hash, ctx.now()).await?)
}
