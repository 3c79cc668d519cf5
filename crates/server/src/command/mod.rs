//! What the binary can be asked to do.

mod config_check;
mod demo;
mod demo_content;
mod doctor;
mod ledger;
mod ledger_erase;
mod migrate;
mod serve;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{Config, Flags, load};

/// Live chat for websites, on your own server.
#[derive(Debug, Parser)]
#[command(name = "entrenous", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server.
    Serve(ServeArgs),
    /// Look at the configuration.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Look for what would keep the server from working, and say what to do.
    Doctor(ServerArgs),
    /// Bring the database's schema up to date and stop.
    Migrate(CommonArgs),
    /// Look at the consent ledgers.
    Ledger {
        #[command(subcommand)]
        command: LedgerCommand,
    },
}

#[derive(Debug, Subcommand)]
enum LedgerCommand {
    /// Walk every chain and name the first entry that does not fit.
    Verify(VerifyArgs),
    /// Erase what a site's ledger knows of one browser; hashes stay, so that the chain still verifies.
    Erase(EraseArgs),
}

#[derive(Debug, Clone, Args)]
struct VerifyArgs {
    #[command(flatten)]
    common: CommonArgs,
    /// Only the site with this chat key or id.
    #[arg(long, value_name = "KEY")]
    site: Option<String>,
}

#[derive(Debug, Clone, Args)]
struct EraseArgs {
    #[command(flatten)]
    common: CommonArgs,
    /// The site with this chat key or id.
    #[arg(long, value_name = "KEY")]
    site: String,
    /// The number of one of the person's receipts, or the random id that the browser keeps with its answer.
    #[arg(value_name = "RECEIPT_OR_ID")]
    trace: String,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Read the configuration as `serve` would, and say whether it is sound.
    Check(ServerArgs),
}

#[derive(Debug, Clone, Args)]
struct CommonArgs {
    /// A configuration file (TOML); see config.default.toml for every setting.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder for the database, files and keys.
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
}

/// What `serve` is told of its surroundings, and what those commands must be told too that foresee how it fares.
#[derive(Debug, Clone, Args)]
struct ServerArgs {
    #[command(flatten)]
    common: CommonArgs,
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// The address under which browsers reach this server.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Address and port of the listener for Prometheus.
    #[arg(long, value_name = "ADDRESS:PORT")]
    metrics_listen: Option<String>,
}

#[derive(Debug, Clone, Args)]
struct ServeArgs {
    #[command(flatten)]
    server: ServerArgs,
    /// Add an account with a site, two agents and a demo shop, and print how to sign in.
    #[arg(long)]
    demo: bool,
}

impl CommonArgs {
    fn flags(&self) -> Flags {
        Flags { file: self.config.clone(), data_dir: self.data_dir.clone(), ..Flags::default() }
    }
}

impl ServerArgs {
    fn flags(&self) -> Flags {
        Flags {
            listen: self.listen.clone(),
            public_url: self.public_url.clone(),
            metrics_listen: self.metrics_listen.clone(),
            ..self.common.flags()
        }
    }
}

/// The exit code for a configuration that cannot be used.
const BAD_CONFIGURATION: u8 = 2;

fn read(flags: &Flags) -> Result<Config, ExitCode> {
    load(flags).map_err(|error| {
        say_error(&error.to_string());
        ExitCode::from(BAD_CONFIGURATION)
    })
}

/// Runs the command.
pub async fn run(cli: Cli) -> ExitCode {
    match cli.command {
        Command::Serve(args) => match read(&args.server.flags()) {
            Ok(config) => serve::serve(config, args.demo).await,
            Err(code) => code,
        },
        Command::Config { command: ConfigCommand::Check(args) } => match read(&args.flags()) {
            Ok(config) => config_check::report(&config),
            Err(code) => code,
        },
        Command::Doctor(args) => match read(&args.flags()) {
            Ok(config) => doctor::doctor(&config).await,
            Err(code) => code,
        },
        Command::Ledger { command: LedgerCommand::Verify(args) } => match read(&args.common.flags()) {
            Ok(config) => ledger::verify(&config, args.site.as_deref()).await,
            Err(code) => code,
        },
        Command::Ledger { command: LedgerCommand::Erase(args) } => match read(&args.common.flags()) {
            Ok(config) => ledger_erase::erase(&config, &args.site, &args.trace).await,
            Err(code) => code,
        },
        Command::Migrate(args) => match read(&args.flags()) {
            Ok(config) => migrate::migrate(&config).await,
            Err(code) => code,
        },
    }
}

/// Says something to whoever started the program. Who listened only for the first lines and went must not end the server.
pub(crate) fn say(text: &str) {
    let _gone = writeln!(io::stdout(), "{text}");
}

/// Says why it does not work.
pub(crate) fn say_error(text: &str) {
    let _gone = writeln!(io::stderr(), "entrenous: {text}");
}
