//! Where the server connects to by itself: nowhere, unless whoever runs it says so. `tidy` looks for other doors.

use super::fault::{Entry, Fault, once};
use super::shape::Registry;

/// What allows a transfer (GDPR, chapter V).
const MECHANISMS: [&str; 6] = ["operator", "none_needed", "adequacy", "dpf", "scc", "bcr"];

/// Judges every entry.
pub fn check(registry: &Registry, faults: &mut Vec<Fault>) {
    once("egress", registry.egress.iter().map(|egress| egress.id.as_str()), faults);
    for egress in &registry.egress {
        let mut entry = Entry::new(&egress.id, faults);
        entry.must(!egress.hosts.is_empty(), "hosts is empty", "name the hosts, or the setting that holds them");
        entry.must(!egress.data.is_empty(), "data is empty", "name the columns that go there");
        entry.filled("country", &egress.country);
        entry.one_of("mechanism", &egress.mechanism, &MECHANISMS);
        entry.must(
            (egress.country == "operator") == (egress.mechanism == "operator"),
            "country and mechanism are not the same one's to say",
            "make both operator, or state both",
        );
        entry.basis(&egress.purpose, &egress.gdpr);
        entry.filled("trigger", &egress.trigger);
        entry.one_of("default", &egress.default, &["off"]);
        entry.filled("retention", &egress.retention);
        entry.filled("opened_by", &egress.opened_by);
        entry.both_languages(&egress.text);
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::refused;

    #[test]
    fn a_destination_is_off_by_default_and_says_what_goes_there() {
        refused("default = \"off\"", "default = \"on\"", "mail", "default is");
        refused("hosts = [\"{{mail.host}}\"]", "hosts = []", "mail", "hosts is empty");
        refused("data = [\"agent.email\"]", "data = []", "mail", "data is empty");
        refused("mechanism = \"operator\"", "mechanism = \"scc\"", "mail", "country and mechanism");
        refused("mechanism = \"operator\"", "mechanism = \"hope\"", "mail", "mechanism is");
        refused("opened_by = \"crates/server/src/outside/mail.rs\"", "opened_by = \"\"", "mail", "opened_by is empty");
        refused("retention = \"as its owner says\"", "retention = \"\"", "mail", "retention is empty");
        refused("Achemine les invitations.", "", "mail", "text.fr");
    }
}
