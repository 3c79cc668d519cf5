//! Tokens that open something, and how they are kept.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entrenous_domain::time::Timestamp;
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
    scope: [u8; 32],
    ledger: [u8; 32],
    receipt: [u8; 32],
    rate: Arc<Mutex<RateSecret>>,
    seal: [u8; 32],
}

/// The secret behind rate-limit keys: in memory only, another one each day.
struct RateSecret {
    day: i64,
    key: [u8; 32],
}

const DAY_MS: i64 = 86_400_000;

impl Keys {
    /// Derives the keys from the 32 bytes of the key file. `first` is the secret behind rate-limit keys of this process's first day.
    pub fn new(file: &[u8; 32], first: [u8; 32]) -> Self {
        let rate = Arc::new(Mutex::new(RateSecret { day: i64::MIN, key: first }));
        Self {
            token: derive(file, b"token"),
            scope: derive(file, b"scope"),
            ledger: derive(file, b"ledger"),
            receipt: derive(file, b"receipt"),
            seal: derive(file, b"seal"),
            rate,
        }
    }

    /// What the database keeps of a token. Different purposes never share a hash.
    pub fn hash(&self, purpose: &str, token: &str) -> Vec<u8> {
        mac(&self.token, &[purpose.as_bytes(), b"\0", token.as_bytes()]).to_vec()
    }

    /// What makes the text of a scope token ours.
    pub fn sign_scope(&self, text: &str) -> [u8; 32] {
        mac(&self.scope, &[text.as_bytes()])
    }

    /// Whether a scope token's text carries our signature; takes as long for a wrong one as for a right one.
    pub fn is_scope_signed(&self, text: &str, signature: &[u8]) -> bool {
        started(&self.scope, &[text.as_bytes()]).verify_slice(signature).is_ok()
    }

    /// What makes a line of the consent ledger ours. Different labels never share a signature.
    pub fn sign_ledger(&self, label: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut all = vec![label.as_bytes(), b"\0"];
        all.extend(parts);
        mac(&self.ledger, &all)
    }

    /// The private key of receipts.
    pub fn receipt_key(&self) -> &[u8; 32] {
        &self.receipt
    }

    /// The key under which secrets that must be read again (a second factor's) are sealed.
    pub fn seal_key(&self) -> &[u8; 32] {
        &self.seal
    }

    /// The keyed hash behind a rate-limit key.
    ///
    /// Each day's secret is the hash of the day's before, which is forgotten: what was counted yesterday cannot be
    /// tied to anybody any more, not even by who reads this process's memory.
    pub fn rate_hash(&self, now: Timestamp, bytes: &[u8]) -> [u8; 8] {
        let day = now.as_ms().div_euclid(DAY_MS);
        let key = {
            let mut secret = self.rate.lock().unwrap_or_else(PoisonError::into_inner);
            // A clock that goes back must not bring anything back.
            if day > secret.day {
                secret.key = derive(&secret.key, b"next day");
                secret.day = day;
            }
            secret.key
        };
        let full = mac(&key, &[bytes]);
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
    started(key, parts).finalize().into_bytes().into()
}

fn started(key: &[u8; 32], parts: &[&[u8]]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of 32 bytes");
    for part in parts {
        mac.update(part);
    }
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_limit_key_lasts_for_a_day_and_never_comes_back() {
        let keys = Keys::new(&[1; 32], [2; 32]);
        let at = |day: i64| keys.rate_hash(Timestamp::from_ms(day * DAY_MS + 5), b"an address");
        let first = at(20_000);
        assert_eq!(at(20_000), first);
        let second = at(20_001);
        assert_ne!(second, first);
        assert_eq!(at(20_000), second);
        assert_eq!(keys.clone().rate_hash(Timestamp::from_ms(20_001 * DAY_MS), b"an address"), second);
    }
}
