//! Names in an agent's browser. Agents have a login and a contract, so nothing of theirs waits for a consent.

use super::fault::{Entry, Fault, once};
use super::shape::{AgentName, Registry, days};
use super::words::{CONTROLLER, KINDS};

const TRIGGERS: [&str; 4] = ["sign_in", "draft_typed", "message_sent", "choice_made"];
const ERASERS: [&str; 3] = ["ttl", "sent", "sign_out"];

/// Judges cookies and other names alike.
pub fn check(registry: &Registry, faults: &mut Vec<Fault>) {
    for (section, names) in [("agent_cookie", &registry.agent_cookie), ("agent_storage", &registry.agent_storage)] {
        once(section, names.iter().map(|name| name.name.as_str()), faults);
        for name in names {
            judge(section, name, &mut Entry::new(&name.name, faults));
        }
    }
}

fn judge(section: &str, name: &AgentName, entry: &mut Entry<'_>) {
    entry.one_of("kind", &name.kind, &KINDS);
    let fits = (section == "agent_cookie") == (name.kind == "cookie");
    entry.must(fits, format!("a {} does not belong into [[{section}]]", name.kind), "move it to the other section");
    entry.one_of("subject", &name.subject, &["agent"]);
    entry.bases(&name.purpose, &name.eprivacy, &name.gdpr);
    entry.one_of("trigger", &name.trigger, &TRIGGERS);
    let life = days(&name.ttl);
    entry.must(life.is_some_and(|life| life <= 395), format!("the ttl {:?} is not 1d to 395d", name.ttl), "write such days");
    entry.filled("from", &name.from);
    entry.filled("value", &name.value);
    entry.must(!name.third_party_access, "a third party can read it", "keep it from them");
    entry.one_of("provider", &name.provider, &[CONTROLLER]);
    for event in &name.erase_on {
        entry.one_of("erase_on", event, &ERASERS);
    }
    entry.must(name.erase_on.iter().any(|event| event == "ttl"), "erase_on lacks ttl", "everything ends with its life");
    // A setting that says nothing about its agent may stay; what somebody wrote goes earlier than that.
    entry.must(!name.personal || life.is_none_or(|life| life <= 30), "it is personal and lives longer than 30 days", "shorten its ttl");
    entry.both_languages(&name.text);
}

#[cfg(test)]
mod tests {
    use super::super::sample::refused;

    #[test]
    fn agents_names_are_judged_like_visitors() {
        refused("ttl = \"14d\"", "ttl = \"14\"", "entrenous", "the ttl \"14\"");
        refused("ttl = \"14d\"", "ttl = \"60d\"", "entrenous", "longer than 30 days");
        refused("trigger = \"sign_in\"", "trigger = \"whenever\"", "entrenous", "trigger is");
        refused("\"ttl\", \"sign_out\"", "\"sign_out\"", "entrenous", "lacks ttl");
        refused("\"ttl\", \"sign_out\"", "\"ttl\", \"never\"", "entrenous", "erase_on is");
        refused("subject = \"agent\"", "subject = \"visitor\"", "entrenous", "subject is");
        refused("Vous garde connecté.", "", "entrenous", "text.fr");
        refused("name = \"drafts\"\nkind = \"localStorage\"", "name = \"drafts\"\nkind = \"cookie\"", "drafts", "does not belong");
    }
}
