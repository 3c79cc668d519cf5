//! Tokens that open something, and how they are kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::context::Context;

/// A new token: 256 random bits as 43 characters that fit into an address.
///
/// It is shown once; the database keeps [`Keys::hash`] of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Makes one.
    pub fn new(ctx: &Context) -> Self {
        Self(URL_SAFE_NO_PAD.encode(ctx.random::<32>()))
    }

    /// The text to hand out.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token([REDACTED])")
    }
}

/// Secrets of this installation, kept in a file outside the database.
#[derive(Clone)]
pub struct Keys {
    token: [u8; 32],
    rate: [u8; 32],
    seal: [u8; 32],
}

impl Keys {
    /// Derives the keys from the 32 bytes of the key file. `today` makes the rate key of this process.
    pub fn new(file: &[u8; 32], today: [u8; 32]) -> Self {
        Self { token: derive(file, b"token"), seal: derive(file, b"seal"), rate: today }
    }

    /// What the database keeps of a token. Different purposes never share a hash.
    pub fn hash(&self, purpose: &str, token: &str) -> Vec<u8> {
        mac(&self.token, &[purpose.as_bytes(), b"\0", token.as_bytes()]).to_vec()
    }

    /// The key under which secrets that must be read again (a second factor's) are sealed.
    pub fn seal_key(&self) -> &[u8; 32] {
        &self.seal
    }

    /// The keyed hash behind a rate-limit key.
    pub fn rate_hash(&self, bytes: &[u8]) -> [u8; 8] {
        let full = mac(&self.rate, &[bytes]);
        let mut out = [0u8; 8];
        out.copy_from_slice(full.split_at(8).0);
        out
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys([REDACTED])")
    }
}

fn derive(file: &[u8; 32], label: &[u8]) -> [u8; 32] {
    mac(file, &[b"entrenous/", label])
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of 32 bytes");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
