//! Every column that holds personal data is declared in the registry, and every declared column exists.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Finding;
use super::schema::columns;
use super::tree::Tree;

const REGISTRY: &str = "privacy/registry.toml";

/// Column names that hold personal data wherever they stand, besides the names in [`BY_TABLE`].
const ANYWHERE: [&str; 19] = [
    "address",
    "author_name",
    "body",
    "browser",
    "device",
    "email",
    "file_name",
    "last_author_name",
    "last_text",
    "nickname",
    "os",
    "page_title",
    "page_url",
    "payload",
    "phone",
    "referrer",
    "site_platform",
    "text",
    "variables",
];

/// Columns that are personal only where their row is a person.
const BY_TABLE: [&str; 3] = ["agent.name", "visitor.name", "contact.name"];

#[derive(Deserialize)]
struct Registry {
    #[serde(default)]
    column: Vec<Column>,
}

#[derive(Deserialize)]
struct Column {
    at: String,
}

/// Compares the schema with the registry's `[[column]]` entries, both ways.
pub fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let text = tree.text(REGISTRY).context("privacy/registry.toml is missing")?;
    let registry: Registry = toml::from_str(text).context("privacy/registry.toml is not valid")?;
    let declared: BTreeSet<String> = registry.column.into_iter().map(|column| column.at).collect();
    let present = columns(tree);
    let mut findings = Vec::new();
    for column in present.iter().filter(|column| is_personal(column) && !declared.contains(*column)) {
        findings.push(Finding::new(
            REGISTRY,
            format!("{column} holds personal data and is not declared"),
            "add its [[column]]: purpose, basis, retention, export, erase",
        ));
    }
    for column in declared.difference(&present) {
        findings.push(Finding::new(
            REGISTRY,
            format!("{column} is declared and no migration makes it"),
            "take it out, or correct its name",
        ));
    }
    Ok(findings)
}

fn is_personal(column: &str) -> bool {
    let name = column.split_once('.').map_or(column, |(_, name)| name);
    ANYWHERE.contains(&name) || BY_TABLE.contains(&column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undeclared_personal_columns_and_declared_ghosts_are_found() {
        let sql = "CREATE TABLE visitor (\n    id TEXT PRIMARY KEY,\n    name TEXT,\n    email TEXT\n) STRICT;\nCREATE TABLE site (\n    name TEXT\n) STRICT;\n";
        let registry = "[[column]]\nat = \"visitor.name\"\n[[column]]\nat = \"visitor.shoe_size\"\n";
        let tree = Tree::of(&[("crates/storage/migrations/sqlite/0001_a.sql", sql), (REGISTRY, registry)]);
        let rules: Vec<String> = check(&tree).expect("the registry is valid").into_iter().map(|finding| finding.rule).collect();
        assert_eq!(rules.len(), 2, "{rules:?}");
        assert!(rules[0].starts_with("visitor.email holds personal data"));
        assert!(rules[1].starts_with("visitor.shoe_size is declared"));
    }
}
