//! `cargo xtask dev`: the debug server, rebuilt when Rust files change, beside the Vite development servers.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::{node, process, repo, say, web};

/// How often the sources are looked at; a person does not notice half a second.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Runs until it is interrupted; Ctrl-C reaches the servers too, since they share the terminal.
pub fn run(args: &[String]) -> Result<()> {
    // The debug server reads its web files from `web/dist`, so they must have been built once.
    web::run()?;
    let mut children = Vec::new();
    for package in node::packages()?.iter().filter(|package| package.has("dev")) {
        say::step(&format!("dev server of {}", package.folder));
        children.push(Running(start(&mut node::script(package, "dev"))?));
    }
    let mut server = Running(start(&mut server(args))?);
    let mut seen = sources()?;
    loop {
        thread::sleep(LOOK_EVERY);
        let now = sources()?;
        if now != seen {
            seen = now;
            say::step("sources changed: building again");
            // Cargo first, so that a program that does not compile leaves the running one alone.
            if process::run(process::cargo().args(["build", "--package", "entrenous-server"])).is_ok() {
                drop(server);
                server = Running(start(&mut self::server(args))?);
            }
        }
    }
}

fn server(args: &[String]) -> Command {
    let mut command = process::cargo();
    command.args(["run", "--package", "entrenous-server", "--", "serve", "--demo"]).args(args);
    command
}

fn start(command: &mut Command) -> Result<Child> {
    let shown = process::shown(command);
    command.stdin(Stdio::null()).spawn().with_context(|| format!("`{shown}` could not be started"))
}

/// When each Rust source and the default configuration last changed.
fn sources() -> Result<BTreeMap<String, SystemTime>> {
    let root = repo::root();
    let ours = |name: &String| (name.starts_with("crates/") || name == "config.default.toml") && !name.contains("/tests/");
    let changed = |name: String| Some((name.clone(), root.join(&name).metadata().ok()?.modified().ok()?));
    Ok(repo::files()?.into_iter().filter(ours).filter_map(changed).collect())
}

/// A child that ends with its owner.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // A child that has already ended cannot be killed, and that is what we want.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
