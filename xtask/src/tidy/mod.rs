//! `cargo xtask tidy`: the house rules that no linter knows.
//!
//! To add a rule: one file with `pub fn check(tree: &Tree) -> …`, a planted violation in its tests, a line in `findings`.

mod arrows;
mod browser_reads;
mod code;
mod declared_doors;
mod dependencies;
mod documents;
mod folders;
mod header_reads;
mod leaks;
mod licence;
mod locales;
mod log_fields;
mod migrations;
mod names;
mod personal;
mod policy;
mod routes;
mod schema;
mod size;
mod tree;
mod unused;

use std::fmt;

use anyhow::{Result, bail};

use crate::say;
use tree::Tree;

/// One broken rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, relative to the root.
    pub file: String,
    /// What must hold.
    pub rule: String,
    /// What to do.
    pub cure: String,
}

impl Finding {
    fn new(file: impl Into<String>, rule: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { file: file.into(), rule: rule.into(), cure: cure.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}: {}; {}", self.file, self.rule, self.cure)
    }
}

/// Prints every broken rule and fails if there is one.
pub fn run() -> Result<()> {
    let findings = findings()?;
    for finding in &findings {
        say::error_line(&finding.to_string());
    }
    match findings.len() {
        0 => Ok(()),
        1 => bail!("tidy: one rule is broken"),
        n => bail!("tidy: {n} rules are broken"),
    }
}

/// Every broken rule of the repository as it lies there.
fn findings() -> Result<Vec<Finding>> {
    let tree = Tree::load()?;
    let metadata = dependencies::metadata()?;
    let policy = policy::read(&tree)?;
    let mut findings = size::check(&tree);
    findings.extend(names::check(&tree));
    findings.extend(arrows::check(&metadata, &crate::node::packages()?)?);
    findings.extend(folders::check(&tree));
    findings.extend(migrations::check(&tree));
    findings.extend(locales::check(&tree)?);
    findings.extend(documents::check(&tree));
    findings.extend(routes::check(&tree));
    findings.extend(personal::check(&tree)?);
    findings.extend(browser_reads::check(&tree)?);
    findings.extend(header_reads::check(&tree)?);
    findings.extend(log_fields::check(&tree)?);
    findings.extend(declared_doors::check(&tree)?);
    findings.extend(dependencies::check_rust(&metadata, &policy));
    findings.extend(dependencies::check_npm(&tree, &policy)?);
    findings.extend(unused::check(&tree, &metadata)?);
    findings.extend(leaks::check(&tree));
    Ok(findings)
}

#[cfg(test)]
mod tests {
    /// `cargo test` alone tells the truth: the repository keeps its own rules.
    #[test]
    fn the_house_is_tidy() {
        let findings = super::findings().expect("the repository can be read");
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "\n{}", lines.join("\n"));
    }
}
