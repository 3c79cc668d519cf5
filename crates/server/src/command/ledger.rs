//! `entrenous ledger verify`: whether the consent ledgers are as this server wrote them.

use std::process::ExitCode;

use entrenous_app::consent::{BrokenAt, verify_ledger};
use entrenous_app::context::Chance as _;
use entrenous_app::secret::Keys;
use entrenous_domain::ids::SiteId;
use entrenous_domain::site::{ChatKey, Site};
use entrenous_storage::{Db, Work};

use super::{say, say_error};
use crate::boot::{BootError, place};
use crate::config::Config;
use crate::outside::clock::SystemChance;
use crate::outside::data_folder::DataFolder;

/// Walks the chain of every site, or of one; exits with 1 when one is broken or the site does not exist.
pub async fn verify(config: &Config, wanted: Option<&str>) -> ExitCode {
    match walk(config, wanted).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say_error(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

async fn walk(config: &Config, wanted: Option<&str>) -> Result<bool, BootError> {
    let (db, keys) = open(config).await?;
    let outcome = walk_sites(&db, &keys, wanted).await;
    db.close().await;
    outcome
}

/// The database and the installation's keys.
pub(super) async fn open(config: &Config) -> Result<(Db, Keys), BootError> {
    let folder = DataFolder::open(&config.data.dir)?;
    let mut unused = [0u8; 32];
    SystemChance.fill(&mut unused);
    let keys = Keys::new(&folder.key(&SystemChance)?, unused);
    Ok((Db::open(&place(config, &folder)?).await?, keys))
}

async fn walk_sites(db: &Db, keys: &Keys, wanted: Option<&str>) -> Result<bool, BootError> {
    db.check_schema().await?;
    let sites = sites(&mut db.long_view().await?, wanted).await?;
    if let (Some(wanted), true) = (wanted, sites.is_empty()) {
        say_error(&format!("No site has the chat key or id {wanted}."));
        return Ok(false);
    }
    let mut are_whole = true;
    for site in sites {
        match verify_ledger(db, keys, &site.id).await? {
            Ok(seen) => say(&format!("whole   {} ({}): {} entries, {} of them erased", site.name, site.id, seen.entries, seen.erased)),
            Err(BrokenAt { position, entry, fault }) => {
                are_whole = false;
                let entry = entry.map_or_else(String::new, |id| format!(", entry {id}"));
                say(&format!("broken  {} ({}): place {position}{entry}: {fault}", site.name, site.id));
            }
        }
    }
    Ok(are_whole)
}

/// Every site, or the one with this chat key or id.
pub(super) async fn sites(view: &mut Work, wanted: Option<&str>) -> Result<Vec<Site>, BootError> {
    let ids = match wanted {
        None => view.sites().list_all_ids().await?,
        Some(text) => match ChatKey::parse(text) {
            Some(key) => return Ok(view.sites().find_by_key(&key).await?.into_iter().collect()),
            None => SiteId::parse(text).ok().into_iter().collect(),
        },
    };
    let mut sites = Vec::new();
    for id in ids {
        sites.extend(view.sites().find_by_id(&id).await?);
    }
    Ok(sites)
}
