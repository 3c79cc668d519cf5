//! Who writes a declared name, and who opens a connection to the outside, is who the registry says.

use anyhow::Result;

use super::Finding;
use super::code::{is_product_rust, is_product_script, rust};
use super::tree::Tree;
use crate::r#gen::registry::{self, PATH, Registry};

/// What connects to somewhere else.
const DOORS: [&str; 6] = ["SmtpTransport", "reqwest::", "TcpStream::connect", "UdpSocket", "PgConnectOptions", "client::conn"];

/// Looks for writers and doors that are not declared, and for declared ones that are not there.
pub fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let Some(text) = tree.text(PATH) else { return Ok(Vec::new()) };
    let registry = registry::read(text)?;
    let mut findings = writers(tree, &registry);
    findings.extend(doors(tree, &registry));
    Ok(findings)
}

fn writers(tree: &Tree, registry: &Registry) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.sources(&["ts", "tsx"]).filter(|(path, _)| is_product_script(path)) {
        for stored in registry.storage.iter().filter(|stored| text.contains(&format!(".set({:?}", stored.name))) {
            if !registry.is_written(stored) {
                let rule = format!("it writes {}, which {PATH} calls reserved", stored.name);
                findings.push(Finding::new(
                    path,
                    rule,
                    format!("add `written_by = {path:?}` to the entry, so that the cookie policy shows it"),
                ));
            }
        }
    }
    for stored in &registry.storage {
        let Some(writer) = &stored.written_by else { continue };
        let writes = tree.text(writer).is_some_and(|text| text.contains(&format!("{:?}", stored.name)) && text.contains(".set("));
        if !writes {
            let rule = format!("{} is said to be written by {writer}, which does not write it", stored.name);
            findings.push(Finding::new(PATH, rule, "correct written_by, or take it out if nothing writes the name any more"));
        }
    }
    findings
}

fn doors(tree: &Tree, registry: &Registry) -> Vec<Finding> {
    let mut findings = Vec::new();
    let has_door = |text: &str| DOORS.iter().find(|door| rust(text).contains(**door));
    for (path, text) in tree.sources(&["rs"]).filter(|(path, _)| is_product_rust(path)) {
        let Some(door) = has_door(text) else { continue };
        if !registry.egress.iter().any(|egress| egress.opened_by == path) {
            let cure = format!("declare its [[egress]] in {PATH}, or do not connect");
            findings.push(Finding::new(path, format!("`{door}` opens a connection that is not declared"), cure));
        }
    }
    for egress in &registry.egress {
        if tree.text(&egress.opened_by).is_none_or(|text| has_door(text).is_none()) {
            let rule = format!("{} is said to be opened by {}, which connects to nothing", egress.id, egress.opened_by);
            findings.push(Finding::new(PATH, rule, "correct opened_by, or take the [[egress]] out"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::r#gen::registry::sample::SMALL;

    const COUNTER: (&str, &str) = ("web/widget/src/counter.ts", "store.set(\"ssupp.visits\", 1, grant);\n");
    const MAIL: (&str, &str) = ("crates/server/src/outside/mail.rs", "use lettre::AsyncSmtpTransport;\n");

    fn rules(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<(&str, &str)> = [(PATH, SMALL)].into_iter().chain(files.iter().copied()).collect();
        check(&Tree::of(&files)).expect("the registry is sound").into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn declared_writers_and_doors_are_fine() {
        assert!(rules(&[COUNTER, MAIL]).is_empty(), "{:?}", rules(&[COUNTER, MAIL]));
    }

    #[test]
    fn a_writer_of_a_reserved_name_is_found() {
        let found = rules(&[COUNTER, MAIL, ("web/widget/src/tab.ts", "store.set(\"tab\", 1, grant);\n")]);
        assert_eq!(found, ["it writes tab, which privacy/registry.toml calls reserved"]);
    }

    #[test]
    fn a_declared_writer_that_writes_nothing_is_found() {
        let found = rules(&[(COUNTER.0, "store.get(\"ssupp.visits\");\n"), MAIL]);
        assert_eq!(found, ["ssupp.visits is said to be written by web/widget/src/counter.ts, which does not write it"]);
    }

    #[test]
    fn an_undeclared_door_and_a_stale_one_are_found() {
        let found = rules(&[COUNTER, ("crates/app/src/a.rs", "fn f() { reqwest::get(x); }\n#[cfg(test)]\nmod tests { use UdpSocket; }\n")]);
        assert_eq!(
            found,
            [
                "`reqwest::` opens a connection that is not declared",
                "mail is said to be opened by crates/server/src/outside/mail.rs, which connects to nothing"
            ]
        );
    }
}
