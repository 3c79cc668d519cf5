//! The binary. Everything it does is in the library, so that tests can do it too.

use std::process::ExitCode;
use std::thread::available_parallelism;

use clap::Parser;
use entrenous_server::command::{Cli, run};
use tokio::runtime::Builder;

/// A message costs less when fewer threads wake each other (`docs/decisions/0006-cost-of-a-message.md`); what blocks for
/// long runs on threads of its own, and a slow commit hands its thread's tasks over (`crates/storage/src/turn.rs`).
const PROCESSORS_PER_THREAD: usize = 2;

fn main() -> std::io::Result<ExitCode> {
    let cli = Cli::parse();
    let n_threads = available_parallelism().map_or(1, |n| n.get().div_ceil(PROCESSORS_PER_THREAD));
    let runtime = Builder::new_multi_thread().worker_threads(n_threads).enable_all().build()?;
    Ok(runtime.block_on(run(cli)))
}
