//! Objects come back as they went, on disk and in memory.

use bytes::Bytes;
use entrenous_storage::{Blobs, StorageError};
use futures_util::TryStreamExt as _;

#[tokio::test]
async fn objects_come_back_whole_and_in_parts_until_deleted() {
    let folder = tempfile::tempdir().unwrap();
    for blobs in [Blobs::on_disk(folder.path(), 0).unwrap(), Blobs::in_memory()] {
        blobs.put("bl_0123456789", Bytes::from_static(b"hello world")).await.unwrap();
        assert_eq!(blobs.get("bl_0123456789").await.unwrap(), "hello world");
        assert_eq!(blobs.get_range("bl_0123456789", 6..11).await.unwrap(), "world");
        assert_eq!(blobs.get_range("bl_0123456789", 6..99).await.unwrap(), "world");
        blobs.put("bl_0123456789", Bytes::from_static(b"again")).await.unwrap();
        assert_eq!(blobs.get("bl_0123456789").await.unwrap(), "again");
        blobs.delete("bl_0123456789").await.unwrap();
        blobs.delete("bl_0123456789").await.unwrap();
        assert!(matches!(blobs.get("bl_0123456789").await, Err(StorageError::BlobMissing)));
    }
}

#[tokio::test]
async fn a_key_that_the_server_did_not_make_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::on_disk(folder.path(), 0).unwrap();
    for key in ["", "short", "../../etc/passwd", "UPPERCASE", "has space in it", "nul\0nul\0nul", &"a".repeat(65)] {
        assert!(matches!(blobs.put(key, Bytes::new()).await, Err(StorageError::BlobKey)), "{key:?}");
        assert!(matches!(blobs.get(key).await, Err(StorageError::BlobKey)), "{key:?}");
    }
}

#[tokio::test]
async fn an_object_on_disk_is_there_after_opening_the_folder_again() {
    let folder = tempfile::tempdir().unwrap();
    Blobs::on_disk(folder.path(), 0).unwrap().put("bl_0123456789", Bytes::from_static(b"kept")).await.unwrap();
    assert_eq!(Blobs::on_disk(folder.path(), 0).unwrap().get("bl_0123456789").await.unwrap(), "kept");
}

#[tokio::test]
async fn the_last_of_the_disk_is_not_for_objects() {
    let folder = tempfile::tempdir().unwrap();
    let greedy = Blobs::on_disk(folder.path(), u64::MAX).unwrap();
    let refused = greedy.put("bl_0123456789", Bytes::from_static(b"kept")).await;
    assert!(matches!(refused, Err(StorageError::Full)), "{refused:?}");
    Blobs::on_disk(folder.path(), 1).unwrap().put("bl_0123456789", Bytes::from_static(b"kept")).await.unwrap();
}

#[tokio::test]
async fn an_object_comes_in_pieces() {
    let folder = tempfile::tempdir().unwrap();
    for blobs in [Blobs::on_disk(folder.path(), 0).unwrap(), Blobs::in_memory()] {
        assert!(matches!(blobs.stream("bl_0123456789").await.err(), Some(StorageError::BlobMissing)));
        let bytes = Bytes::from(vec![7; 300_000]);
        blobs.put("bl_0123456789", bytes.clone()).await.unwrap();
        let pieces: Vec<Bytes> = blobs.stream("bl_0123456789").await.unwrap().try_collect().await.unwrap();
        assert_eq!(pieces.concat(), bytes);
    }
}
