//! Names in a visitor's browser: one purpose, stored no earlier and no longer than declared, gone when refused.

use super::fault::{Entry, Fault, once};
use super::shape::{ModeTerms, Registry, Storage, days};
use super::words::{ASKED_FOR, CONTROLLER, ERASERS, KINDS, PURPOSES, TRIGGERS};

/// The longest life in days without a `ceiling`: a little more than the 13 months that the CNIL allows measuring.
const LONGEST_DAYS: u64 = 395;

/// Judges every entry.
pub fn check(registry: &Registry, faults: &mut Vec<Fault>) {
    once("storage", registry.storage.iter().map(|stored| stored.name.as_str()), faults);
    for stored in &registry.storage {
        let mut entry = Entry::new(&stored.name, faults);
        entry.one_of("kind", &stored.kind, &KINDS);
        entry.one_of("purpose", &stored.purpose, &PURPOSES);
        entry.bases(&stored.purpose, &stored.eprivacy, &stored.gdpr);
        entry.filled("value", &stored.value);
        counts_from(&stored.from, &stored.trigger, &mut entry);
        entry.both_languages(&stored.text);
        entry.one_of("provider", &stored.provider, &[CONTROLLER]);
        entry.must(!stored.third_party_access, "a third party can read it", "keep it from them: every notice of ours says so");
        begins(stored, &mut entry);
        ends(stored, &mut entry);
        lives(stored, &mut entry);
        modes(stored, &mut entry);
        stands_in(stored, registry, &mut entry);
    }
}

/// A life counts from the writing, or from the last time that the visitor did what allows it; looking at a page renews nothing.
fn counts_from(from: &str, trigger: &str, entry: &mut Entry<'_>) {
    let is_known = from == "creation" || (from == format!("last {trigger}") && trigger != "page_load");
    entry.must(is_known, format!("its life counts from {from:?}"), format!("let it count from creation or from the last {trigger}"));
}

/// What needs a consent waits for its own.
fn begins(stored: &Storage, entry: &mut Entry<'_>) {
    if ASKED_FOR.contains(&stored.purpose.as_str()) {
        let grant = format!("grant:{}", stored.purpose);
        entry.must(
            stored.trigger == grant,
            format!("it is for {} and its trigger is {:?}", stored.purpose, stored.trigger),
            format!("let it begin on {grant} only"),
        );
    } else {
        entry.one_of("trigger", &stored.trigger, &TRIGGERS);
    }
}

/// What removes it is known, and belongs to it.
fn ends(stored: &Storage, entry: &mut Entry<'_>) {
    let has = |event: &str| stored.erase_on.iter().any(|one| one == event);
    let withdrawal = format!("withdraw:{}", stored.purpose);
    for event in &stored.erase_on {
        let is_known = ERASERS.contains(&event.as_str()) || *event == withdrawal;
        entry.must(is_known, format!("erase_on has {event:?}, which nobody knows"), format!("use {}, {withdrawal}", ERASERS.join(", ")));
    }
    for event in ["ttl", "erase"] {
        entry.must(has(event), format!("erase_on lacks {event}"), "everything ends with its life, and when its visitor is erased");
    }
    entry.must(
        has(&withdrawal) == ASKED_FOR.contains(&stored.purpose.as_str()),
        format!("it is for {} and {withdrawal} does not fit", stored.purpose),
        "a withdrawal removes what a consent allowed, and nothing else",
    );
    let is_session = stored.kind == "sessionStorage";
    entry.must(has("tab_closed") == is_session, "tab_closed does not fit its kind", "it is what ends sessionStorage, and only that");
    // The loader, which may run without the store, removes what a logout names; it does not know session storage.
    entry.must(!(is_session && has("logout")), "a logout clears cookies and local storage only", "take logout out of erase_on");
}

/// The life can be read, fits the kind, and is not too long.
fn lives(stored: &Storage, entry: &mut Entry<'_>) {
    let life = days(&stored.ttl);
    entry.must(
        life.is_some() || stored.ttl == "tab",
        format!("the ttl {:?} is neither `tab` nor days like `182d`", stored.ttl),
        "write one of them",
    );
    entry.must(
        (stored.ttl == "tab") == (stored.kind == "sessionStorage"),
        "it would outlive its session, or end before its life",
        "what ends with its tab lives in sessionStorage, and nothing else does",
    );
    let ceiling = stored.ceiling.as_deref().map(days);
    entry.must(ceiling != Some(None), "the ceiling is not days like `730d`", "write days");
    let longest = ceiling.flatten().unwrap_or(LONGEST_DAYS);
    entry.must(
        life.is_none_or(|life| life <= longest),
        format!("it lives longer than {longest} days"),
        "shorten its ttl, or declare a ceiling that a published list allows",
    );
}

/// In the mode `always` something may begin at page load, and then needs the consent that the site asks for.
fn modes(stored: &Storage, entry: &mut Entry<'_>) {
    let Some(ModeTerms { trigger, eprivacy, from }) = stored.mode.as_ref().map(|mode| &mode.always) else { return };
    entry.must(
        trigger == "page_load" && eprivacy == "consent",
        "mode.always is not page_load with consent",
        "nobody asked for a service when a page loads, so nothing is exempt there",
    );
    match from {
        Some(from) => counts_from(from, trigger, entry),
        None => entry.must(false, "mode.always does not say from when its life counts", "add from"),
    }
}

/// An alternate is its first in all but name and kind.
fn stands_in(stored: &Storage, registry: &Registry, entry: &mut Entry<'_>) {
    let Some(first) = &stored.alternate_of else { return };
    let Some(first) = registry.storage.iter().find(|other| other.name == *first) else {
        return entry.must(false, format!("it replaces {first}, which is not declared"), "correct alternate_of, or declare the first");
    };
    let always = |one: &Storage| one.mode.as_ref().map(|mode| mode.always.clone());
    let differences = [
        ("purpose", first.purpose != stored.purpose),
        ("eprivacy", first.eprivacy != stored.eprivacy),
        ("gdpr", first.gdpr != stored.gdpr),
        ("trigger", first.trigger != stored.trigger),
        ("ttl", first.ttl != stored.ttl),
        ("from", first.from != stored.from),
        ("ceiling", first.ceiling != stored.ceiling),
        ("personal", first.personal != stored.personal),
        ("erase_on", first.erase_on != stored.erase_on),
        ("mode", always(first) != always(stored)),
    ];
    for (field, _) in differences.iter().filter(|(_, differs)| *differs) {
        entry.must(false, format!("its {field} is not the one of {}, which it replaces", first.name), "make them the same");
    }
    let kinds = (first.kind.as_str(), stored.kind.as_str());
    entry.must(kinds == ("cookie", "localStorage"), "an alternate is local storage that replaces a cookie", "correct the kinds");
    entry.must(stored.written_by.is_none(), "an alternate is written where its first is", "take written_by out");
}

#[cfg(test)]
mod tests {
    use super::super::read::read;
    use super::super::sample::{SMALL, planted, refused};

    const FIRST: &str = "ssupp.visits";
    const SECOND: &str = "ssupp_<CHAT_KEY>visits";

    #[test]
    fn the_sample_is_sound_and_lives_are_read_in_days() {
        let registry = read(SMALL).expect("it is good");
        assert_eq!(registry.storage[0].ttl_ms(), Some(15_724_800_000));
        assert_eq!(registry.storage[2].ttl_ms(), None);
    }

    #[test]
    fn a_key_has_one_purpose() {
        refused(SECOND, FIRST, FIRST, "declares it twice");
        refused("purpose = \"marketing\"", "purpose = \"fun\"", FIRST, "purpose is \"fun\"");
    }

    #[test]
    fn what_needs_consent_waits_for_its_own_and_ends_with_it() {
        refused("grant:marketing", "page_load", FIRST, "its trigger is \"page_load\"");
        refused("grant:marketing", "grant:statistics", FIRST, "its trigger is \"grant:statistics\"");
        refused(", \"withdraw:marketing\"", "", FIRST, "withdraw:marketing does not fit");
        refused("withdraw:marketing", "withdraw:statistics", FIRST, "erase_on has \"withdraw:statistics\"");
        refused("eprivacy = \"consent\"", "eprivacy = \"exempt_requested_service\"", FIRST, "do not fit");
        refused("gdpr = \"6.1.a\"", "gdpr = \"6.1.f\"", FIRST, "do not fit");
    }

    #[test]
    fn what_needs_no_consent_does_not_wait_for_one() {
        refused("trigger = \"chat_opened\"", "trigger = \"grant:statistics\"", "tab", "trigger is");
        refused("eprivacy = \"exempt_requested_service\"", "eprivacy = \"consent\"", "tab", "do not fit");
    }

    #[test]
    fn session_things_do_not_outlive_the_session() {
        refused("ttl = \"tab\"", "ttl = \"1d\"", "tab", "outlive its session");
        refused("kind = \"sessionStorage\"", "kind = \"localStorage\"", "tab", "outlive its session");
        refused("ttl = \"182d\"", "ttl = \"tab\"", FIRST, "outlive its session");
        refused(", \"tab_closed\"", "", "tab", "tab_closed does not fit");
        refused("\"tab_closed\"", "\"tab_closed\", \"logout\"", "tab", "a logout clears");
    }

    #[test]
    fn lives_are_bounded() {
        refused("182d", "half a year", FIRST, "neither `tab` nor days");
        refused("ttl = \"182d\"", "ttl = \"396d\"", FIRST, "longer than 395 days");
        assert!(
            planted("ttl = \"182d\"", "ttl = \"396d\"\nceiling = \"730d\"").iter().all(|fault| !fault.rule.contains("lives longer")),
            "a ceiling allows it"
        );
        refused("ttl = \"182d\"", "ttl = \"182d\"\nceiling = \"long\"", FIRST, "the ceiling is not days");
        refused("from = \"creation\"", "from = \"last page_load\"", FIRST, "its life counts from \"last page_load\"");
        refused("from = \"creation\" }", "from = \"last page_load\" }", "tab", "its life counts from \"last page_load\"");
    }

    #[test]
    fn every_eraser_is_known_and_the_two_that_always_hold_are_there() {
        refused("\"ttl\", \"erase\", \"tab_closed\"", "\"erase\", \"tab_closed\"", "tab", "lacks ttl");
        refused("\"ttl\", \"erase\", \"tab_closed\"", "\"ttl\", \"tab_closed\"", "tab", "lacks erase");
        refused("\"tab_closed\"", "\"tab_closed\", \"some_day\"", "tab", "erase_on has \"some_day\"");
    }

    #[test]
    fn alternates_agree_with_their_first() {
        refused("182d", "90d", SECOND, "its ttl is not the one of ssupp.visits");
        refused("from = \"creation\"", "from = \"last visit\"", SECOND, "its from is not");
        refused("personal = true", "personal = false", SECOND, "its personal is not");
        refused("alternate_of = \"ssupp.visits\"", "alternate_of = \"x\"", SECOND, "replaces x, which is not declared");
        refused("kind = \"localStorage\"", "kind = \"cookie\"", SECOND, "local storage that replaces a cookie");
        refused(
            "alternate_of = \"ssupp.visits\"",
            "alternate_of = \"ssupp.visits\"\nwritten_by = \"a.ts\"",
            SECOND,
            "written where its first is",
        );
    }

    #[test]
    fn both_languages_are_whole_sentences() {
        refused("Counts your visits.", "", FIRST, "text.en is no whole sentence");
        refused("Compte vos visites.", " ", FIRST, "text.fr is no whole sentence");
        refused("Compte vos visites.", "Counts your visits.", FIRST, "are the same");
    }

    #[test]
    fn nobody_else_reads_it_and_a_page_load_is_no_request() {
        refused("third_party_access = false", "third_party_access = true", FIRST, "a third party");
        refused("{{controller}}", "Somebody Ltd", FIRST, "provider is");
        refused("value = \"number of visits\"", "value = \"\"", FIRST, "value is empty");
        refused(
            "eprivacy = \"consent\", from = \"creation\"",
            "eprivacy = \"exempt_transmission\", from = \"creation\"",
            "tab",
            "mode.always",
        );
        refused("eprivacy = \"consent\", from = \"creation\"", "eprivacy = \"consent\"", "tab", "from when its life counts");
    }
}
