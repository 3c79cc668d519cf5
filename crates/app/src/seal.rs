//! Secrets that must be read again are sealed before they reach the database.
//!
//! A sealed text is a nonce of 24 bytes and what XChaCha20-Poly1305 makes of the secret. It is bound to
//! its owner: copied into another row it does not open.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};

use crate::context::Context;
use crate::secret::Keys;

const NONCE: usize = 24;

/// The sealed text was changed, belongs to another owner, or was sealed under another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed secret could not be opened")]
pub struct SealError;

/// Seals a secret for its owner.
///
/// # Errors
/// Never for secrets of a sensible length.
pub fn seal(ctx: &Context, owner: &str, secret: &[u8]) -> Result<Vec<u8>, SealError> {
    let nonce: [u8; NONCE] = ctx.random();
    let sealed = cipher(&ctx.keys).encrypt(XNonce::from_slice(&nonce), Payload { msg: secret, aad: owner.as_bytes() });
    let mut out = nonce.to_vec();
    out.extend(sealed.map_err(|_| SealError)?);
    Ok(out)
}

/// Opens what was sealed for this owner.
///
/// # Errors
/// [`SealError`].
pub fn unseal(keys: &Keys, owner: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (nonce, text) = sealed.split_at_checked(NONCE).ok_or(SealError)?;
    cipher(keys).decrypt(XNonce::from_slice(nonce), Payload { msg: text, aad: owner.as_bytes() }).map_err(|_| SealError)
}

fn cipher(keys: &Keys) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(Key::from_slice(keys.seal_key()))
}
