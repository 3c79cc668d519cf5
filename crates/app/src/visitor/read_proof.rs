//! Reading a proof: one shape, one algorithm.
//!
//! A proof is a compact JWT (RFC 7519) that the site's server signed with HMAC-SHA-256 (HS256). A library for JWTs chooses among
//! algorithms by what the token asks for, which is where such libraries are attacked, and brings its own cryptography. With one
//! pinned algorithm, whose two halves are in the house already, there is nothing to choose: the signature is checked before
//! anything is read, and a header that asks for something else is refused.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entrenous_domain::text;
use entrenous_domain::time::Timestamp;
use entrenous_domain::visitor::{Identity, Proof, ProofError, Variable};
use hmac::{Hmac, Mac};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Number;
use sha2::Sha256;

/// The longest proof, in bytes: as many variables as are kept, and room for the rest.
const MAX_BYTES: usize = 32 * 1024;

/// Other members, such as `kid`, say nothing that counts here.
#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
    /// Extensions that must be understood; none is.
    crit: Option<IgnoredAny>,
}

/// A claim that stands there twice is refused; others than these are nobody's business.
#[derive(Deserialize)]
struct Claims {
    aud: String,
    iat: Number,
    nbf: Option<Number>,
    exp: Number,
    jti: String,
    sub: Option<String>,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    #[serde(default)]
    variables: BTreeMap<String, Claim>,
}

/// A variable, bare or with a label, as `smartsupp('variables', …)` takes it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Claim {
    Labelled { label: String, value: Bare },
    Bare(Bare),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Bare {
    Text(String),
    Number(Number),
    Switch(bool),
}

/// Reads a proof that one of the keys signed; nothing of another one is looked at.
///
/// # Errors
/// `Wrong`, whatever does not fit.
pub(super) fn read_proof(keys: &[Vec<u8>], token: &str) -> Result<Proof, ProofError> {
    let (signed, signature) = token.rsplit_once('.').filter(|_| token.len() <= MAX_BYTES).ok_or(ProofError::Wrong)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| ProofError::Wrong)?;
    // Every key is tried, so that the time says nothing of which one fits.
    let is_signed = keys.iter().fold(false, |found, key| found | is_signed(key, signed, &signature));
    let (header, payload) = signed.split_once('.').filter(|_| is_signed).ok_or(ProofError::Wrong)?;
    let Header { alg, typ, crit } = part(header).ok_or(ProofError::Wrong)?;
    if alg != "HS256" || typ.is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT")) || crit.is_some() {
        return Err(ProofError::Wrong);
    }
    part(payload).and_then(proof).ok_or(ProofError::Wrong)
}

/// What a proof says that nobody checked. It may take something away from who shows it, and never open anything.
pub(super) fn unchecked_proof(token: &str) -> Option<Proof> {
    let mut parts = token.split('.').filter(|_| token.len() <= MAX_BYTES);
    part(parts.nth(1)?).and_then(proof)
}

fn is_signed(key: &[u8], text: &str, signature: &[u8]) -> bool {
    // HMAC takes keys of every length, and compares in constant time.
    Hmac::<Sha256>::new_from_slice(key).is_ok_and(|mac| mac.chain_update(text.as_bytes()).verify_slice(signature).is_ok())
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn proof(claims: Claims) -> Option<Proof> {
    if claims.email.as_deref().is_some_and(|email| text::email(email).is_none()) {
        return None;
    }
    let variables = claims.variables.into_iter().map(|(id, claim)| variable(id, claim)).collect();
    Some(Proof {
        audience: claims.aud,
        issued_at: moment(&claims.iat)?,
        not_before: claims.nbf.map(|at| moment(&at).ok_or(())).transpose().ok()?,
        expires_at: moment(&claims.exp)?,
        id: claims.jti,
        subject: claims.sub,
        identity: Identity { name: claims.name, email: claims.email, phone: claims.phone, variables, ..Identity::default() },
    })
}

/// A `NumericDate`: seconds, which may have a fraction. It is not looked at; half a second is not worth a dispute.
fn moment(seconds: &Number) -> Option<Timestamp> {
    let whole = seconds.as_i64().or_else(|| seconds.to_string().split_once('.')?.0.parse().ok())?;
    whole.checked_mul(1_000).map(Timestamp::from_ms)
}

fn variable(id: String, claim: Claim) -> Variable {
    let (label, bare) = match claim {
        Claim::Labelled { label, value } => (label, value),
        Claim::Bare(value) => (String::new(), value),
    };
    let value = match bare {
        Bare::Text(text) => text,
        Bare::Number(number) => number.to_string(),
        Bare::Switch(on) => on.to_string(),
    };
    Variable { id, label, value }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const KEY: &[u8] = b"the key of the shop";

    fn claims() -> Value {
        json!({"aud": "shop", "iat": 1_700_000_000, "exp": 1_700_000_300.75, "jti": "one", "sub": "7", "name": "Nadia",
            "email": "nadia@shop.example", "variables": {"plan": "gold", "spent": 12.5, "vip": true, "id": {"label": "Customer", "value": 7}}})
    }

    fn token(header: &str, payload: &str, key: &[u8]) -> String {
        let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let signature = Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(text.as_bytes()).finalize().into_bytes();
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn sound() -> String {
        token(r#"{"alg":"HS256","typ":"JWT"}"#, &claims().to_string(), KEY)
    }

    fn read(text: &str) -> Result<Proof, ProofError> {
        read_proof(&[b"another".to_vec(), KEY.to_vec()], text)
    }

    #[test]
    fn a_proof_says_what_the_shop_signed() {
        let proof = read(&sound()).unwrap();
        assert_eq!((proof.audience.as_str(), proof.id.as_str(), proof.subject.as_deref()), ("shop", "one", Some("7")));
        assert_eq!((proof.issued_at.as_ms(), proof.expires_at.as_ms()), (1_700_000_000_000, 1_700_000_300_000));
        let said: Vec<_> = proof.identity.variables.iter().map(|one| (one.id.as_str(), one.label.as_str(), one.value.as_str())).collect();
        assert_eq!(said, [("id", "Customer", "7"), ("plan", "", "gold"), ("spent", "", "12.5"), ("vip", "", "true")]);
        assert_eq!(unchecked_proof(&sound()), Some(proof));
    }

    #[test]
    fn only_one_algorithm_is_known() {
        let payload = claims().to_string();
        for header in [
            r#"{"alg":"none"}"#,
            r#"{"alg":"None","typ":"JWT"}"#,
            r#"{"alg":"HS512","typ":"JWT"}"#,
            r#"{"alg":"HS384"}"#,
            r#"{"alg":"RS256","typ":"JWT"}"#,
            r#"{"alg":"hs256"}"#,
            r#"{"alg":["HS256"]}"#,
            r#"{"alg":"HS256","alg":"none"}"#,
            r#"{"alg":"HS256","typ":"JWE"}"#,
            r#"{"alg":"HS256","crit":["exp"]}"#,
            r#"{"typ":"JWT"}"#,
            "",
            "[]",
        ] {
            assert_eq!(read(&token(header, &payload, KEY)), Err(ProofError::Wrong), "{header}");
        }
        // The control: the same payload with the one header is read.
        assert!(read(&token(r#"{"alg":"HS256","kid":"2026"}"#, &payload, KEY)).is_ok());
    }

    #[test]
    fn a_proof_without_its_signature_or_with_another_one_is_none() {
        let sound = sound();
        let (text, signature) = sound.rsplit_once('.').unwrap();
        let (header, payload) = text.split_once('.').unwrap();
        for wrong in [
            String::new(),
            ".".to_owned(),
            "..".to_owned(),
            "...".to_owned(),
            text.to_owned(),
            format!("{text}."),
            format!("{text}.{signature}="),
            format!("{text}.{signature}."),
            format!("{sound}.{signature}"),
            format!(".{payload}.{signature}"),
            format!("{header}.{signature}"),
            format!("{header}..{signature}"),
            format!("{text}.{}", URL_SAFE_NO_PAD.encode(KEY)),
            token(r#"{"alg":"HS256"}"#, &claims().to_string(), b"the key of another shop"),
            token(r#"{"alg":"HS256"}"#, &claims().to_string(), b""),
            sound.get(..sound.len() - 1).unwrap().to_owned(),
        ] {
            assert_eq!(read(&wrong), Err(ProofError::Wrong), "{wrong}");
        }
        for at in 0..sound.len() {
            let mut forged = sound.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(read(&forged), Err(ProofError::Wrong), "{forged}");
        }
        assert_eq!(read_proof(&[], &sound), Err(ProofError::Wrong));
    }

    #[test]
    fn a_claim_of_another_shape_or_one_that_stands_there_twice_is_refused() {
        let header = r#"{"alg":"HS256"}"#;
        for (name, value) in [
            ("aud", json!(["shop"])),
            ("aud", Value::Null),
            ("iat", json!("1700000000")),
            ("exp", json!(1e300)),
            ("exp", json!(i64::MAX)),
            ("exp", Value::Null),
            ("nbf", json!("soon")),
            ("jti", json!(1)),
            ("sub", json!(7)),
            ("name", json!({"first": "Nadia"})),
            ("email", json!("nonsense")),
            ("variables", json!([1])),
            ("variables", json!({"a": {"b": "c"}})),
        ] {
            let mut odd = claims();
            odd[name] = value;
            assert_eq!(read(&token(header, &odd.to_string(), KEY)), Err(ProofError::Wrong), "{odd}");
        }
        for name in ["aud", "iat", "exp", "jti"] {
            let mut short = claims();
            short.as_object_mut().unwrap().remove(name);
            assert_eq!(read(&token(header, &short.to_string(), KEY)), Err(ProofError::Wrong), "{short}");
        }
        for twice in [r#""sub":"8""#, r#""email":"eve@shop.example""#, r#""exp":1700000301"#, r#""aud":"shop""#] {
            let doubled = format!("{{{twice},{}", claims().to_string().strip_prefix('{').unwrap());
            assert_eq!(read(&token(header, &doubled, KEY)), Err(ProofError::Wrong), "{doubled}");
        }
    }

    #[test]
    fn a_huge_proof_is_not_read_at_all() {
        let mut long = claims();
        long["name"] = json!("x".repeat(MAX_BYTES));
        let long = token(r#"{"alg":"HS256"}"#, &long.to_string(), KEY);
        assert_eq!(read(&long), Err(ProofError::Wrong));
        assert_eq!(unchecked_proof(&long), None);
    }
}
