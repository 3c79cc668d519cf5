//! Removes files that visitors uploaded and never sent.
//!
//! Idempotent by nature: what is gone stays gone.

use entrenous_app::Context;
use entrenous_storage::StorageError;

/// How long a file waits for its message, in milliseconds. A box that was offline keeps an unsent message for a day.
const KEEP_MS: i64 = 48 * 3_600_000;
/// Files of one unit.
const BATCH: i64 = 100;

/// Sweeps until no such file is left.
///
/// # Errors
/// Those of the database and of the blob store.
pub async fn sweep_uploads(ctx: &Context) -> Result<(), StorageError> {
    let before = ctx.now().plus_ms(-KEEP_MS);
    loop {
        let mut work = ctx.db.unit().await?;
        let unsent = work.uploads().list_unsent(before, BATCH).await?;
        let mut gone = Vec::new();
        for upload in &unsent {
            if work.uploads().remove_unsent(&upload.id).await? {
                gone.push(&upload.blob_key);
            }
        }
        work.save().await?;
        // Rows first: a message that comes to carry the file at this very moment finds it whole or not at all.
        for key in gone {
            ctx.blobs.delete(key).await?;
        }
        if i64::try_from(unsent.len()).unwrap_or(0) < BATCH {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use entrenous_app::conversation::{Say, SendMessage, send_by_visitor};
    use entrenous_app::upload::{NewFile, file_for_visitor, upload_by_visitor};
    use entrenous_app::visitor::{BeginSession, begin_session};
    use entrenous_testkit::TestContext;

    use super::*;

    #[tokio::test]
    async fn files_that_were_never_sent_go_after_two_days_and_sent_ones_stay() {
        let test = TestContext::sqlite().await;
        let created = test.account().await;
        let cmd = BeginSession { chat_key: created.site.chat_key.as_str().to_owned(), is_own_page: true, ..BeginSession::default() };
        let guest = begin_session(&test.ctx, cmd).await.unwrap().guest;
        let upload = async |name: &str| {
            let file = NewFile { name: name.to_owned(), declared_type: "text/plain".to_owned(), bytes: "a file".into() };
            upload_by_visitor(&test.ctx, &guest, test.peer(1), file).await.unwrap()
        };
        let (sent, unsent) = (upload("sent.txt").await, upload("unsent.txt").await);
        let message = SendMessage { client_msg_id: "m".to_owned(), say: Say::File(sent.id.to_string()) };
        send_by_visitor(&test.ctx, &guest, &message).await.unwrap();

        test.advance_ms(KEEP_MS);
        sweep_uploads(&test.ctx).await.unwrap();
        assert!(file_for_visitor(&test.ctx, &guest, &unsent.id).await.is_ok(), "not before its time");
        test.advance_ms(1);
        sweep_uploads(&test.ctx).await.unwrap();
        assert!(file_for_visitor(&test.ctx, &guest, &unsent.id).await.is_err());
        assert!(test.ctx.blobs.get(&unsent.blob_key).await.is_err(), "its bytes are gone too");
        assert!(file_for_visitor(&test.ctx, &guest, &sent.id).await.is_ok());
    }
}
