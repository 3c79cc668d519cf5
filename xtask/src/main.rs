//! How Entrenous is built, run and checked: `cargo xtask <command>`.
//!
//! No product code lives here.
//! To add a command: write `src/<command>.rs` with one public `run`, add a variant to `Command`, and say it in CONTRIBUTING.md.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

// What the commands stand on.
mod node;
mod process;
mod repo;
mod say;

// The commands, in the order of CONTRIBUTING.md.
mod bench;
mod dev;
mod dist;
mod r#gen;
mod lint;
mod migration;
mod serve;
mod test;
mod tidy;
mod web;

/// Development commands of Entrenous.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and run the product with demo data; further words go to `entrenous serve`.
    Serve {
        /// Handed on to `entrenous serve --demo`, for example `--listen 127.0.0.1:0`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Run the debug server, rebuilt when Rust files change, and the Vite development servers.
    Dev {
        /// Handed on to `entrenous serve --demo`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Install what the tests need, run every floor, end with the totals.
    Test(test::TestArgs),
    /// Formatting, linters, types, documentation and dead code of both languages.
    Lint,
    /// The house rules that no linter knows.
    Tidy,
    /// Write the generated files again, or compare them.
    Gen {
        /// Write nothing; fail when a generated file differs.
        #[arg(long)]
        check: bool,
    },
    /// Build the web packages and hold them against their size budgets.
    Web,
    /// Make the next pair of migration files.
    Migration {
        /// Lower-case words joined by underscores, for example `add_message_reaction`.
        name: String,
    },
    /// Measure Entrenous beside its peers.
    Bench(bench::BenchArgs),
    /// Build what is handed out: the binary, its checksums and its list of parts.
    Dist,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve { args } => serve::run(&args),
        Command::Dev { args } => dev::run(&args),
        Command::Test(args) => match test::run(&args) {
            // The totals are the last line; nothing is added to them.
            Ok(false) => return ExitCode::FAILURE,
            done => done.map(|_| ()),
        },
        Command::Lint => lint::run(),
        Command::Tidy => tidy::run(),
        Command::Gen { check } => r#gen::run(check),
        Command::Web => web::run(),
        Command::Migration { name } => migration::run(&name),
        Command::Bench(args) => bench::run(args),
        Command::Dist => dist::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::failure(&failure);
            ExitCode::FAILURE
        }
    }
}
