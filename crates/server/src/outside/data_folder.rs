//! The data folder: made with narrow rights, holding the database, files, unsent mails and the key.
#![expect(clippy::disallowed_methods, reason = "this is the one place that reads and writes the data folder directly")]

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use entrenous_app::context::Chance;

use crate::boot::BootError;

/// An empty file.
const BEGUN: &str = "ledgers.begun";

/// The data folder, proven to be writable.
#[derive(Debug, Clone)]
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// Makes the folder if it is absent, for this user only, and proves that it can be written.
    ///
    /// # Errors
    /// `Folder`.
    pub fn open(path: &Path) -> Result<Self, BootError> {
        let failed = |error| BootError::Folder(path.to_owned(), error);
        if path.exists() && !path.is_dir() {
            return Err(failed(io::Error::other("it is a file")));
        }
        make(path).map_err(failed)?;
        let probe = path.join(".writable");
        let written =
            fs::OpenOptions::new().write(true).create(true).truncate(true).open(&probe).and_then(|mut file| file.write_all(b"yes"));
        written.and_then(|()| fs::remove_file(&probe)).map_err(failed)?;
        Ok(Self(path.to_owned()))
    }

    /// Opens a folder in which a server has run already. A look at a mistyped path makes nothing there.
    ///
    /// # Errors
    /// `Unused`, `Folder`.
    pub fn open_used(path: &Path) -> Result<Self, BootError> {
        if path.join("installation.key").exists() { Self::open(path) } else { Err(BootError::Unused(path.to_owned())) }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The SQLite file. It is made for this user only; SQLite's files beside it take its rights over.
    ///
    /// # Errors
    /// `Folder`.
    pub fn database_file(&self) -> Result<PathBuf, BootError> {
        let path = self.0.join("entrenous.db");
        let made = fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        made.map_err(|error| BootError::Folder(self.0.clone(), error))?;
        Ok(path)
    }

    /// A folder in it, made if it is absent.
    ///
    /// # Errors
    /// `Folder`.
    pub fn make(&self, name: &str) -> Result<PathBuf, BootError> {
        let path = self.0.join(name);
        make(&path).map_err(|error| BootError::Folder(path.clone(), error))?;
        Ok(path)
    }

    /// Whether the ledgers of all sites have a signed end, or must have one. It is noted beside the key and not in the database, so
    /// that whoever can only write there cannot have a ledger begun again that he emptied.
    pub fn has_begun_ledgers(&self) -> bool {
        self.0.join(BEGUN).exists()
    }

    /// Notes it.
    ///
    /// # Errors
    /// `Folder`.
    pub fn note_begun_ledgers(&self) -> Result<(), BootError> {
        let path = self.0.join(BEGUN);
        let made = fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        made.and_then(|file| file.sync_all()).map_err(|error| BootError::Folder(path, error))
    }

    /// The installation's key: read, or made at the first start with rights for this user only.
    ///
    /// # Errors
    /// `KeyFile` when it is damaged: guessing another would lock everybody out for good.
    pub fn key(&self, chance: &dyn Chance) -> Result<[u8; 32], BootError> {
        let path = self.0.join("installation.key");
        match fs::read_to_string(&path) {
            Ok(text) => parse_key(text.trim()).ok_or(BootError::KeyFile(path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut key = [0u8; 32];
                chance.fill(&mut key);
                write_key(&path, &key).map_err(|error| BootError::Folder(path, error))?;
                Ok(key)
            }
            Err(error) => Err(BootError::Folder(path, error)),
        }
    }
}

fn make(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

fn write_key(path: &Path, key: &[u8; 32]) -> io::Result<()> {
    let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn parse_key(text: &str) -> Option<[u8; 32]> {
    let mut key = [0u8; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, slot) in key.iter_mut().enumerate() {
        let from = index.checked_mul(2)?;
        *slot = u8::from_str_radix(text.get(from..from.checked_add(2)?)?, 16).ok()?;
    }
    Some(key)
}

/// The first line of a file that a setting names, such as a password.
///
/// # Errors
/// Those of the file system.
pub fn read_setting(path: &Path) -> io::Result<String> {
    Ok(fs::read_to_string(path)?.lines().next().unwrap_or_default().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::clock::SystemChance;

    #[test]
    fn the_key_is_made_once_and_a_damaged_one_is_not_replaced() {
        let home = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(&home.path().join("data")).unwrap();
        let key = folder.key(&SystemChance).unwrap();
        assert_eq!(folder.key(&SystemChance).unwrap(), key);
        fs::write(folder.path().join("installation.key"), "short").unwrap();
        assert!(matches!(folder.key(&SystemChance), Err(BootError::KeyFile(_))));
    }

    #[test]
    fn a_look_at_a_folder_that_no_server_used_makes_nothing() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("mistyped");
        assert!(matches!(DataFolder::open_used(&path), Err(BootError::Unused(_))));
        assert!(!path.exists());
        let folder = DataFolder::open(&path).unwrap();
        assert!(DataFolder::open_used(&path).is_err());
        folder.key(&SystemChance).unwrap();
        assert!(DataFolder::open_used(&path).is_ok());
    }
}
