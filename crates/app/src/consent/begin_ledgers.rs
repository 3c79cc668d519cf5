//! Signed ends for the ledgers of sites that were made before a ledger began with its site.

use entrenous_storage::{Db, StorageError};

use super::chain::begin_ledger;
use crate::secret::Keys;

/// Begins the ledger of every site that has neither an end nor entries. Once for an installation: later a missing end is a fault.
///
/// # Errors
/// Those of the database.
pub async fn begin_ledgers(db: &Db, keys: &Keys) -> Result<(), StorageError> {
    let mut work = db.unit().await?;
    for site in work.sites().list_all_ids().await? {
        if work.consent_chains().list_after(&site, 0, 1).await?.is_empty() {
            begin_ledger(keys, &mut work, &site).await?;
        }
    }
    work.save().await
}
