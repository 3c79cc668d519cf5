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
    (2, "ar", "56ce349246e920e7a7ec7fae45cdc8200b024e4e3e487cc27859d54019303ca0"),
    (2, "cs", "ef1065d9827059382c8fa9d6701ff7f0278d8967ca4da020954828914f1ec536"),
    (2, "de", "9079807787b34c2936e83272d6c80a2cae85c5c8e2a8341da59130543abcbc91"),
    (2, "en", "7740c89e1360d55d0f5f358462dd969138669ca9cebd4fbd762ba962c57e31d6"),
    (2, "es", "109489f2c77bc1a24f17c8530d47a4bf59fb37ed05db8267210016f8fc7456d3"),
    (2, "fa", "24ae0437c93d525334f0319d54aae1b21642adb239bb3e5b104dd80b24137019"),
    (2, "fr", "482d6992e0802831831be780ac42a49853b9ce0b2f811380bac2ed9f84f6053b"),
    (2, "he", "770e0fd809bf1d699820d52a62c77bd7197d6b25603d778313951dc6d1995ee5"),
    (2, "hu", "1fd8cd38d1b52f338fee6cc2b1aaa43ffbd78c9d7d72a936830f904847a10f6d"),
    (2, "it", "9016b3e75e31044543970789535add926791c3e64640e267ca2ece14a774fdb7"),
    (2, "nl", "cae9b3b3ec8f90e6ce795b1a4a9f02b091dd222135d1d59eac698a3383edece9"),
    (2, "pl", "f487b216226dfd215ab557c6df518dd3c3f40e77df6f8889d90476dd589766f7"),
    (2, "pt", "282e105d0d3a4e8c63efe8d2a48ea55af372520b5737eb1f18aba987afebd54f"),
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

pub(super) fn sha256(text: &str) -> Digest {
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
