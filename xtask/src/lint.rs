//! `cargo xtask lint`: what compilers and linters can say about both languages.

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::{node, process, say};

/// One thing to run, with the name under which it is reported.
pub struct Check {
    /// For people.
    pub name: String,
    /// What to start.
    pub command: Command,
}

/// The feature that brings the load generator in; it is looked at and tested like everything else.
pub const MEASURING: &str = "xtask/bench";

/// Runs every check, also after a failing one, and names those that failed.
pub fn run() -> Result<()> {
    node::install()?;
    let mut failed = Vec::new();
    for mut check in checks()? {
        if !passes(&mut check)? {
            failed.push(check.name);
        }
    }
    if !failed.is_empty() {
        bail!("lint: {} failed", failed.join(", "));
    }
    Ok(())
}

/// Runs one check with its header.
pub fn passes(check: &mut Check) -> Result<bool> {
    say::step(&format!("{} ({})", check.name, process::shown(&check.command)));
    let start = Instant::now();
    let ok = check.command.status()?.success();
    say::ended(&check.name, ok, start.elapsed());
    Ok(ok)
}

/// All checks that this machine can run, the quick ones first.
///
/// cargo-deny is used where it is installed; what must hold everywhere is in `tidy`.
pub fn checks() -> Result<Vec<Check>> {
    let mut checks = vec![check("rustfmt", cargo(&["fmt", "--all", "--check"]))];
    // An install that adds to an existing folder can leave out what a clean clone needs.
    checks.push(check("npm lock file", npm(&["ci", "--dry-run", "--silent"])));
    checks.push(check("biome", tool("biome", &["ci", "--error-on-warnings"])));
    checks.extend(types()?);
    checks.push(check("knip", tool("knip", &["--no-progress"])));
    checks.push(check(
        "clippy",
        cargo(&["clippy", "--workspace", "--all-targets", "--features", MEASURING, "--locked", "--", "-D", "warnings"]),
    ));
    let mut rustdoc = cargo(&["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"]);
    rustdoc.env("RUSTDOCFLAGS", "-D warnings");
    checks.push(check("rustdoc", rustdoc));
    if process::find("cargo-deny").is_some() {
        checks.push(check("deny", cargo(&["deny", "check", "bans", "licenses", "sources"])));
    }
    Ok(checks)
}

/// `tsc` for each npm workspace that says how it is type-checked.
fn types() -> Result<Vec<Check>> {
    let packages = node::packages()?;
    Ok(packages
        .iter()
        .filter(|package| package.has("check"))
        .map(|package| check(&format!("types of {}", package.folder), node::script(package, "check")))
        .collect())
}

fn check(name: &str, command: Command) -> Check {
    Check { name: name.to_owned(), command }
}

fn cargo(words: &[&str]) -> Command {
    let mut command = process::cargo();
    command.args(words);
    command
}

fn npm(words: &[&str]) -> Command {
    let mut command = node::npm();
    command.args(words);
    command
}

fn tool(name: &str, words: &[&str]) -> Command {
    let mut command = node::tool(name);
    command.args(words);
    command
}
