//! Licences, bans, duplicates and sources of everything that Cargo and npm would install.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand, Package};
use serde::Deserialize;

use super::Finding;
use super::licence::is_allowed;
use super::policy::Policy;
use super::tree::Tree;
use crate::repo;

const LOCK: &str = "package-lock.json";

/// npm packages whose licence is not on the list, each with the reason why it may stay.
const NPM_EXCEPTIONS: [(&str, &str); 4] = [
    ("argparse", "Python-2.0 is permissive; it runs while types are generated and is not shipped"),
    ("caniuse-lite", "data under CC-BY-4.0; only Klaro's own build asks for it, and only our tests use Klaro"),
    ("domready", "its LICENSE file says MIT, its package.json says nothing; only the journeys use it, through smartsupp-widget"),
    ("isbot", "the Unlicense gives everything away; it comes with the router"),
];

/// The resolved graph, as the lock file has it.
pub fn metadata() -> Result<Metadata> {
    let mut command = MetadataCommand::new();
    command.manifest_path(repo::root().join("Cargo.toml"));
    // What only other platforms would pull in is never built here.
    command.other_options(["--filter-platform".to_owned(), "x86_64-unknown-linux-gnu".to_owned()]);
    command.exec().context("cargo metadata failed")
}

/// Every crate of the graph against `deny.toml`.
pub fn check_rust(metadata: &Metadata, policy: &Policy) -> Vec<Finding> {
    let foreign: Vec<&Package> = metadata.packages.iter().filter(|package| package.source.is_some()).collect();
    let mut findings = Vec::new();
    let allowed: Vec<&str> = policy.licenses.allow.iter().map(String::as_str).collect();
    for package in &foreign {
        let name = format!("{} {}", package.name, package.version);
        let licence = package.license.as_deref().unwrap_or("");
        if !is_allowed(licence, &allowed) {
            findings.push(cargo_finding(
                format!("{name} has the licence {licence:?}"),
                "choose another crate; deny.toml lists what is allowed",
            ));
        }
        if package.source.as_ref().is_some_and(|source| !source.repr.starts_with("registry+")) {
            findings.push(cargo_finding(format!("{name} does not come from the registry"), "use a published version"));
        }
        if let Some(ban) = policy.bans.deny.iter().find(|ban| ban.name == package.name.as_str()) {
            findings.push(cargo_finding(
                format!("{name} is banned: {}", ban.reason),
                "switch off the feature that brings it (`cargo tree -i`)",
            ));
        }
    }
    findings.extend(wildcards(metadata));
    findings.extend(duplicates(foreign.iter().map(|package| (package.name.as_str(), package.version.to_string())), policy));
    findings
}

fn cargo_finding(rule: String, cure: &str) -> Finding {
    Finding::new("Cargo.lock", rule, cure)
}

fn wildcards(metadata: &Metadata) -> Vec<Finding> {
    let ours = metadata.workspace_packages();
    let all = ours.iter().flat_map(|package| &package.dependencies);
    all.filter(|dependency| dependency.path.is_none() && dependency.req.to_string() == "*")
        .map(|dependency| Finding::new("Cargo.toml", format!("{} is asked for in any version", dependency.name), "name the version"))
        .collect()
}

/// Crates in more than one version that `bans.skip` does not name, and names in it that are no longer needed.
fn duplicates<'a>(packages: impl Iterator<Item = (&'a str, String)>, policy: &Policy) -> Vec<Finding> {
    let mut versions: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, version) in packages {
        versions.entry(name).or_default().push(version);
    }
    let doubled = |name: &str| versions.get(name).is_some_and(|list| list.len() > 1);
    let skipped = |name: &str| policy.bans.skip.iter().any(|entry| plain(&entry.name) == name);
    let mut findings: Vec<Finding> = versions
        .iter()
        .filter(|(name, list)| list.len() > 1 && !skipped(name))
        .map(|(name, list)| {
            cargo_finding(
                format!("{name} is there in {}", list.join(" and ")),
                "align the versions, or say in deny.toml (bans.skip) who holds the older one back",
            )
        })
        .collect();
    for entry in policy.bans.skip.iter().filter(|entry| !doubled(plain(&entry.name)) || entry.reason.is_empty()) {
        findings.push(Finding::new(
            "deny.toml",
            format!("bans.skip names {}, which has no second version or no reason", entry.name),
            "take the line out, or give the reason",
        ));
    }
    findings
}

fn plain(entry: &str) -> &str {
    entry.split('@').next().unwrap_or(entry)
}

#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Locked>,
}

#[derive(Deserialize)]
struct Locked {
    license: Option<String>,
    resolved: Option<String>,
    #[serde(default)]
    link: bool,
}

/// Every package of the npm lock file against the same licence list; no address may stand in it.
pub fn check_npm(tree: &Tree, policy: &Policy) -> Result<Vec<Finding>> {
    let lock: Lock =
        serde_json::from_str(tree.text(LOCK).context("package-lock.json is missing")?).context("package-lock.json is not valid")?;
    let allowed: Vec<&str> = policy.licenses.allow.iter().map(String::as_str).collect();
    let mut findings = Vec::new();
    for (path, package) in lock.packages.iter().filter(|(_, package)| !package.link) {
        let name = path.rsplit_once("node_modules/").map_or(path.as_str(), |(_, name)| name);
        let licence = package.license.as_deref().unwrap_or("");
        if !is_allowed(licence, &allowed) && !NPM_EXCEPTIONS.iter().any(|(exception, _)| *exception == name) {
            findings.push(Finding::new(
                LOCK,
                format!("{name} has the licence {licence:?}"),
                "choose another package, or argue for an exception in xtask/src/tidy/dependencies.rs",
            ));
        }
        if package.resolved.as_deref().is_some_and(|address| address.contains("//")) {
            findings.push(Finding::new(
                LOCK,
                format!("{name} carries a download address"),
                "install with the settings of .npmrc, which leave addresses out",
            ));
        }
    }
    for (exception, _) in NPM_EXCEPTIONS
        .iter()
        .filter(|(exception, _)| !lock.packages.keys().any(|path| path.ends_with(&format!("node_modules/{exception}"))))
    {
        findings.push(Finding::new(
            "xtask/src/tidy/dependencies.rs",
            format!("the exception for {exception} is not needed"),
            "take it out",
        ));
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::policy::{Bans, Entry, Licenses};

    fn policy(skip: &[&str]) -> Policy {
        let entry = |name: &&str| Entry { name: (*name).to_owned(), reason: "an old user".to_owned() };
        Policy {
            licenses: Licenses { allow: vec!["MIT".to_owned()] },
            bans: Bans { deny: Vec::new(), skip: skip.iter().map(entry).collect() },
        }
    }

    #[test]
    fn a_second_version_needs_an_entry_and_an_entry_needs_a_second_version() {
        let packages = || [("sha2", "0.10.0".to_owned()), ("sha2", "0.11.0".to_owned()), ("url", "2.0.0".to_owned())].into_iter();
        assert_eq!(duplicates(packages(), &policy(&[])).len(), 1);
        assert!(duplicates(packages(), &policy(&["sha2@0.10"])).is_empty());
        assert!(duplicates(packages(), &policy(&["sha2", "url"]))[0].rule.contains("url"));
    }

    #[test]
    fn npm_packages_of_other_licences_and_download_addresses_are_found() {
        let lock = r#"{"packages": {
            "node_modules/argparse": {"license": "Python-2.0"},
            "node_modules/isbot": {"license": "Unlicense"},
            "node_modules/caniuse-lite": {"license": "CC-BY-4.0"},
            "node_modules/domready": {},
            "node_modules/a": {"license": "GPL-3.0"},
            "node_modules/b": {"license": "MIT", "resolved": "https://registry.example/b.tgz"},
            "node_modules/c": {"resolved": "web/c", "link": true}
        }}"#;
        let found = check_npm(&Tree::of(&[(LOCK, lock)]), &policy(&[])).expect("the lock is valid");
        let rules: Vec<&str> = found.iter().map(|finding| finding.rule.as_str()).collect();
        assert_eq!(rules, ["a has the licence \"GPL-3.0\"", "b carries a download address"]);
    }
}
