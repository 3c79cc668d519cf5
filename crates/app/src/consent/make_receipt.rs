//! A signed receipt for an entry of the ledger, which its person can keep and anybody can check without this server.
//!
//! The receipt is a compact JWS (RFC 7515) with Ed25519 (RFC 8037); its payload follows the fields of ISO/IEC TS 27560.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use entrenous_domain::consent::{ConsentPurpose, Entry, canonical};
use entrenous_domain::ids::ConsentEntryId;
use entrenous_domain::site::Site;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::door::{ConsentError, Door, GATED, enter, subject_hash};
use super::kept_text::{self, KeptText};
use super::{chain, text};
use crate::context::Context;
use crate::secret::Keys;

/// The receipt of an entry, for the browser whose entry it is.
///
/// # Errors
/// `UnknownEntry` for everybody else, and for entries that were erased.
pub async fn make_receipt(ctx: &Context, door: &Door, subject: &str, id: &ConsentEntryId) -> Result<String, ConsentError> {
    ctx.throttle.take(ctx.now(), &[(GATED, door.peer)])?;
    let mut view = ctx.db.view().await?;
    let site = enter(&mut view, door).await?;
    let subject = subject_hash(ctx, &site.id, subject).ok_or(ConsentError::UnknownEntry)?;
    let found = view.consent_entries().get(&site.id, id).await?;
    let entry = found.filter(|entry| entry.subject == subject).ok_or(ConsentError::UnknownEntry)?;
    let wording = match &entry.text {
        Some(used) => match kept_text::find(&mut view, used).await? {
            KeptText::Whole(wording) => Some(wording),
            // Nothing is signed in place of what was read but the same words again.
            KeptText::Altered | KeptText::Missing => text::wording(used),
        },
        None => None,
    };
    Ok(signed(&ctx.keys, &payload(&site, &entry, wording.as_deref())))
}

/// The public half of the key, as the JSON Web Key Set (RFC 7517) that checks receipts.
pub fn receipt_keys(keys: &Keys) -> Value {
    let x = public(keys);
    json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": x, "kid": thumbprint(&x), "use": "sig", "alg": "EdDSA"}]})
}

fn payload(site: &Site, entry: &Entry, wording: Option<&str>) -> Value {
    let purpose = |purpose: ConsentPurpose| {
        let answer = if entry.choices.has(purpose) { "given" } else { "refused" };
        json!({"purpose": purpose.as_str(), "lawful_basis": "consent", "decision": answer, "in_effect": entry.granted.has(purpose)})
    };
    let notice = entry.text.as_ref().map(|used| {
        let texts = wording.and_then(|json| serde_json::from_str::<Value>(json).ok());
        json!({"version": used.version, "language": used.language, "sha256": hex(&used.sha256), "texts": texts})
    });
    json!({
        "schema": "ISO/IEC TS 27560:2023",
        "receipt_id": entry.id.as_str(),
        "record_id": entry.id.as_str(),
        "pii_principal_id": hex(entry.subject.as_bytes()),
        "pii_controller": {"name": site.name},
        "event": {
            "type": entry.event.as_str(),
            "time": entry.at.as_ms(),
            "valid_until": entry.expires_at.as_ms(),
            "method": entry.method.as_str(),
            "source": entry.source.to_text(),
            "refusal_signal": entry.gpc.as_str(),
        },
        "purposes": ConsentPurpose::ALL.map(purpose),
        "notice": notice,
        // With these two anybody can hash the record again and find it in the ledger.
        "ledger": {"position": entry.position, "leaf": hex(&chain::leaf_of(entry)), "record": canonical(entry)},
    })
}

fn signed(keys: &Keys, payload: &Value) -> String {
    let header = json!({"alg": "EdDSA", "kid": thumbprint(&public(keys))});
    let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(payload.to_string()));
    let signature = key(keys).sign(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

fn key(keys: &Keys) -> SigningKey {
    SigningKey::from_bytes(keys.receipt_key())
}

fn public(keys: &Keys) -> String {
    URL_SAFE_NO_PAD.encode(key(keys).verifying_key().as_bytes())
}

/// The key's name: RFC 7638, the hash of its required members in the order of their names.
fn thumbprint(x: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
