//! `cargo xtask bench`: what a socket, a message and a durable send cost, beside the peers, in one run.
//!
//! The load generator needs an asynchronous runtime and must itself be fast, so it is behind the feature `bench`:
//! the command starts xtask again, optimised and with the feature on, and the other commands stay quick to build.

use std::path::PathBuf;

// Tests and lints see the measuring build too, without being asked for it.
#[cfg(not(any(feature = "bench", test)))]
mod again;
#[cfg(any(feature = "bench", test))]
mod measure;

/// What to measure, how much of it, and where the numbers go.
#[derive(Debug, Clone, clap::Args)]
pub struct BenchArgs {
    /// Idle sockets to open.
    #[arg(long, default_value_t = 10_000)]
    pub sockets: usize,
    /// Messages offered in a second, one round for each number.
    #[arg(long, value_delimiter = ',', default_values_t = [100, 400, 1000])]
    pub rates: Vec<u32>,
    /// How long each round is measured, after three seconds of warming up.
    #[arg(long, default_value_t = 15)]
    pub seconds: u32,
    /// Parts to measure; all of them when absent.
    #[arg(long, value_delimiter = ',')]
    pub only: Vec<Part>,
    /// Systems to measure; all of them when absent. Builds are compared by short runs of one system each, in turn.
    #[arg(long, value_delimiter = ',')]
    pub systems: Vec<System>,
    /// Measure the binary that is there, without building it first.
    #[arg(long)]
    pub built: bool,
    /// Also write every number as JSON to this file.
    #[arg(long)]
    pub json: Option<PathBuf>,
}

/// A part of the bench that can be run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Memory of the idle server and of each idle socket.
    Idle,
    /// Time and processor time of a message at an offered load.
    Load,
    /// Durable sends in a second.
    Durable,
    /// What a browser fetches.
    Bytes,
    /// What the code costs a page before anybody uses the chat.
    Page,
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, clap::ValueEnum)]
#[cfg_attr(any(feature = "bench", test), derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum System {
    /// The release binary on SQLite; every accepted message is on the disk.
    Entrenous,
    /// socket.io; nothing is kept.
    Relay,
    /// socket.io with a synced SQLite write before each message is passed on.
    DurableRelay,
}

/// Runs the measurements and prints the table.
///
/// # Errors
/// When a program to measure cannot be built or started, or when a target is missed.
#[expect(clippy::needless_pass_by_value, reason = "every command is handed its words")]
pub fn run(args: BenchArgs) -> anyhow::Result<()> {
    #[cfg(any(feature = "bench", test))]
    return measure::run(&args);
    #[cfg(not(any(feature = "bench", test)))]
    return again::run(&args);
}
