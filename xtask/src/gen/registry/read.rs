//! Reads the registry and refuses one that breaks a rule.

use anyhow::{Context, Result, bail};

use super::fault::Fault;
use super::shape::Registry;
use super::{agent_rules, column_rules, egress_rules, header_rules, log_rules, read_rules, seeds, storage_rules};

/// Where it is.
pub const PATH: &str = "privacy/registry.toml";

/// The registry.
///
/// # Errors
/// When it is no TOML, has a field that nobody knows or lacks one, or breaks rules; the message names each.
pub fn read(text: &str) -> Result<Registry> {
    let registry: Registry = toml::from_str(text).with_context(|| format!("{PATH} is not valid"))?;
    let faults = faults(&registry);
    if faults.is_empty() {
        return Ok(registry);
    }
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    bail!("{PATH} breaks its rules:\n{}", lines.join("\n"))
}

/// Every broken rule.
pub fn faults(registry: &Registry) -> Vec<Fault> {
    let mut faults = Vec::new();
    storage_rules::check(registry, &mut faults);
    seeds::check(registry, &mut faults);
    column_rules::check(registry, &mut faults);
    agent_rules::check(registry, &mut faults);
    read_rules::check(registry, &mut faults);
    header_rules::check(registry, &mut faults);
    log_rules::check(registry, &mut faults);
    egress_rules::check(registry, &mut faults);
    faults
}

#[cfg(test)]
mod tests {
    use super::super::sample::SMALL;
    use super::*;

    #[test]
    fn a_field_that_nobody_knows_is_refused_in_every_section() {
        let sections = SMALL.matches("\n[[").count();
        let mut refused = 0;
        for (at, _) in SMALL.match_indices("\n[[") {
            let end = at + SMALL[at..].find("]]\n").expect("a section has an end") + 3;
            let planted = format!("{}sold_to = \"everybody\"\n{}", &SMALL[..end], &SMALL[end..]);
            let failure = format!("{:#}", read(&planted).err().expect("an unknown field is refused"));
            assert!(failure.contains("unknown field `sold_to`"), "{failure}");
            refused += 1;
        }
        assert!(refused >= 9 && refused == sections, "{refused}");
    }

    #[test]
    fn a_missing_language_is_refused() {
        let planted = SMALL.replacen("text.fr = \"Compte vos visites.\"\n", "", 1);
        let failure = format!("{:#}", read(&planted).err().expect("a missing language is refused"));
        assert!(failure.contains("missing field `fr`"), "{failure}");
    }

    #[test]
    fn the_message_names_every_fault() {
        let planted =
            SMALL.replacen("text.fr = \"Compte vos visites.\"", "text.fr = \"\"", 1).replacen("sent_as = \"never\"", "sent_as = \"\"", 1);
        let failure = format!("{:#}", read(&planted).err().expect("it is refused"));
        assert!(failure.contains("ssupp.visits: text.fr is no whole sentence; write one"), "{failure}");
        assert!(failure.contains("navigator.onLine: sent_as is empty"), "{failure}");
    }
}
