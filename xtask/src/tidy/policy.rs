//! The lists of `deny.toml` that tidy applies itself, so that they hold on machines without cargo-deny too.

use anyhow::{Context, Result};
use serde::Deserialize;

use super::tree::Tree;

/// What may be depended on.
#[derive(Deserialize)]
pub struct Policy {
    /// Licences.
    pub licenses: Licenses,
    /// Single crates.
    pub bans: Bans,
}

/// `[licenses]`
#[derive(Deserialize)]
pub struct Licenses {
    /// SPDX identifiers, with their exception where there is one.
    pub allow: Vec<String>,
}

/// `[bans]`
#[derive(Deserialize)]
pub struct Bans {
    /// Never, in any version.
    pub deny: Vec<Entry>,
    /// May be there in more than one version.
    pub skip: Vec<Entry>,
}

/// One crate and why it is on the list.
#[derive(Deserialize)]
pub struct Entry {
    /// Its name; in `skip` it may end in `@version`.
    #[serde(rename = "crate")]
    pub name: String,
    /// A sentence.
    pub reason: String,
}

/// Reads `deny.toml`.
pub fn read(tree: &Tree) -> Result<Policy> {
    let text = tree.text("deny.toml").context("deny.toml is missing")?;
    toml::from_str(text).context("deny.toml is not what tidy understands")
}
