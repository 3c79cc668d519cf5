//! The four services that every manager knows us by, with the names of the registry.

use super::super::registry::{Registry, Storage};

/// The id in the published names of recordings, as `web/protocol/src/store.ts` fills it in.
const REC_ID: &str = "23361dd035530";

/// One question to the visitor, or none for the chat itself.
pub struct Service {
    /// As managers store it. No key ends another's, because tarteaucitron finds answers by their end.
    pub key: &'static str,
    /// What the visitor reads.
    pub title: &'static str,
    /// The purpose to grant; none for what needs no consent.
    pub purpose: Option<&'static str>,
    /// The category that it is shown in.
    pub category: &'static str,
    /// Whose names it covers.
    covers: &'static [&'static str],
}

/// In the order in which people are asked.
///
/// What a visitor chose (`preferences`) goes with the chat: it is stored at that choice only, so there is nothing to ask.
pub const SERVICES: [Service; 4] = [
    Service { key: "entrenous_chat", title: "Chat", purpose: None, category: "necessary", covers: &["chat", "preferences"] },
    Service {
        key: "entrenous_stats",
        title: "Chat: statistics",
        purpose: Some("statistics"),
        category: "statistics",
        covers: &["statistics"],
    },
    Service {
        key: "entrenous_recording",
        title: "Chat: visit recordings",
        purpose: Some("recording"),
        category: "statistics",
        covers: &["recording"],
    },
    Service {
        key: "entrenous_marketing",
        title: "Chat: messages that fit",
        purpose: Some("marketing"),
        category: "marketing",
        covers: &["marketing"],
    },
];

impl Service {
    /// The names of the service as a list of JavaScript, one on each line, behind so many blanks.
    pub fn names(&self, registry: &Registry, indent: usize) -> String {
        let blanks = " ".repeat(indent);
        let lines: String = self.stored(registry).map(|stored| format!("{blanks}  {},\n", literal(&stored.name))).collect();
        format!("[\n{lines}{blanks}]")
    }

    /// The entries of the service, in the order of the registry.
    pub fn stored<'a>(&'a self, registry: &'a Registry) -> impl Iterator<Item = &'a Storage> {
        registry.storage.iter().filter(|stored| self.covers.contains(&stored.purpose.as_str()))
    }
}

/// `ssupp_<CHAT_KEY>vid` → `` `ssupp_${chatKey}vid` ``
pub fn literal(name: &str) -> String {
    let name = name.replace("<REC_ID>", REC_ID);
    if name.contains("<CHAT_KEY>") { format!("`{}`", name.replace("<CHAT_KEY>", "${chatKey}")) } else { format!("{name:?}") }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::r#gen::registry::{PATH, read};

    /// The registry as it lies there.
    pub fn registry() -> Registry {
        read(&crate::repo::read(PATH).expect("the registry is there")).expect("it is sound")
    }

    /// Expects the names of a snippet to be those of the registry, each once, each in the part of its own service.
    pub fn holds_exactly_the_registry(snippet: &str, registry: &Registry) {
        let mut at = Vec::new();
        for service in &SERVICES {
            let key = format!("\"{}\"", service.key);
            let start = snippet.find(&key).or_else(|| snippet.find(&format!("{}:", service.key)));
            at.push(start.unwrap_or_else(|| panic!("{} is missing in\n{snippet}", service.key)));
        }
        assert!(at.is_sorted(), "services stand in their order");
        at.push(snippet.len());
        for (service, part) in SERVICES.iter().zip(at.windows(2)) {
            let found: Vec<&str> = names(&snippet[part[0]..part[1]]);
            let expected: Vec<String> =
                service.stored(registry).map(|stored| literal(&stored.name).trim_matches(['"', '`']).to_owned()).collect();
            assert_eq!(found, expected, "{}", service.key);
        }
        assert_eq!(names(snippet).len(), registry.storage.len());
    }

    /// Whatever stands between quotes and begins like a published name.
    fn names(code: &str) -> Vec<&str> {
        let is_ours = |text: &&str| ["ssupp.", "ssupp_", "_ss.", "SL_C_"].iter().any(|start| text.starts_with(start));
        code.split(['"', '`']).skip(1).step_by(2).filter(is_ours).collect()
    }

    #[test]
    fn every_name_belongs_to_one_service_and_no_key_ends_another() {
        let registry = registry();
        for stored in &registry.storage {
            let n = SERVICES.iter().filter(|service| service.stored(&registry).any(|one| one.name == stored.name)).count();
            assert_eq!(n, 1, "{}", stored.name);
        }
        for one in &SERVICES {
            assert!(SERVICES.iter().all(|other| other.key == one.key || !other.key.ends_with(one.key)), "{}", one.key);
        }
    }
}
