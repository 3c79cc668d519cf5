//! `privacy/registry.toml`, as far as code is generated from it.

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

/// Where it is.
pub const PATH: &str = "privacy/registry.toml";

const MS_PER_DAY: u64 = 86_400_000;

/// The purposes of consent, in the order in which people read them.
pub const PURPOSES: [&str; 5] = ["chat", "preferences", "statistics", "recording", "marketing"];

/// Where a browser may keep something.
pub const KINDS: [&str; 3] = ["cookie", "localStorage", "sessionStorage"];

/// Everything declared.
#[derive(Deserialize)]
pub struct Registry {
    /// Names in a visitor's browser, in the order of the file.
    pub storage: Vec<Storage>,
}

/// One stored name.
#[derive(Deserialize)]
pub struct Storage {
    /// With `<CHAT_KEY>` and `<REC_ID>` where these go.
    pub name: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// One of [`PURPOSES`].
    pub purpose: String,
    /// Why it needs consent, or not.
    pub eprivacy: String,
    /// The earliest event that may write it.
    pub trigger: String,
    /// Days (`182d`), or `tab`.
    pub ttl: String,
    /// The name that this one replaces when cookies are blocked.
    pub alternate_of: Option<String>,
    /// What removes it.
    pub erase_on: Vec<String>,
    /// One sentence for each language.
    pub text: Text,
}

/// What a visitor reads about a name.
#[derive(Deserialize)]
pub struct Text {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

impl Storage {
    /// Life in ms from the moment of writing; nothing for what ends with its tab.
    pub fn ttl_ms(&self) -> Result<Option<u64>> {
        if self.ttl == "tab" {
            return Ok(None);
        }
        let days = self.ttl.strip_suffix('d').and_then(|days| days.parse::<u64>().ok());
        let days = days.with_context(|| format!("{}: the ttl {:?} is neither `tab` nor days like `182d`", self.name, self.ttl))?;
        Ok(Some(days * MS_PER_DAY))
    }
}

/// Reads the registry and refuses one that contradicts itself.
pub fn read(text: &str) -> Result<Registry> {
    let registry: Registry = toml::from_str(text).with_context(|| format!("{PATH} is not valid"))?;
    for entry in &registry.storage {
        judge(entry, &registry).with_context(|| PATH)?;
    }
    Ok(registry)
}

/// The lints of the registry that concern stored names.
fn judge(entry: &Storage, registry: &Registry) -> Result<()> {
    let name = &entry.name;
    ensure!(registry.storage.iter().filter(|other| other.name == *name).count() == 1, "{name} is declared twice");
    ensure!(PURPOSES.contains(&entry.purpose.as_str()), "{name}: unknown purpose {:?}", entry.purpose);
    ensure!(KINDS.contains(&entry.kind.as_str()), "{name}: unknown kind {:?}", entry.kind);
    let ends_with_tab = entry.ttl_ms()?.is_none();
    ensure!(
        ends_with_tab == (entry.kind == "sessionStorage"),
        "{name}: what ends with its tab lives in sessionStorage, and nothing else does"
    );
    let ends_with_logout = entry.erase_on.iter().any(|event| event == "logout");
    ensure!(!(ends_with_tab && ends_with_logout), "{name}: a logout clears cookies and local storage only");
    if entry.eprivacy == "consent" {
        let grant = format!("grant:{}", entry.purpose);
        ensure!(entry.trigger == grant, "{name}: it needs consent, so its trigger must be {grant}");
        let withdraw = format!("withdraw:{}", entry.purpose);
        ensure!(entry.erase_on.contains(&withdraw), "{name}: it needs consent, so {withdraw} must erase it");
    }
    let Some(first) = &entry.alternate_of else { return Ok(()) };
    let Some(first) = registry.storage.iter().find(|other| other.name == *first) else {
        bail!("{name} replaces {first}, which is not declared")
    };
    let same =
        first.purpose == entry.purpose && first.ttl == entry.ttl && first.trigger == entry.trigger && first.eprivacy == entry.eprivacy;
    ensure!(same, "{name} must have the purpose, basis, trigger and ttl of {}", first.name);
    Ok(())
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A registry of two names, the second an alternate of the first.
    pub const SMALL: &str = r#"
        [[storage]]
        name = "ssupp.visits"
        kind = "cookie"
        purpose = "marketing"
        eprivacy = "consent"
        trigger = "grant:marketing"
        ttl = "182d"
        erase_on = ["ttl", "erase", "withdraw:marketing"]
        text.en = "Counts your visits."
        text.fr = "Compte vos visites."

        [[storage]]
        name = "ssupp_<CHAT_KEY>visits"
        kind = "localStorage"
        purpose = "marketing"
        eprivacy = "consent"
        trigger = "grant:marketing"
        ttl = "182d"
        alternate_of = "ssupp.visits"
        erase_on = ["ttl", "erase", "withdraw:marketing"]
        text.en = "Replaces it."
        text.fr = "Le remplace."
    "#;

    fn refused(change: (&str, &str), because: &str) {
        let text = SMALL.replacen(change.0, change.1, 1);
        assert_ne!(text, SMALL, "the change must change something");
        let failure = read(&text).err().map(|failure| format!("{failure:#}")).unwrap_or_default();
        assert!(failure.contains(because), "{failure:?} does not say {because:?}");
    }

    #[test]
    fn lives_are_read_in_days() {
        let registry = read(SMALL).expect("it is good");
        assert_eq!(registry.storage[0].ttl_ms().expect("182 days"), Some(15_724_800_000));
    }

    #[test]
    fn contradictions_are_refused() {
        refused(("grant:marketing", "page_load"), "its trigger must be grant:marketing");
        refused(("\"withdraw:marketing\"", "\"logout\""), "withdraw:marketing must erase it");
        refused(("182d", "90d"), "must have the purpose, basis, trigger and ttl");
        refused(("182d", "tab"), "sessionStorage");
        refused(("182d", "half a year"), "neither `tab` nor days");
        refused(("ssupp_<CHAT_KEY>visits", "ssupp.visits"), "declared twice");
        refused(("purpose = \"marketing\"", "purpose = \"fun\""), "unknown purpose");
        refused(("alternate_of = \"ssupp.visits\"", "alternate_of = \"x\""), "not declared");
    }
}
