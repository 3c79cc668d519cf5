//! Objects too large for rows: attachments and recordings.
//!
//! The row is the truth: it is written after its object and erased before nobody needs the object any more;
//! a sweeper removes objects without a row. Nobody else names a path or a bucket.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use rustix::io::Errno;

use crate::error::{Result, StorageError};

/// Where objects are kept. Clones share it.
#[derive(Clone, Debug)]
pub enum Blobs {
    /// A folder; an object that was put survives a power cut.
    Disk(Arc<Disk>),
    /// Nowhere for long; for tests.
    Memory(Arc<InMemory>),
}

/// A folder on a disk that others need too.
#[derive(Debug)]
pub struct Disk {
    store: LocalFileSystem,
    folder: PathBuf,
    keep_free_bytes: u64,
}

impl Blobs {
    /// Objects in a folder, which must exist. No object takes the disk's last `keep_free_bytes`: they are for the
    /// database, because messages must go on where files cannot.
    ///
    /// # Errors
    /// `Blob` when the folder cannot be used.
    pub fn on_disk(folder: &Path, keep_free_bytes: u64) -> Result<Self> {
        let store = LocalFileSystem::new_with_prefix(folder).map_err(StorageError::Blob)?;
        // The file and every new folder above it are synced before `put` answers.
        let store = store.with_fsync(true).with_automatic_cleanup(false);
        Ok(Blobs::Disk(Arc::new(Disk { store, folder: folder.to_owned(), keep_free_bytes })))
    }

    /// Objects in memory.
    pub fn in_memory() -> Self {
        Blobs::Memory(Arc::new(InMemory::new()))
    }

    /// Keeps an object under a random key that the server made (8 to 64 of `a`–`z`, `0`–`9`, `_`), never a name from outside.
    /// Putting the same key again replaces the object.
    ///
    /// # Errors
    /// `BlobKey` when the key is not of that form, `Full` when the disk is, `Blob` otherwise.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<()> {
        let place = place_of(key)?;
        if !self.has_room(u64::try_from(bytes.len()).unwrap_or(u64::MAX)) {
            return Err(StorageError::Full);
        }
        self.store().put(&place, PutPayload::from_bytes(bytes)).await.map(drop).map_err(sort)
    }

    /// The whole object.
    ///
    /// # Errors
    /// `BlobMissing` when there is none.
    pub async fn get(&self, key: &str) -> Result<Bytes> {
        let found = self.store().get(&place_of(key)?).await.map_err(sort)?;
        found.bytes().await.map_err(sort)
    }

    /// The object in pieces as they are read, so that a large one is never in memory as a whole.
    ///
    /// # Errors
    /// `BlobMissing` when there is none; a piece that cannot be read ends the stream with its error.
    pub async fn stream(&self, key: &str) -> Result<BoxStream<'static, Result<Bytes>>> {
        let found = self.store().get(&place_of(key)?).await.map_err(sort)?;
        Ok(found.into_stream().map_err(sort).boxed())
    }

    /// Whether the disk has room for so much without its last bytes, which are for messages. What cannot be asked is left
    /// to the write. Whatever else can wait asks too.
    pub fn has_room(&self, size_bytes: u64) -> bool {
        let Blobs::Disk(disk) = self else { return true };
        rustix::fs::statvfs(&disk.folder).map_or(true, |disk_now| {
            let free = disk_now.f_bavail.saturating_mul(disk_now.f_frsize);
            free >= disk.keep_free_bytes.saturating_add(size_bytes)
        })
    }

    /// The bytes from `range.start` up to but without `range.end`; fewer when the object ends before.
    ///
    /// # Errors
    /// `BlobMissing` when there is none, `Blob` when the range is empty or begins behind the end.
    pub async fn get_range(&self, key: &str, range: Range<u64>) -> Result<Bytes> {
        self.store().get_range(&place_of(key)?, range).await.map_err(sort)
    }

    /// Removes an object; one that is not there is removed already.
    ///
    /// # Errors
    /// `Blob` when the store refused.
    pub async fn delete(&self, key: &str) -> Result<()> {
        match self.store().delete(&place_of(key)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(sort(error)),
        }
    }

    fn store(&self) -> &dyn ObjectStore {
        match self {
            Blobs::Disk(disk) => &disk.store,
            Blobs::Memory(store) => store.as_ref(),
        }
    }
}

/// `<last two characters>/<key>`: keys begin with the time, so only their end spreads over folders.
fn place_of(key: &str) -> Result<object_store::path::Path> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if !(8..=64).contains(&key.len()) || !key.bytes().all(allowed) {
        return Err(StorageError::BlobKey);
    }
    let (_, shard) = key.split_at(key.len().saturating_sub(2));
    Ok(object_store::path::Path::from_iter([shard, key]))
}

fn sort(error: object_store::Error) -> StorageError {
    if matches!(error, object_store::Error::NotFound { .. }) {
        return StorageError::BlobMissing;
    }
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(cause) = source {
        if let Some(refusal) = cause.downcast_ref::<std::io::Error>().and_then(passing) {
            return refusal;
        }
        source = cause.source();
    }
    StorageError::Blob(error)
}

/// What the operating system refuses now and may grant later.
fn passing(error: &std::io::Error) -> Option<StorageError> {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some(StorageError::Full),
        _ => {
            // This process, or the machine, has no file to open left until somebody closes one. They have no kind.
            let no_file = [Errno::MFILE, Errno::NFILE].map(|errno| Some(errno.raw_os_error()));
            no_file.contains(&error.raw_os_error()).then_some(StorageError::Unavailable(None))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(by: std::io::Error) -> StorageError {
        sort(object_store::Error::Generic { store: "LocalFileSystem", source: Box::new(by) })
    }

    #[test]
    fn what_passes_is_told_from_what_is_broken() {
        for errno in [Errno::MFILE, Errno::NFILE] {
            assert!(matches!(refused(errno.into()), StorageError::Unavailable(None)), "{errno}");
        }
        for errno in [Errno::NOSPC, Errno::DQUOT] {
            assert!(matches!(refused(errno.into()), StorageError::Full), "{errno}");
        }
        assert!(matches!(refused(Errno::IO.into()), StorageError::Blob(_)));
    }
}
