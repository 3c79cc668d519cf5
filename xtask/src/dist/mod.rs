//! `cargo xtask dist`: what is handed out, in `target/dist`: the binary, its list of parts, licences, checksums.

mod parts;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::{process, repo, say, serve, web};

/// Builds web and server and fills `target/dist` anew.
pub fn run() -> Result<()> {
    web::run()?;
    serve::build()?;
    let folder = repo::target().join("dist");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("the former target/dist cannot be removed")?;
    }
    fs::create_dir_all(&folder).context("target/dist cannot be made")?;
    let binary = folder.join("entrenous");
    fs::copy(repo::target().join("release/entrenous"), &binary).context("the binary cannot be copied")?;
    process::run(process::program("strip").arg(&binary))?;
    let list = serde_json::to_string_pretty(&parts::list()?)?;
    fs::write(folder.join("entrenous.cdx.json"), list + "\n").context("the list of parts cannot be written")?;
    for document in ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(repo::root().join(document), folder.join(document)).with_context(|| format!("{document} cannot be copied"))?;
    }
    checksums(&folder)?;
    say::line(&format!("{} is complete", folder.display()));
    Ok(())
}

/// `SHA256SUMS`, in the form that `sha256sum --check` reads.
fn checksums(folder: &Path) -> Result<()> {
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let sums = process::output(process::program("sha256sum").arg("--").args(&names).current_dir(folder))?;
    fs::write(folder.join("SHA256SUMS"), sums).context("SHA256SUMS cannot be written")
}
