//! A file goes out, to somebody who may see it.

use bytes::Bytes;
use entrenous_domain::account::Actor;
use entrenous_domain::ids::{AgentId, UploadId};
use entrenous_storage::{Sender, StorageError, Upload};
use futures_util::stream::BoxStream;

use crate::context::Context;
use crate::conversation::{ActError, look};
use crate::visitor::Guest;

/// A file with its bytes, which come as they are read.
pub struct FileBytes {
    /// What it is.
    pub upload: Upload,
    /// All of it, in pieces.
    pub bytes: BoxStream<'static, Result<Bytes, StorageError>>,
}

impl std::fmt::Debug for FileBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileBytes").field("upload", &self.upload).finish_non_exhaustive()
    }
}

/// Why a file is not handed out.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It does not exist, or the caller may not know of it.
    #[error("the file does not exist for this caller")]
    NotFound,
    /// The database or the blob store failed.
    #[error("the file could not be read")]
    Storage(#[from] StorageError),
}

/// A file of the visitor's own conversations, or one that the visitor has just uploaded.
///
/// # Errors
/// See [`ReadError`].
pub async fn file_for_visitor(ctx: &Context, guest: &Guest, id: &UploadId) -> Result<FileBytes, ReadError> {
    let mut view = ctx.db.view().await?;
    let upload = view.uploads().get_of_site(&guest.site.id, id).await?.ok_or(ReadError::NotFound)?;
    let is_own = upload.sender == Sender::Visitor(guest.visitor.id.clone());
    let is_in_own = match &upload.conversation {
        Some(conversation) => {
            let found = view.conversations().get(&guest.site.id, conversation).await?;
            // A file that an agent uploaded and has not sent belongs to the conversation and not yet to the visitor.
            found.is_some_and(|one| one.visitor == guest.visitor.id) && view.messages().carries(&guest.site.id, id).await?
        }
        None => false,
    };
    drop(view);
    if is_own || is_in_own { with_bytes(ctx, upload).await } else { Err(ReadError::NotFound) }
}

/// A file of a conversation that the agent may see.
///
/// # Errors
/// See [`ReadError`].
pub async fn file_for_agent(ctx: &Context, actor: &Actor, id: &UploadId) -> Result<FileBytes, ReadError> {
    let mut view = ctx.db.view().await?;
    let (account, site) = view.uploads().site_of(id).await?.ok_or(ReadError::NotFound)?;
    let site = actor.answer_site(&account, &site).ok_or(ReadError::NotFound)?;
    let upload = view.uploads().get_of_site(site.thing(), id).await?.ok_or(ReadError::NotFound)?;
    let conversation = upload.conversation.clone().ok_or(ReadError::NotFound)?;
    look(&mut view, actor, &conversation).await.map_err(|error| match error {
        ActError::Storage(error) => ReadError::Storage(error),
        _ => ReadError::NotFound,
    })?;
    drop(view);
    with_bytes(ctx, upload).await
}

/// The present picture of an agent; it is public, because visitors see it.
///
/// # Errors
/// See [`ReadError`].
pub async fn avatar(ctx: &Context, agent: &AgentId, id: &UploadId) -> Result<FileBytes, ReadError> {
    let mut view = ctx.db.view().await?;
    let upload = view.uploads().get_avatar(agent, id).await?.ok_or(ReadError::NotFound)?;
    drop(view);
    with_bytes(ctx, upload).await
}

async fn with_bytes(ctx: &Context, upload: Upload) -> Result<FileBytes, ReadError> {
    let bytes = ctx.blobs.stream(&upload.blob_key).await?;
    Ok(FileBytes { upload, bytes })
}
