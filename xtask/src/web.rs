//! `cargo xtask web`: builds what browsers get, into `web/dist`.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use anyhow::{Context, Result, ensure};

use crate::{node, process, repo, say};

/// What the builds read, beside the packages that npm installs as the lock file says.
const INPUTS: &[&str] = &["web/", "locales/", "privacy/", "package.json", "package-lock.json", "tsconfig.base.json"];

/// Builds the web packages if anything that they are made from has changed since the last time.
///
/// Building the same again would date the files anew, and Cargo would build the server around them once more.
///
/// # Errors
/// As [`run`].
pub fn run_if_changed() -> Result<()> {
    let stamp = repo::target().join("web-inputs");
    let inputs = fingerprint()?;
    if repo::root().join("web/dist/app/index.html").is_file() && std::fs::read_to_string(&stamp).is_ok_and(|built| built == inputs) {
        say::step("the web packages are built already");
        return Ok(());
    }
    run()?;
    std::fs::write(&stamp, inputs).with_context(|| format!("{} cannot be written", stamp.display()))
}

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

/// Differs when the name or the content of an input differs.
fn fingerprint() -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in repo::files()?.iter().filter(|file| INPUTS.iter().any(|input| file.starts_with(input))) {
        file.hash(&mut hasher);
        let content = std::fs::read(repo::root().join(file)).with_context(|| format!("{file} cannot be read"))?;
        content.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
