//! The npm side: installing what the lock file names, and running scripts of the workspaces.

use std::fs;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{process, repo, say};

/// One npm workspace of the repository.
pub struct Package {
    /// The folder relative to the root, for example `web/widget`.
    pub folder: String,
    /// The name in its `package.json`.
    pub name: String,
    /// Own packages that it names as dependencies of any kind.
    pub dependencies: Vec<String>,
    scripts: Vec<String>,
}

impl Package {
    /// Whether its `package.json` has this script.
    pub fn has(&self, script: &str) -> bool {
        self.scripts.iter().any(|name| name == script)
    }
}

#[derive(Deserialize)]
struct RootManifest {
    #[serde(default)]
    workspaces: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    name: String,
    #[serde(default)]
    scripts: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    dependencies: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    dev_dependencies: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    peer_dependencies: serde_json::Map<String, serde_json::Value>,
}

/// The npm workspaces, in the order in which the root `package.json` lists them.
///
/// A pattern `folder/*` means each folder below it that has a `package.json`, by name.
pub fn packages() -> Result<Vec<Package>> {
    let root: RootManifest = serde_json::from_str(&repo::read("package.json")?).context("package.json is not valid")?;
    let mut packages = Vec::new();
    for pattern in root.workspaces {
        for folder in expand(&pattern)? {
            packages.push(package(folder)?);
        }
    }
    Ok(packages)
}

fn expand(pattern: &str) -> Result<Vec<String>> {
    let Some(parent) = pattern.strip_suffix("/*") else {
        return Ok(vec![pattern.to_owned()]);
    };
    let mut folders = Vec::new();
    for entry in fs::read_dir(repo::root().join(parent)).with_context(|| format!("{parent} cannot be listed"))? {
        let entry = entry?;
        if entry.path().join("package.json").is_file() {
            folders.push(format!("{parent}/{}", entry.file_name().to_string_lossy()));
        }
    }
    folders.sort();
    Ok(folders)
}

fn package(folder: String) -> Result<Package> {
    let file = format!("{folder}/package.json");
    let manifest: Manifest = serde_json::from_str(&repo::read(&file)?).with_context(|| format!("{file} is not valid"))?;
    let dependencies = [&manifest.dependencies, &manifest.dev_dependencies, &manifest.peer_dependencies]
        .into_iter()
        .flat_map(|table| table.keys())
        .filter(|name| name.starts_with("@entrenous/"))
        .cloned()
        .collect();
    let scripts = manifest.scripts.keys().cloned().collect();
    Ok(Package { folder, name: manifest.name, dependencies, scripts })
}

/// Installs exactly what the lock file names, unless it is already installed.
///
/// npm writes `node_modules/.package-lock.json` last, so an install that was cut short is done again.
pub fn install() -> Result<()> {
    let root = repo::root();
    let changed = |name: &str| fs::metadata(root.join(name)).and_then(|meta| meta.modified());
    let lock: SystemTime = changed("package-lock.json").context("package-lock.json is missing")?;
    if changed("node_modules/.package-lock.json").is_ok_and(|installed| installed >= lock) {
        return Ok(());
    }
    if process::find("npm").is_none() {
        bail!("npm is not installed: Entrenous needs Node.js 20 or newer with npm to build its web pages");
    }
    say::step("npm ci (the web packages' dependencies)");
    process::run(npm().args(["ci", "--no-audit", "--no-fund"]))
}

/// npm in the root of the repository.
pub fn npm() -> Command {
    process::program("npm")
}

/// `npm run <script>` in one workspace, with npm's own chatter left out.
pub fn script(package: &Package, script: &str) -> Command {
    let mut command = npm();
    command.args(["run", "--silent", script, "--workspace", &package.name]);
    command
}

/// A program that an npm package installed, for example `biome`.
pub fn tool(name: &str) -> Command {
    process::program(repo::root().join("node_modules/.bin").join(name))
}
