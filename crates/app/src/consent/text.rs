//! The texts of the question, so that an entry can say which ones were shown.
//!
//! To change a text of `locales/<language>/consent.json`: count [`TEXT_VERSION`] up, which asks everybody again, and add the
//! new hashes to `KNOWN`; the test below tells them. Lines of `KNOWN` never go, because ledgers name them.
//! To add a language: its line in `SHOWN`, and in `KNOWN` with the version of now, which asks nobody again: whoever has
//! answered did it to the words of another language, and the entry says so.

use std::collections::BTreeMap;

use entrenous_domain::consent::{Digest, TextUsed};
use sha2::{Digest as _, Sha256};

/// The version of the texts that this program shows.
pub const TEXT_VERSION: u32 = 2;

/// What the catalogues hold now.
const SHOWN: [(&str, &str); 13] = [
    ("ar", include_str!("../../../../locales/ar/consent.json")),
    ("cs", include_str!("../../../../locales/cs/consent.json")),
    ("de", include_str!("../../../../locales/de/consent.json")),
    ("en", include_str!("../../../../locales/en/consent.json")),
    ("es", include_str!("../../../../locales/es/consent.json")),
    ("fa", include_str!("../../../../locales/fa/consent.json")),
    ("fr", include_str!("../../../../locales/fr/consent.json")),
    ("he", include_str!("../../../../locales/he/consent.json")),
    ("hu", include_str!("../../../../locales/hu/consent.json")),
    ("it", include_str!("../../../../locales/it/consent.json")),
    ("nl", include_str!("../../../../locales/nl/consent.json")),
    ("pl", include_str!("../../../../locales/pl/consent.json")),
    ("pt", include_str!("../../../../locales/pt/consent.json")),
];

/// Version, language and hash of every text that was ever shown.
const KNOWN: [(u32, &str, &str); 26] = [
    (1, "ar", "b25464ee7368f96a214fd6b694d54cdba8cfbbdce5a5a92cf8f18f285168f55a"),
    (1, "cs", "052c813dd19a474f9e931db887ad67b681319234ca70e171bdaf85ad38af827d"),
    (1, "de", "e86a4fa2ce39417efd0f03084cf64874a2729f12894a48bcf250f13ffc50ec51"),
    (1, "en", "fbe2d3d5b47963f9c6cbb1fbef06591d1565c091bce9ad792bff159db5f5b572"),
    (1, "es", "625967896178baeca9deea226c9906a30808d39d59d75281879bd050685c4cc8"),
    (1, "fa", "c014dea807a2f0ccfaa24e0c0678cc6622d7f7ffe97ee49a5f178ecffa963b38"),
    (1, "fr", "eab5a5984575930f963bb2b7ad5e7c46cc44839b5d7861101e56a5af0ff0a74d"),
    (1, "he", "4f6920db86052635086d0a93f6a173d72dd1222d6cde3d6526fc4fd30b7973b6"),
    (1, "hu", "0b067f00f8dddca7e58ab60cabb24fbe31e348e482f94d6a99bac36ec0c05d40"),
    (1, "it", "af376c74134ed1f1a5e6ef582aafee0d0604a0e2922b642d6675b0cc1b4c82dd"),
    (1, "nl", "ba390243666b5e285c2578305a3351455807d8881602e6c9448d495b3a055894"),
    (1, "pl", "530903de805c62dd85ecdad3cd1af0ec27de525a3d95c2cdede438461be44534"),
    (1, "pt", "11e7162151ff62991975943ed9bb7b5e1ad120f47514cd17b4676ae0f3c3dfbc"),
    (2, "ar", "eae773276d86a48b8f01b59d2dd72b6704f788827d8cfd18d6ebf046da12a3ab"),
    (2, "cs", "5aa29c5227e02421570aa64fc4379a909a8ffec2804557120d2333c42b77667b"),
    (2, "de", "2d6436fb228f76316fb87bf19601ae55be3860f1bdc8c5572e2baa16bda7a69b"),
    (2, "en", "42397bfc6964963bf38965c9e59ee2e8c3b02aacdabd99d78a1aaf622ff6dd5c"),
    (2, "es", "13a483a4af4ca51ec3ad100a495f7a64a2c3acdd93b553842fdcd9b360d985f6"),
    (2, "fa", "3d09c4c8b695116ead8e54fd229848968a50b497e58eda7239860b46998b29c8"),
    (2, "fr", "9be947188ed6935c67ab4bf697a62d4a4f01a156058f698272f2d6f6ea8f78ff"),
    (2, "he", "2f7a521d30fb2bfe253d84b3ca33e3102d1a893aa591422f6f05c9059280423e"),
    (2, "hu", "c425f664e188053351c08cd011275bcdb52a2b2a552ba59f610cc0d3a99b4a7e"),
    (2, "it", "ecbfbbc3f5cd453744899b2ad0ef064e505a984a7ea0e671833855094e11b762"),
    (2, "nl", "48796ffe74d5d645f0f3bee5ec4ba156d13094ae471cd94da2f58b22d895ad4a"),
    (2, "pl", "b3c91511ce36f36df45631d9f8e95fdf3907c302696c60becce4629a3c361c96"),
    (2, "pt", "e002a1670c314bcc2ee882bdedabd34a46a5333914fb6af3643dc733b9bfbe83"),
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
        // Whoever asked for a language without texts has read English, and the browser says so.
        for unread in ["fi", "br", "de-DE", ""] {
            assert_eq!(find(TEXT_VERSION, unread), None, "{unread}");
        }
    }
}
