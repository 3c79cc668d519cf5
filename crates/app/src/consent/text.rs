//! The texts of the question, so that an entry can say which ones were shown.
//!
//! To change a text of `locales/<language>/consent.json`: count [`TEXT_VERSION`] up, which asks everybody again, and add the
//! new hashes to `KNOWN`; the test below tells them. Lines of `KNOWN` never go, because ledgers name them.

use std::collections::BTreeMap;

use entrenous_domain::consent::{Digest, TextUsed};
use sha2::{Digest as _, Sha256};

/// The version of the texts that this program shows.
pub const TEXT_VERSION: u32 = 1;

/// What the catalogues hold now.
const SHOWN: [(&str, &str); 2] =
    [("en", include_str!("../../../../locales/en/consent.json")), ("fr", include_str!("../../../../locales/fr/consent.json"))];

/// Version, language and hash of every text that was ever shown.
const KNOWN: [(u32, &str, &str); 2] = [
    (1, "en", "fbe2d3d5b47963f9c6cbb1fbef06591d1565c091bce9ad792bff159db5f5b572"),
    (1, "fr", "eab5a5984575930f963bb2b7ad5e7c46cc44839b5d7861101e56a5af0ff0a74d"),
];

/// The texts of a version and language as an entry names them; `None` when they were never shown.
pub(super) fn find(version: u32, language: &str) -> Option<TextUsed> {
    let (_, _, hash) = KNOWN.iter().find(|(number, code, _)| *number == version && *code == language)?;
    Some(TextUsed { version, language: language.to_owned(), sha256: from_hex(hash)? })
}

/// The exact texts behind what [`find`] answers, when they are the ones that this program shows.
pub(super) fn wording(used: &TextUsed) -> Option<String> {
    SHOWN
        .iter()
        .filter(|(code, _)| *code == used.language)
        .find_map(|(_, json)| wording_of(json).filter(|text| sha256(text) == used.sha256))
}

/// A catalogue as one JSON object without blanks, sorted by key: what is hashed and archived.
fn wording_of(json: &str) -> Option<String> {
    let texts: BTreeMap<String, String> = serde_json::from_str(json).ok()?;
    serde_json::to_string(&texts).ok()
}

fn sha256(text: &str) -> Digest {
    Sha256::digest(text).into()
}

fn from_hex(text: &str) -> Option<Digest> {
    let mut out = [0; 32];
    for (slot, at) in out.iter_mut().zip((0..text.len()).step_by(2)) {
        *slot = u8::from_str_radix(text.get(at..at.checked_add(2)?)?, 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_texts_have_another_version_and_every_version_keeps_its_hash() {
        for (language, json) in SHOWN {
            let text = wording_of(json).unwrap();
            let hex: String = sha256(&text).iter().map(|byte| format!("{byte:02x}")).collect();
            let known = find(TEXT_VERSION, language).unwrap_or_else(|| panic!("add ({TEXT_VERSION}, {language}, {hex}) to KNOWN"));
            assert_eq!(known.sha256, sha256(&text), "the {language} texts changed: count TEXT_VERSION up and add {hex} to KNOWN");
            assert_eq!(wording(&known), Some(text));
        }
        assert_eq!(find(TEXT_VERSION + 1, "en"), None);
        assert_eq!(find(TEXT_VERSION, "de"), None);
    }
}
