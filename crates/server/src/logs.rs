//! Logs: one line for each event, to standard error, with declared fields only.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use crate::config::{Log, LogFormat};

/// Begins to write logs. What other crates say is written from `warn` on: their lines may quote what users sent.
///
/// # Errors
/// When logs were begun before in this process.
pub fn begin(config: &Log) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let level = &config.level;
    let own = ["entrenous_server", "entrenous_app", "entrenous_storage", "entrenous_jobs", "entrenous_fanout", "entrenous"];
    let directives = own.iter().map(|name| format!("{name}={level}")).collect::<Vec<_>>().join(",");
    // sqlx is off because its lines carry statements with their values' neighbours.
    let filter = EnvFilter::new(format!("warn,sqlx=off,lettre=off,{directives}"));
    match config.format {
        // Colours are for people who look at a terminal; in a file they are noise.
        LogFormat::Text => {
            let is_terminal = std::io::stderr().is_terminal();
            fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(is_terminal).with_target(false).try_init()
        }
        LogFormat::Json => fmt().json().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).try_init(),
    }
}
