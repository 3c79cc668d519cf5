//! `cargo xtask serve`: from a clone to a running product with demo data, in one command.

use std::os::unix::process::CommandExt;
use std::process::Stdio;

use anyhow::{Context, Result};

use crate::{process, repo, say, web};

/// Builds web and server, then becomes `entrenous serve --demo` with the given words added.
///
/// # Errors
/// When something cannot be built; once the server runs, its exit code is ours.
pub fn run(args: &[String]) -> Result<()> {
    web::run_if_changed()?;
    build()?;
    let binary = repo::target().join("release/entrenous");
    let mut command = process::program(&binary);
    command.args(["serve", "--demo"]).args(args).stdin(Stdio::inherit());
    say::step(&process::shown(&command));
    // Replacing this process lets Ctrl-C and SIGTERM reach the server and nobody else.
    Err(command.exec()).with_context(|| format!("{} could not be started", binary.display()))
}

/// Builds the release binary, with Cargo's progress.
pub fn build() -> Result<()> {
    say::step("cargo build --release (the server; the first time takes some minutes)");
    process::run(process::cargo().args(["build", "--release", "--package", "entrenous-server"]))
}
