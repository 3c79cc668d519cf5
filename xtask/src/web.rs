//! `cargo xtask web`: builds what browsers get, into `web/dist`.

use anyhow::{Result, ensure};

use crate::{node, process, say};

/// Installs and builds every web package that has a build.
///
/// Each build compresses its files and fails when they are heavier than `web/budgets.json` allows.
///
/// # Errors
/// When a build fails, or when no package has one.
pub fn run() -> Result<()> {
    node::install()?;
    let packages = node::packages()?;
    let mut built = packages.iter().filter(|package| package.folder.starts_with("web/") && package.has("build")).peekable();
    ensure!(built.peek().is_some(), "no package below web/ has a build script");
    for package in built {
        say::step(&format!("build {}", package.folder));
        process::run(&mut node::script(package, "build"))?;
    }
    Ok(())
}
