//! The binary. Everything it does is in the library, so that tests can do it too.

use std::process::ExitCode;
use std::thread::available_parallelism;

use clap::Parser;
use entrenous_server::command::{Cli, run};
use tokio::runtime::Builder;

/// While one thread waits for a quick commit (`crates/storage/src/turn.rs`) another one can work, also on one processor.
const MIN_THREADS: usize = 2;

fn main() -> std::io::Result<ExitCode> {
    let cli = Cli::parse();
    let n_threads = available_parallelism().map_or(MIN_THREADS, |n| n.get().max(MIN_THREADS));
    let runtime = Builder::new_multi_thread().worker_threads(n_threads).enable_all().build()?;
    Ok(runtime.block_on(run(cli)))
}
