//! The list of parts (software bill of materials) of the binary, as CycloneDX 1.5 JSON.
//!
//! Source: CycloneDX 1.5 JSON reference, `bom` and `component`; package URLs as in the purl specification.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::repo;

/// Everything that is compiled into the server or served by it: crates and npm packages, each once, by package URL.
pub fn list() -> Result<Value> {
    let metadata = MetadataCommand::new().manifest_path(repo::root().join("Cargo.toml")).exec().context("cargo metadata failed")?;
    let server =
        metadata.packages.iter().find(|package| package.name.as_str() == "entrenous-server").context("entrenous-server is missing")?;
    let mut components = crates(&metadata, &server.id)?;
    components.extend(scripts(&repo::read("package-lock.json")?)?);
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": { "type": "application", "name": "entrenous", "version": server.version.to_string() } },
        "components": components.into_values().collect::<Vec<Value>>(),
    }))
}

/// Foreign crates that the server needs to be built and to run, by package URL.
fn crates(metadata: &Metadata, server: &PackageId) -> Result<BTreeMap<String, Value>> {
    let resolve = metadata.resolve.as_ref().context("cargo metadata gave no dependency graph")?;
    let mut seen = BTreeSet::new();
    let mut waiting = vec![server];
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let dependencies = resolve.nodes.iter().filter(|node| node.id == *id).flat_map(|node| &node.deps);
        waiting.extend(
            dependencies.filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind != DependencyKind::Development)).map(|dep| &dep.pkg),
        );
    }
    let shipped = metadata.packages.iter().filter(|package| package.source.is_some() && seen.contains(&package.id));
    Ok(shipped.map(a_crate).collect())
}

fn a_crate(package: &Package) -> (String, Value) {
    let licence = package.license.as_deref().unwrap_or("").replace('/', " OR ");
    component("cargo", package.name.as_str(), &package.version.to_string(), &licence)
}

#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Locked>,
}

#[derive(Deserialize)]
struct Locked {
    version: Option<String>,
    license: Option<String>,
    #[serde(default)]
    dev: bool,
    #[serde(default)]
    link: bool,
}

/// npm packages that are not for development only, by package URL.
fn scripts(lock: &str) -> Result<BTreeMap<String, Value>> {
    let lock: Lock = serde_json::from_str(lock).context("package-lock.json is not valid")?;
    let shipped = lock.packages.iter().filter(|(_, package)| !package.dev && !package.link);
    Ok(shipped
        .filter_map(|(path, package)| {
            let (_, name) = path.rsplit_once("node_modules/")?;
            Some(component("npm", name, package.version.as_deref()?, package.license.as_deref().unwrap_or("")))
        })
        .collect())
}

fn component(kind: &str, name: &str, version: &str, licence: &str) -> (String, Value) {
    // In a package URL the `@` of an npm scope is escaped, because `@` introduces the version.
    let purl = format!("pkg:{kind}/{}@{version}", name.replacen('@', "%40", 1));
    let value = json!({
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "licenses": [{ "expression": licence }],
    });
    (purl, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_what_is_shipped_and_nothing_else() {
        let lock = r#"{"packages": {
            "": {"version": "0.1.0"},
            "node_modules/preact": {"version": "11.0.0", "license": "MIT"},
            "node_modules/@scope/a": {"version": "1.0.0", "license": "MIT"},
            "node_modules/vite": {"version": "8.0.0", "license": "MIT", "dev": true},
            "node_modules/@entrenous/widget": {"link": true}
        }}"#;
        let names: Vec<String> = scripts(lock).expect("the lock is valid").into_keys().collect();
        assert_eq!(names, ["pkg:npm/%40scope/a@1.0.0", "pkg:npm/preact@11.0.0"]);
    }

    #[test]
    fn development_dependencies_of_the_server_are_not_shipped() {
        let list = list().expect("the repository can be read");
        let names: Vec<&str> = list["components"].as_array().expect("a list").iter().filter_map(|part| part["name"].as_str()).collect();
        assert!(names.contains(&"preact"), "{names:?}");
        assert!(!names.contains(&"proptest"), "{names:?}");
    }
}
