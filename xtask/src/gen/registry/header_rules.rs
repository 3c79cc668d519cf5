//! What the server reads of a request's head, and says in the head of its answers.

use super::fault::{Entry, Fault, once};
use super::shape::Registry;
use super::words::TRIGGERS;

const SUBJECTS: [&str; 3] = ["anybody", "visitor", "agent"];

/// Judges every entry.
pub fn check(registry: &Registry, faults: &mut Vec<Fault>) {
    once("header_read", registry.header_read.iter().map(|header| header.name.as_str()), faults);
    for header in &registry.header_read {
        let mut entry = Entry::new(&header.name, faults);
        named(&header.name, &mut entry);
        entry.one_of("subject", &header.subject, &SUBJECTS);
        entry.bases(&header.purpose, &header.eprivacy, &header.gdpr);
        let triggers: Vec<&str> = TRIGGERS.into_iter().chain(["request", "sign_in"]).collect();
        entry.one_of("trigger", &header.trigger, &triggers);
        entry.filled("keep", &header.keep);
        entry.both_languages(&header.text);
    }
    once("header_sent", registry.header_sent.iter().map(|header| header.name.as_str()), faults);
    for header in &registry.header_sent {
        let mut entry = Entry::new(&header.name, faults);
        named(&header.name, &mut entry);
        entry.filled("value", &header.value);
        entry.both_languages(&header.text);
    }
}

fn named(name: &str, entry: &mut Entry<'_>) {
    entry.must(name == name.to_ascii_lowercase(), "its name is not in lower case", "write it as HTTP/2 does, so that one search finds it");
}

#[cfg(test)]
mod tests {
    use super::super::sample::refused;

    #[test]
    fn a_header_says_who_sends_it_and_what_stays() {
        refused("name = \"user-agent\"", "name = \"User-Agent\"", "User-Agent", "not in lower case");
        refused("subject = \"anybody\"", "subject = \"bots\"", "user-agent", "subject is");
        refused("keep = \"browser family\"", "keep = \"\"", "user-agent", "keep is empty");
        refused("Montre le navigateur.", "", "user-agent", "text.fr");
        refused("value = \"no-referrer\"", "value = \"\"", "referrer-policy", "value is empty");
        refused("Ne dit rien.", "", "referrer-policy", "text.fr");
    }
}
