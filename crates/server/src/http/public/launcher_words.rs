//! The launcher's words, out of `locales/<language>/launcher.json`: pages fetch them with the settings, so that the loader carries none.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use entrenous_protocol::site::LauncherWordsOut;

/// A catalogue of each language that has one.
const CATALOGUES: [(&str, &str); 13] = [
    ("ar", include_str!("../../../../../locales/ar/launcher.json")),
    ("cs", include_str!("../../../../../locales/cs/launcher.json")),
    ("de", include_str!("../../../../../locales/de/launcher.json")),
    ("en", include_str!("../../../../../locales/en/launcher.json")),
    ("es", include_str!("../../../../../locales/es/launcher.json")),
    ("fa", include_str!("../../../../../locales/fa/launcher.json")),
    ("fr", include_str!("../../../../../locales/fr/launcher.json")),
    ("he", include_str!("../../../../../locales/he/launcher.json")),
    ("hu", include_str!("../../../../../locales/hu/launcher.json")),
    ("it", include_str!("../../../../../locales/it/launcher.json")),
    ("nl", include_str!("../../../../../locales/nl/launcher.json")),
    ("pl", include_str!("../../../../../locales/pl/launcher.json")),
    ("pt", include_str!("../../../../../locales/pt/launcher.json")),
];

static WORDS: LazyLock<BTreeMap<String, LauncherWordsOut>> =
    LazyLock::new(|| CATALOGUES.iter().filter_map(|(language, json)| Some(((*language).to_owned(), read(json)?))).collect());

/// The words by language code.
pub fn all() -> BTreeMap<String, LauncherWordsOut> {
    WORDS.clone()
}

/// `None` for a catalogue that lacks a word; the test below stops that.
fn read(json: &str) -> Option<LauncherWordsOut> {
    let mut texts: BTreeMap<String, String> = serde_json::from_str(json).ok()?;
    Some(LauncherWordsOut { name: texts.remove("box.launcher.name")?, write: texts.remove("box.launcher.write")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_names_the_launcher_and_all_of_them_are_small() {
        let words = all();
        assert_eq!(words.len(), CATALOGUES.len());
        assert_eq!(words["de"].write, "Hinterlassen Sie uns eine Nachricht");
        assert!(words.values().all(|word| !word.name.is_empty() && !word.write.is_empty()));
        // Each page that shows the launcher fetches them.
        let bytes = serde_json::to_vec(&words).unwrap().len();
        assert!(bytes <= 1_100, "{bytes} bytes");
    }
}
