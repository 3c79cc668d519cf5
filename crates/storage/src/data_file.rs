//! The SQLite file: who holds it, how connections to it behave, and what lives beside it.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tokio::io::AsyncWriteExt;

use crate::error::{Result, StorageError};
use crate::inline::{one, script};
use crate::log_keeper::LogTurn;
use crate::open::{SqlitePlace, Sync};
use crate::sqlite_error::of_driver;

/// How long a statement waits for another program that has the file open (a back-up, a shell).
pub(crate) const BUSY: Duration = Duration::from_secs(5);

/// How many statements a connection keeps prepared; more than there are.
const PREPARED: usize = 512;

/// Device and number of a file.
type Identity = (u64, u64);

/// A SQLite file that is ours as long as this lives.
#[derive(Debug)]
pub struct DataFile {
    path: PathBuf,
    sync: Sync,
    /// The operating system gives the lock back when the process ends, however it ends.
    lock: File,
    /// For whoever writes the log home.
    pub(crate) log_turn: LogTurn,
    /// SQLite's log beside it.
    log_path: PathBuf,
    /// Device and number of the file, from when it was opened first.
    identity: OnceLock<Identity>,
    /// The same of the log, from when it was first seen; it keeps its name and number until the last connection is closed.
    log_identity: OnceLock<Identity>,
    /// Whether one of the paths led to another file, or to none, when it was last looked at.
    is_gone: AtomicBool,
}

impl DataFile {
    /// Takes `<file>.lock`.
    ///
    /// SQLite would let a second process in, and both would answer their own visitors from their own memory.
    pub(crate) fn claim(place: &SqlitePlace) -> Result<Self> {
        let path = place.path.clone();
        let lock_path = beside(&path, "lock");
        let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path);
        let lock = opened.map_err(|source| StorageError::File { path: lock_path.clone(), source })?;
        match lock.try_lock() {
            Ok(()) => {
                let log_path = with_ending(&path, "-wal");
                let (log_turn, identity, log_identity, is_gone) = Default::default();
                Ok(DataFile { path, sync: place.sync, lock, log_turn, log_path, identity, log_identity, is_gone })
            }
            Err(TryLockError::WouldBlock) => Err(StorageError::Locked { path }),
            Err(TryLockError::Error(source)) => Err(StorageError::File { path: lock_path, source }),
        }
    }

    /// Gives the lock back before the process ends. Nothing may use the file afterwards.
    pub(crate) fn release(&self) {
        if let Err(error) = self.lock.unlock() {
            tracing::warn!(error = %error, "the lock of the database file stays until this process ends");
        }
    }

    /// A connection that may write. The first one makes the file if there is none.
    pub(crate) async fn connect(&self) -> Result<Connection> {
        self.check_there()?;
        let (path, sync) = self.place();
        let connection = blocking(move || open(&path, sync)).await?;
        if self.identity.get().is_none()
            && let Ok(found) = tokio::fs::metadata(&self.path).await
        {
            let _first = self.identity.set((found.dev(), found.ino()));
        }
        Ok(connection)
    }

    /// Whether the paths still lead to the file and the log that are open. What was removed, moved or replaced goes on being
    /// written by those who have it open, and is gone with them.
    ///
    /// Asked before every acknowledgement, so it asks the system twice, right here: that takes some microseconds, and a
    /// thread for it would cost more.
    ///
    /// # Errors
    /// `Gone` until both are back.
    pub(crate) fn check_there(&self) -> Result<()> {
        if self.identity.get().is_none() {
            return Ok(());
        }
        let is_gone =
            is_another(&self.identity, std::fs::metadata(&self.path)) || is_another(&self.log_identity, std::fs::metadata(&self.log_path));
        let was_gone = self.is_gone.swap(is_gone, Ordering::AcqRel);
        if is_gone && !was_gone {
            tracing::error!(
                "the database file or its log (-wal) was removed, moved or replaced while it is in use: nothing is accepted any \
                 more. Put it back; this process still has it open and serves what was said, so do not stop it before you have a copy"
            );
        } else if was_gone && !is_gone {
            tracing::info!("the database file is back, and is written again");
        }
        if is_gone { Err(StorageError::Gone) } else { Ok(()) }
    }

    /// What [`DataFile::check_there`] found last.
    pub(crate) fn is_gone(&self) -> bool {
        self.is_gone.load(Ordering::Acquire)
    }

    /// A connection that the database does not let write.
    pub(crate) async fn connect_to_look(&self) -> Result<Connection> {
        // SQLite would make an empty file and find nothing in it.
        self.check_there()?;
        let (path, sync) = self.place();
        blocking(move || {
            let connection = open(&path, sync)?;
            script(&connection, "PRAGMA query_only = ON")?;
            Ok(connection)
        })
        .await
    }

    /// Where the file is, and when its commits count as kept.
    pub(crate) fn place(&self) -> (PathBuf, Sync) {
        (self.path.clone(), self.sync)
    }

    /// See [`crate::Db::truncate_log`].
    pub(crate) async fn truncate_log(&self) -> Result<()> {
        let connection = self.connect().await?;
        let _turn = self.log_turn.lock().await;
        let busy: Option<(i64,)> = blocking(move || one(&connection, "PRAGMA wal_checkpoint(TRUNCATE)", &[])).await?;
        if busy == Some((0,)) { Ok(()) } else { Err(StorageError::Unavailable(None)) }
    }

    /// Copies the committed content to `<file>.<name>`: whole and on disk, or not there at all.
    pub(crate) async fn snapshot(&self, name: &str) -> Result<PathBuf> {
        let target = beside(&self.path, name);
        let unfinished = beside(&target, "unfinished");
        let failed = |source| StorageError::File { path: unfinished.clone(), source };
        make_empty_like(&self.path, &unfinished).map_err(failed)?;
        let connection = self.connect().await?;
        let into = unfinished.to_string_lossy().into_owned();
        // Not a copy of the file: the log beside it may hold what the file does not.
        blocking(move || connection.execute("VACUUM INTO ?1", [into]).map_err(of_driver)).await?;
        let copy = tokio::fs::File::open(&unfinished).await.map_err(failed)?;
        copy.sync_all().await.map_err(failed)?;
        self.publish(&unfinished, &target).await?;
        Ok(target)
    }

    /// The text of `<file>.<ending>`, or `None` when there is none.
    pub(crate) async fn read_beside(&self, ending: &str) -> Result<Option<String>> {
        let path = beside(&self.path, ending);
        match tokio::fs::read_to_string(&path).await {
            Ok(text) => Ok(Some(text.trim().to_owned())),
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(StorageError::File { path, source }),
        }
    }

    /// Replaces `<file>.<ending>` as a whole.
    pub(crate) async fn write_beside(&self, ending: &str, text: &str) -> Result<()> {
        let target = beside(&self.path, ending);
        let unfinished = beside(&target, "unfinished");
        let failed = |source| StorageError::File { path: unfinished.clone(), source };
        let mut file = tokio::fs::File::create(&unfinished).await.map_err(failed)?;
        file.write_all(text.as_bytes()).await.map_err(failed)?;
        file.sync_all().await.map_err(failed)?;
        self.publish(&unfinished, &target).await
    }

    /// Gives a finished file its name, and makes the folder remember it.
    async fn publish(&self, unfinished: &Path, target: &Path) -> Result<()> {
        let failed = |source| StorageError::File { path: target.to_owned(), source };
        tokio::fs::rename(unfinished, target).await.map_err(failed)?;
        let folder = match target.parent() {
            Some(folder) if folder != Path::new("") => folder,
            Some(_) | None => Path::new("."),
        };
        let folder = tokio::fs::File::open(folder).await.map_err(failed)?;
        folder.sync_all().await.map_err(failed)
    }
}

/// Whether a path leads elsewhere than at the first time that something was there.
fn is_another(ours: &OnceLock<Identity>, found: std::io::Result<std::fs::Metadata>) -> bool {
    match found {
        Ok(found) => {
            let found = (found.dev(), found.ino());
            *ours.get_or_init(|| found) != found
        }
        // A folder that cannot be looked into for a moment says nothing of the file.
        Err(error) => error.kind() == std::io::ErrorKind::NotFound && ours.get().is_some(),
    }
}

/// Opens a connection to the database.
fn open(path: &Path, sync: Sync) -> Result<Connection, sqlx::Error> {
    let synchronous = match sync {
        Sync::Full => "FULL",
        Sync::Off => "OFF",
    };
    // 64 MiB. The keeper of the log comes before that.
    connect(path, synchronous, "16000")
}

/// Opens a connection to a file and makes it behave. `log_pages` is how long the log is before a commit writes it home.
pub(crate) fn connect(path: &Path, synchronous: &str, log_pages: &str) -> Result<Connection, sqlx::Error> {
    // NO_MUTEX: a connection is lent to one thread at a time, which the compiler checks.
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(uri(path, "rwc"), flags).map_err(of_driver)?;
    connection.busy_timeout(BUSY).map_err(of_driver)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    for (pragma, value) in [
        ("journal_mode", "WAL"),
        ("synchronous", synchronous),
        ("foreign_keys", "ON"),
        // Deleted content is overwritten, also inside pages: erasure must be able to prove it.
        ("secure_delete", "ON"),
        ("wal_autocheckpoint", log_pages),
        // A mapped file turns a disk error into a signal that kills the process without a word.
        ("mmap_size", "0"),
        // Sorting spills must not leave visitors' words in the temporary folder.
        ("temp_store", "MEMORY"),
    ] {
        script(&connection, &format!("PRAGMA {pragma} = {value}"))?;
    }
    Ok(connection)
}

/// Lets a connection see another file under a name, without being able to change it.
pub(crate) fn attach_to_look(connection: &Connection, path: &Path, name: &str) -> Result<(), sqlx::Error> {
    connection.execute("ATTACH ?1 AS ?2", [uri(path, "ro").as_str(), name]).map(drop).map_err(of_driver)
}

/// A path as SQLite's URI, <https://www.sqlite.org/uri.html>; only so it can be attached to look.
fn uri(path: &Path, mode: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    let path: String = bytes.map(|byte| if plain(*byte) { char::from(*byte).to_string() } else { format!("%{byte:02x}") }).collect();
    // Two slashes at the beginning would name a host.
    let host = if path.starts_with('/') { "//" } else { "" };
    format!("file:{host}{path}?mode={mode}")
}

/// Runs what may wait for the disk away from the async threads.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, sqlx::Error> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(StorageError::Unavailable(None)),
    }
}

/// `<file>.<ending>`, in the same folder.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    with_ending(path, &format!(".{ending}"))
}

/// Makes an empty file, which only those may read who may read the other. SQLite would let everybody.
#[expect(clippy::disallowed_methods, reason = "this is beside the data folder's own file")]
pub(crate) fn make_empty_like(like: &Path, path: &Path) -> std::io::Result<()> {
    let rights = std::fs::metadata(like)?.permissions();
    File::create(path)?.set_permissions(rights)
}

/// A path with something after its name.
pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::uri;

    #[test]
    fn any_path_is_a_uri() {
        for (path, expected) in [
            ("/data/entrenous.db", "file:///data/entrenous.db?mode=ro"),
            ("./data/entrenous.db", "file:./data/entrenous.db?mode=ro"),
            ("//a/50% of? #1 é.db", "file:////a/50%25%20of%3f%20%231%20%c3%a9.db?mode=ro"),
            ("file:a?mode=memory", "file:file%3aa%3fmode%3dmemory?mode=ro"),
        ] {
            assert_eq!(uri(Path::new(path), "ro"), expected);
        }
    }
}
