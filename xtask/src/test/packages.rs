//! Debian packages that the tests need, installed only where they are missing.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::floor::{Database, Floor};
use crate::{process, say};

/// The browser of the journeys, if it is installed.
pub fn chromium() -> Option<PathBuf> {
    process::find("chromium")
}

/// Whether PostgreSQL's server programs are there; Debian keeps them off the search path.
fn has_postgres() -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    process::find("initdb").is_some() || versions.into_iter().any(|entry| entry.path().join("bin/initdb").is_file())
}

/// Installs what these floors need and this machine lacks.
///
/// # Errors
/// When something is missing and we are not root, or apt-get fails.
pub fn install(floors: &[Floor], db: Option<Database>) -> Result<()> {
    let mut missing = Vec::new();
    if floors.contains(&Floor::Rust) && db != Some(Database::Sqlite) && !has_postgres() {
        missing.push("postgresql");
    }
    if floors.contains(&Floor::Whole) && chromium().is_none() {
        // The fonts make the pictures look the same everywhere; the browser itself brings none.
        missing.extend(["chromium", "fonts-dejavu-core", "fonts-liberation"]);
    }
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !is_root()? {
        bail!("these Debian packages are missing: {list}; install them (`apt-get install {list}`) or run this as root");
    }
    say::step(&format!("apt-get install {list}"));
    apt(&["update"])?;
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(missing);
    apt(&words)
}

fn apt(words: &[&str]) -> Result<()> {
    process::run(process::program("apt-get").args(words).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Whether this process may install packages.
fn is_root() -> Result<bool> {
    let user = process::output(process::program("id").arg("-u")).context("the user could not be found out")?;
    Ok(user.trim() == "0")
}
