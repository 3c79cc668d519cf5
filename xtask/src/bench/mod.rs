//! `cargo xtask bench`: what a socket, a message and a durable send cost, beside the peers, in one run.

use std::path::PathBuf;

/// What to measure, how much of it, and where the numbers go.
#[derive(Debug, Clone, clap::Args)]
pub struct BenchArgs {
    /// Also write every number as JSON to this file.
    #[arg(long)]
    pub json: Option<PathBuf>,
}

/// Runs the measurements and prints the table.
///
/// # Errors
/// When a program to measure cannot be built or started, or a target is missed.
pub fn run(args: BenchArgs) -> anyhow::Result<()> {
    let _ = args;
    anyhow::bail!("the bench is being written")
}
