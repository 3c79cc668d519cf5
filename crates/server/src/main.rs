//! The binary. Everything it does is in the library, so that tests can do it too.

use std::process::ExitCode;

use clap::Parser;
use entrenous_server::command::{Cli, run};

#[tokio::main]
async fn main() -> ExitCode {
    run(Cli::parse()).await
}
