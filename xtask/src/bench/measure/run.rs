//! The whole bench, part after part, with the servers never side by side: two cores are too few for that.

use anyhow::{Context, Result, ensure};

use super::report::{Figures, Report};
use super::{bytes, durable, idle, load, page};
use crate::bench::{BenchArgs, Part, System};
use crate::{node, process, repo, say, serve, web};

/// Builds what is measured, measures, prints the table.
///
/// # Errors
/// When something cannot be measured, or when a target is missed.
pub fn run(args: &BenchArgs) -> Result<()> {
    node::install()?;
    if measures(args, System::Entrenous) && !args.built && (wants(args, Part::Idle) || wants(args, Part::Load) || wants(args, Part::Page)) {
        // The page files are part of the binary, so they are built first.
        web::run()?;
        serve::build()?;
    }
    ensure!(process::find("node").is_some(), "node is not installed, and the peers run on it");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut figures = Figures::default();
    if wants(args, Part::Idle) {
        for system in chosen(args, &[System::Relay, System::Entrenous]) {
            let found =
                runtime.block_on(idle::measure(system, args.sockets)).with_context(|| format!("idle sockets of {}", system.name()))?;
            figures.idle.insert(system, found);
        }
    }
    if wants(args, Part::Load) {
        for &rate in &args.rates {
            for system in chosen(args, &[System::Relay, System::DurableRelay, System::Entrenous]) {
                let found = runtime
                    .block_on(load::measure(system, rate, args.seconds))
                    .with_context(|| format!("{rate} messages in a second to {}", system.name()))?;
                figures.load.entry(rate).or_default().insert(system, found);
            }
        }
    }
    if wants(args, Part::Durable) {
        figures.durable = durable::measure()?;
    }
    if wants(args, Part::Bytes) {
        figures.bytes = bytes::measure()?;
    }
    if wants(args, Part::Page) {
        figures.page = page::measure()?;
    }
    if let Some(file) = &args.json {
        std::fs::write(file, serde_json::to_string_pretty(&figures)?).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    let report = Report::of(&figures);
    say::line(&format!("\n{}", machine()));
    say::line(&report.table());
    ensure!(report.missed() == 0, "{} of the targets were missed", report.missed());
    Ok(())
}

/// Whether the part was asked for; all of them when none was named.
fn wants(args: &BenchArgs, part: Part) -> bool {
    args.only.is_empty() || args.only.contains(&part)
}

/// Whether the system was asked for; all of them when none was named.
fn measures(args: &BenchArgs, system: System) -> bool {
    args.systems.is_empty() || args.systems.contains(&system)
}

/// The systems of a part that were asked for.
fn chosen(args: &BenchArgs, systems: &[System]) -> Vec<System> {
    systems.iter().copied().filter(|system| measures(args, *system)).collect()
}

/// What the numbers were taken on, in a line.
fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown processor", |rest| rest.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let node = process::output(process::program("node").arg("--version")).unwrap_or_default();
    let commit =
        process::output(process::program("git").args(["rev-parse", "--short", "HEAD"]).current_dir(repo::root())).unwrap_or_default();
    format!("{model}, {cores} cores, everything over loopback; node {}, commit {}", node.trim(), commit.trim())
}
