//! Every dependency that a crate names is used by its code, and every one that the workspace lists by a crate.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use cargo_metadata::Metadata;

use super::Finding;
use super::tree::Tree;

/// Dependencies that are named only to switch a feature on, with what they are for.
const FEATURES_ONLY: [(&str, &str); 0] = [];

/// Looks for the names of dependencies in the Rust files of each crate, then for names that no crate asks for.
pub fn check(tree: &Tree, metadata: &Metadata) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut asked = BTreeSet::new();
    for package in metadata.workspace_packages() {
        let manifest = package.manifest_path.strip_prefix(&metadata.workspace_root).context("a member lies outside the workspace")?;
        let folder = manifest.parent().context("a manifest lies in a folder")?.as_str();
        for dependency in &package.dependencies {
            asked.insert(dependency.name.clone());
            let name = dependency.rename.as_deref().unwrap_or(&dependency.name);
            if !FEATURES_ONLY.iter().any(|(known, _)| *known == name) && !is_used(tree, folder, name) {
                findings.push(Finding::new(manifest.as_str(), format!("{name} is a dependency that no code names"), "take it out"));
            }
        }
    }
    findings.extend(unasked(tree, &asked)?);
    Ok(findings)
}

/// Whether a Rust file below the folder has the crate's name as a word of its own.
fn is_used(tree: &Tree, folder: &str, name: &str) -> bool {
    let word = name.replace('-', "_");
    let inside = format!("{folder}/");
    tree.texts().filter(|(path, _)| path.starts_with(&inside) && path.ends_with(".rs")).any(|(_, text)| has_word(text, &word))
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part))
}

/// Entries of `[workspace.dependencies]` that no crate asks for.
fn unasked(tree: &Tree, asked: &BTreeSet<String>) -> Result<Vec<Finding>> {
    let manifest: toml::Table =
        toml::from_str(tree.text("Cargo.toml").context("Cargo.toml is missing")?).context("Cargo.toml is not valid")?;
    let listed = manifest.get("workspace").and_then(|workspace| workspace.get("dependencies")).and_then(toml::Value::as_table);
    let unasked = listed.into_iter().flat_map(toml::Table::keys).filter(|name| !asked.contains(*name));
    Ok(unasked.map(|name| Finding::new("Cargo.toml", format!("no crate asks for {name}"), "take the line out")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_counts_only_as_a_word_of_its_own_in_its_own_crate() {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", "use http_body_util::Full;\n"),
            ("crates/b/src/lib.rs", "use http::Uri;\n"),
            ("crates/a/README.md", "http"),
        ]);
        assert!(is_used(&tree, "crates/a", "http-body-util"));
        assert!(!is_used(&tree, "crates/a", "http"));
        assert!(is_used(&tree, "crates/b", "http"));
    }

    #[test]
    fn lines_of_the_workspace_that_nobody_asks_for_are_found() {
        let tree = Tree::of(&[("Cargo.toml", "[workspace.dependencies]\nserde = \"1\"\nurl = \"2\"\n")]);
        let found = unasked(&tree, &BTreeSet::from(["serde".to_owned()])).expect("the manifest is valid");
        assert_eq!(found.len(), 1);
        assert!(found[0].rule.contains("url"));
    }
}
