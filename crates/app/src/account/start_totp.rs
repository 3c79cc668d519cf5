//! A second factor begins: a secret to be shown to an authenticator.

use entrenous_domain::account::Actor;
use qrcode::{Color, EcLevel, QrCode};

use super::totp::{TotpError, totp};
use crate::context::Context;
use crate::seal::{SealError, seal};

/// A secret that waits for its first code. Shown only now.
#[derive(Clone)]
pub struct NewSecondFactor {
    /// `otpauth://…`.
    pub url: String,
    /// The secret in base 32.
    pub secret: String,
    /// The address as a QR code without a margin: rows of `0` and `1`, 1 is dark.
    pub qr: Vec<String>,
}

impl std::fmt::Debug for NewSecondFactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewSecondFactor([REDACTED])")
    }
}

/// Makes a secret; an earlier one that was not confirmed is forgotten.
///
/// # Errors
/// `Conflict` when a second factor is confirmed; others see [`TotpError`].
pub async fn start_totp(ctx: &Context, actor: &Actor) -> Result<NewSecondFactor, TotpError> {
    let secret: [u8; 20] = ctx.random();
    let sealed = seal(ctx, actor.agent().as_str(), &secret)?;
    let mut work = ctx.db.unit().await?;
    let agent = work.agents().get(actor.account(), actor.agent()).await?.ok_or(TotpError::Conflict)?;
    let totp = totp(secret.to_vec(), &agent.email)?;
    let url = totp.to_url().map_err(|_| SealError)?;
    let qr = square(&url)?;
    if !work.credentials().set_totp(actor.account(), actor.agent(), &sealed).await? {
        return Err(TotpError::Conflict);
    }
    work.save().await?;
    Ok(NewSecondFactor { url, secret: totp.secret().to_base32(), qr })
}

fn square(text: &str) -> Result<Vec<String>, SealError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| SealError)?;
    let dots = code.to_colors();
    Ok(dots.chunks(code.width()).map(|row| row.iter().map(|dot| if *dot == Color::Dark { '1' } else { '0' }).collect()).collect())
}
