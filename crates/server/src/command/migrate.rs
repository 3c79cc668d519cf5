//! `entrenous migrate`.

use std::process::ExitCode;

use super::{say, say_error};
use crate::boot::{BootError, open_database};
use crate::config::Config;
use crate::outside::data_folder::DataFolder;

/// Brings the schema up to date, taking a snapshot first, and stops.
pub async fn migrate(config: &Config) -> ExitCode {
    match steps(config).await {
        Ok(()) => {
            say("The database has the schema of this version.");
            ExitCode::SUCCESS
        }
        Err(error) => {
            say_error(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

async fn steps(config: &Config) -> Result<(), BootError> {
    let folder = DataFolder::open(&config.data.dir)?;
    open_database(config, &folder).await?.close().await;
    Ok(())
}
