//! `entrenous ledger erase`: what a site's consent ledger knows of one browser goes.

use std::process::ExitCode;

use entrenous_app::consent::{ConsentError, Trace, erase_trace};
use entrenous_app::context::Clock as _;
use entrenous_app::secret::Keys;
use entrenous_storage::Db;

use super::ledger::{open, sites};
use super::{say, say_error};
use crate::boot::BootError;
use crate::config::Config;
use crate::outside::clock::SystemClock;

/// Erases; exits with 1 when there is no such site or nothing to erase.
pub async fn erase(config: &Config, site: &str, trace: &str) -> ExitCode {
    match steps(config, site, trace).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say_error(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

async fn steps(config: &Config, site: &str, trace: &str) -> Result<bool, BootError> {
    let (db, keys) = open(config).await?;
    let outcome = erase_on_site(&db, &keys, site, trace).await;
    db.close().await;
    outcome
}

async fn erase_on_site(db: &Db, keys: &Keys, wanted: &str, trace: &str) -> Result<bool, BootError> {
    db.check_schema().await?;
    let found = sites(&mut db.long_view().await?, Some(wanted)).await?;
    let Some(site) = found.first() else {
        say_error(&format!("No site has the chat key or id {wanted}."));
        return Ok(false);
    };
    match erase_trace(db, keys, SystemClock.now(), &site.id, &Trace::parse(trace)).await {
        Ok(0) | Err(ConsentError::UnknownEntry) => {
            say_error("The ledger of this site has no record that this leads to.");
            Ok(false)
        }
        Ok(erased) => {
            say(&format!("Erased {erased} records of {} ({}); their hashes stay.", site.name, site.id));
            Ok(true)
        }
        Err(ConsentError::Field(_)) => {
            say_error("This is neither the number of a receipt (ce_…) nor the random id of a browser (43 characters).");
            Ok(false)
        }
        Err(ConsentError::Storage(error)) => Err(error.into()),
        Err(error) => {
            say_error(&error.to_string());
            Ok(false)
        }
    }
}
