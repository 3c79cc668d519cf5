//! The names that Smartsupp's help pages publish, and the lives that they publish with them.
//!
//! Sites carry these names in their own policies, so they exist here under the same names, and never live longer.
//! Source: the help pages "Privacy and GDPR" (French and English) and "Privacy & Legal".

use super::fault::{Entry, Fault};
use super::shape::{Registry, days};

/// A published name, its kind there, and its life in days; none for "until the application or the user deletes it".
struct Published {
    name: &'static str,
    kind: &'static str,
    days: Option<u64>,
}

/// Six months.
const HALF_A_YEAR: Option<u64> = Some(182);
/// Two years.
const TWO_YEARS: Option<u64> = Some(730);

const fn published(name: &'static str, kind: &'static str, days: Option<u64>) -> Published {
    Published { name, kind, days }
}

/// Every published name. `SL_C_…_SID` holds "the current session": it is published as a cookie of two years, which no session lasts.
const PUBLISHED: [Published; 12] = [
    published("ssupp.vid", "cookie", HALF_A_YEAR),
    published("ssupp.visits", "cookie", HALF_A_YEAR),
    published("SL_C_<REC_ID>_KEY", "cookie", TWO_YEARS),
    published("SL_C_<REC_ID>_VID", "cookie", TWO_YEARS),
    published("SL_C_<REC_ID>_SID", "sessionStorage", TWO_YEARS),
    published("_ss.enableSounds", "localStorage", None),
    published("ssupp_<CHAT_KEY>", "localStorage", None),
    published("ssupp_<CHAT_KEY>message", "localStorage", None),
    published("ssupp_<CHAT_KEY>opened", "localStorage", None),
    published("ssupp_<CHAT_KEY>vid", "localStorage", HALF_A_YEAR),
    published("ssupp_<CHAT_KEY>visits", "localStorage", HALF_A_YEAR),
    published("ssupp_<CHAT_KEY>_cards", "localStorage", None),
];

/// A published name keeps its kind and lives no longer than published, whatever a setting says.
pub fn check(registry: &Registry, faults: &mut Vec<Fault>) {
    for stored in &registry.storage {
        let Some(published) = PUBLISHED.iter().find(|published| published.name == stored.name) else { continue };
        let mut entry = Entry::new(&stored.name, faults);
        entry.must(stored.kind == published.kind, format!("it is published as {}", published.kind), "keep the published kind");
        let Some(most) = published.days else { continue };
        for life in [Some(stored.ttl.as_str()), stored.ceiling.as_deref()].into_iter().flatten().filter_map(days) {
            entry.must(life <= most, format!("{life} days are more than the published {most}"), "shorten it");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::{PATH, read};
    use super::super::sample::refused;
    use super::*;

    #[test]
    fn every_published_name_is_in_the_registry() {
        let registry = read(&crate::repo::read(PATH).expect("the registry is there")).expect("it is sound");
        let missing: Vec<&str> = PUBLISHED
            .iter()
            .map(|published| published.name)
            .filter(|name| !registry.storage.iter().any(|stored| stored.name == *name))
            .collect();
        assert!(missing.is_empty(), "{missing:?} are published and not declared in {PATH}");
    }

    #[test]
    fn no_published_name_lives_longer_than_published() {
        refused("ttl = \"182d\"", "ttl = \"183d\"", "ssupp.visits", "more than the published 182");
        refused("ttl = \"182d\"", "ttl = \"182d\"\nceiling = \"200d\"", "ssupp.visits", "200 days are more than the published 182");
        refused("kind = \"cookie\"", "kind = \"localStorage\"", "ssupp.visits", "published as cookie");
    }
}
