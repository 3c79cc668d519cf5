//! The arrows of ARCHITECTURE.md: who may depend on whom.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata, PackageId};

use super::Finding;
use crate::node::Package;

/// Own crates, without their prefix, and the own crates that each may name. Anyone's tests may use testkit.
const CRATES: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("protocol", &["domain"]),
    ("storage", &["domain"]),
    ("fanout", &["domain"]),
    ("app", &["domain", "storage", "fanout"]),
    ("jobs", &["domain", "storage", "fanout", "app"]),
    ("server", &["domain", "protocol", "storage", "fanout", "app", "jobs"]),
    ("testkit", &["domain", "protocol", "storage", "fanout", "app", "jobs", "server"]),
    ("xtask", &["domain", "protocol", "storage"]),
];

/// npm workspaces by folder, and the own packages that each may name.
const PACKAGES: [(&str, &[&str]); 6] = [
    ("web/protocol", &[]),
    ("web/widget", &["protocol"]),
    ("web/recorder", &["protocol"]),
    ("web/dashboard", &["protocol"]),
    ("e2e", &["protocol", "widget", "recorder", "dashboard"]),
    ("bench/peers", &[]),
];

/// What the rules must compile without.
const NOT_IN_DOMAIN: [&str; 4] = ["tokio", "sqlx", "axum", "serde"];

/// Arrows of both languages, and the purity of `domain`.
pub fn check(metadata: &Metadata, packages: &[Package]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for package in metadata.workspace_packages() {
        let name = short(&package.name);
        let dependencies = package
            .dependencies
            .iter()
            .filter(|dependency| dependency.path.is_some())
            .filter(|dependency| !(dependency.kind == DependencyKind::Development && dependency.name == "entrenous-testkit"))
            .map(|dependency| short(&dependency.name));
        findings.extend(judge(&format!("{name}/Cargo.toml"), name, dependencies, &CRATES));
    }
    for package in packages {
        let dependencies = package.dependencies.iter().map(|name| name.trim_start_matches("@entrenous/"));
        findings.extend(judge(&format!("{}/package.json", package.folder), &package.folder, dependencies, &PACKAGES));
    }
    findings.extend(domain_is_pure(metadata)?);
    Ok(findings)
}

fn short(name: &str) -> &str {
    name.strip_prefix("entrenous-").unwrap_or(name)
}

fn judge<'a>(file: &str, name: &str, dependencies: impl Iterator<Item = &'a str>, table: &[(&str, &[&str])]) -> Vec<Finding> {
    let Some((_, allowed)) = table.iter().find(|(known, _)| *known == name) else {
        return vec![Finding::new(
            file,
            format!("{name} has no place among the arrows"),
            "add it to ARCHITECTURE.md and to xtask/src/tidy/arrows.rs",
        )];
    };
    dependencies
        .filter(|dependency| !allowed.contains(dependency))
        .map(|dependency| {
            Finding::new(
                file,
                format!("{name} must not depend on {dependency}"),
                "move the code to the side of the arrow where it belongs (ARCHITECTURE.md)",
            )
        })
        .collect()
}

/// Follows the normal dependencies of `domain` to their ends.
fn domain_is_pure(metadata: &Metadata) -> Result<Vec<Finding>> {
    let resolve = metadata.resolve.as_ref().context("cargo metadata gave no dependency graph")?;
    let names: HashMap<&PackageId, &str> = metadata.packages.iter().map(|package| (&package.id, package.name.as_str())).collect();
    let domain =
        metadata.packages.iter().find(|package| package.name.as_str() == "entrenous-domain").context("entrenous-domain is missing")?;
    let mut seen = BTreeSet::new();
    let mut waiting = vec![&domain.id];
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let node = resolve.nodes.iter().find(|node| node.id == *id);
        let normal =
            node.into_iter().flat_map(|node| &node.deps).filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
        waiting.extend(normal.map(|dep| &dep.pkg));
    }
    Ok(seen
        .into_iter()
        .filter_map(|id| names.get(id))
        .filter(|name| NOT_IN_DOMAIN.contains(name))
        .map(|name| {
            Finding::new(
                "crates/domain/Cargo.toml",
                format!("domain must compile without {name}"),
                "keep rules pure; the caller reads, waits and converts",
            )
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_against_the_grain_is_found() {
        let found = judge("f", "domain", ["storage"].into_iter(), &CRATES);
        assert_eq!(found.len(), 1);
        assert!(found[0].rule.contains("domain must not depend on storage"));
        assert!(judge("f", "storage", ["domain"].into_iter(), &CRATES).is_empty());
        assert!(judge("f", "web/widget", ["dashboard"].into_iter(), &PACKAGES)[0].rule.contains("dashboard"));
    }

    #[test]
    fn a_package_without_a_place_is_found() {
        assert!(judge("f", "plugins", std::iter::empty(), &CRATES)[0].rule.contains("no place"));
    }
}
