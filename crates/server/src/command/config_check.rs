//! `entrenous config check`.

use std::process::ExitCode;

use super::say;
use crate::config::{Config, DatabaseKind};

/// Says what the configuration amounts to; secrets are not shown.
pub fn report(config: &Config) -> ExitCode {
    let database = match config.database.kind {
        DatabaseKind::Sqlite => "SQLite in the data folder",
        DatabaseKind::Postgres => "PostgreSQL",
    };
    let mail = if config.mail.host.is_empty() {
        "files in the data folder".to_owned()
    } else {
        format!("{}:{}", config.mail.host, config.mail.port)
    };
    let metrics = if config.metrics.listen.is_empty() { "off" } else { config.metrics.listen.as_str() };
    say("The configuration is sound.");
    say(&format!("  listens on   {}", config.server.listen));
    say(&format!("  data folder  {}", config.data.dir.display()));
    say(&format!("  database     {database}"));
    say(&format!("  mail         {mail}"));
    say(&format!("  metrics      {metrics}"));
    ExitCode::SUCCESS
}
