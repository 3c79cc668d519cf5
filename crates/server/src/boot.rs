//! From a configuration to a running house: the only file that chooses database, bus and mailer.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use entrenous_app::Context;
use entrenous_app::consent::begin_ledgers;
use entrenous_app::context::{Chance, Clock, Settings};
use entrenous_app::secret::Keys;
use entrenous_domain::ids::encode;
use entrenous_fanout::{Bus, Presence};
use entrenous_storage::{Blobs, Db, Place, PostgresPlace, SqlitePlace, StorageError};

use crate::config::{Config, DatabaseKind};
use crate::outside::clock::{SystemChance, SystemClock};
use crate::outside::data_folder::DataFolder;
use crate::outside::mail;

/// Why the server does not start; each reads as one message for whoever starts it.
#[derive(Debug)]
pub enum BootError {
    /// The data folder cannot be made or written.
    Folder(PathBuf, io::Error),
    /// No server has run in the data folder yet.
    Unused(PathBuf),
    /// A file that the configuration names cannot be read.
    File(&'static str, PathBuf, io::Error),
    /// The key file is there and is not one.
    KeyFile(PathBuf),
    /// The database does not open.
    Storage(StorageError),
    /// The address cannot be listened on.
    Listen(String, io::Error),
    /// The mail settings do not fit together.
    Mail(String),
    /// The demo cannot be made here.
    Demo(String),
}

impl fmt::Display for BootError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path, error) => {
                write!(f, "The data folder {} cannot be written: {error}. Choose another with --data-dir.", path.display())
            }
            Self::Unused(path) => write!(
                f,
                "No server has run in {} yet. Check --data-dir and the setting data.dir; the first `entrenous serve` makes the folder.",
                path.display()
            ),
            Self::File(key, path, error) => write!(f, "The file {} of the setting {key} cannot be read: {error}.", path.display()),
            Self::KeyFile(path) => write!(
                f,
                "The key file {} is damaged: it must hold 64 hexadecimal characters. Without the right key every sign-in and visitor token is lost; restore it from your back-up.",
                path.display()
            ),
            Self::Storage(StorageError::Locked { path }) => {
                write!(
                    f,
                    "Another process is using the database {}. Stop it first, or choose another folder with --data-dir.",
                    path.display()
                )
            }
            Self::Storage(StorageError::Gone) => f.write_str(
                "The database file is missing or empty, but entrenous.db.epoch beside it says that a database was here. Put entrenous.db back, together with entrenous.db-wal if there is one; to begin anew, remove entrenous.db.epoch as well. Nothing was changed.",
            ),
            Self::Storage(StorageError::Newer { found, known }) => write!(
                f,
                "The database was written by a newer version of Entrenous (schema {found}, this one knows up to {known}). Nothing was changed; start the newer version."
            ),
            Self::Storage(error) => {
                write!(f, "The database cannot be opened: {error}")?;
                let mut source = std::error::Error::source(error);
                while let Some(cause) = source {
                    write!(f, ": {cause}")?;
                    source = cause.source();
                }
                f.write_str(".")
            }
            Self::Listen(address, error) if error.kind() == io::ErrorKind::AddrInUse => {
                write!(
                    f,
                    "The address {address} is taken by another program. Stop it, or choose another with --listen (port 0 takes a free one)."
                )
            }
            Self::Listen(address, error) => write!(f, "The address {address} cannot be listened on: {error}."),
            Self::Demo(reason) => write!(f, "The demo cannot be made: {reason}."),
            Self::Mail(reason) => write!(f, "The mail settings cannot be used: {reason}."),
        }
    }
}

impl std::error::Error for BootError {}

impl From<StorageError> for BootError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

/// Opens the database and brings its schema up to date; the first time also the ledgers of sites from before they had an end.
///
/// # Errors
/// See [`BootError`].
pub async fn open_database(config: &Config, folder: &DataFolder) -> Result<Db, BootError> {
    let db = Db::open(&place(config, folder)?).await?;
    db.migrate(SystemClock.now().as_ms()).await?;
    if !folder.has_begun_ledgers() {
        let mut unused = [0u8; 32];
        SystemChance.fill(&mut unused);
        begin_ledgers(&db, &Keys::new(&folder.key(&SystemChance)?, unused)).await?;
        folder.note_begun_ledgers()?;
    }
    Ok(db)
}

/// Where the configured database is.
///
/// # Errors
/// When the file with its address cannot be read.
pub fn place(config: &Config, folder: &DataFolder) -> Result<Place, BootError> {
    Ok(match config.database.kind {
        DatabaseKind::Sqlite => Place::Sqlite(SqlitePlace::at(folder.database_file()?)),
        DatabaseKind::Postgres => {
            let file = Path::new(&config.database.url_file);
            let url = if config.database.url_file.is_empty() {
                config.database.url.clone()
            } else {
                crate::outside::data_folder::read_setting(file)
                    .map_err(|error| BootError::File("database.url_file", file.to_owned(), error))?
            };
            Place::Postgres(PostgresPlace { url, connections: config.database.connections })
        }
    })
}

/// Everything that actions need.
///
/// # Errors
/// See [`BootError`].
pub async fn context(config: &Config, folder: &DataFolder, db: Db, public_url: String) -> Result<Context, BootError> {
    let chance: Arc<dyn Chance> = Arc::new(SystemChance);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let mut fresh = [0u8; 10];
    chance.fill(&mut fresh);
    let epoch = db.settle_epoch(&encode(clock.now(), fresh)).await?;
    let mut today = [0u8; 32];
    chance.fill(&mut today);
    let keys = Keys::new(&folder.key(chance.as_ref())?, today);
    let settings = Settings {
        public_url,
        max_file_bytes: config.files.max_bytes,
        max_visitor_bytes_per_day: config.files.max_visitor_bytes_per_day,
        max_address_bytes_per_day: config.files.max_address_bytes_per_day,
        event_keep_ms: i64::from(config.events.keep_hours).saturating_mul(3_600_000),
        ledger_keep_ms: i64::from(config.consent.keep_days).saturating_mul(86_400_000),
    };
    Ok(Context {
        blobs: Blobs::on_disk(&folder.make("files")?, config.files.keep_free_bytes)?,
        mailer: mail::mailer(&config.mail, &folder.make("mails")?)?,
        bus: Bus::local(),
        presence: Presence::default(),
        passwords: entrenous_app::password::Passwords::default(),
        seen_pages: entrenous_app::visitor::SeenPages::default(),
        throttle: entrenous_app::throttle::Throttle::default(),
        decoding: Arc::new(tokio::sync::Semaphore::new(2)),
        settings: Arc::new(settings),
        epoch: Arc::from(epoch.id.as_str()),
        clock,
        chance,
        keys,
        db,
    })
}
