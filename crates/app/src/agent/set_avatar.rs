//! An agent's picture.

use entrenous_domain::account::Actor;
use entrenous_domain::ids::UploadId;
use entrenous_storage::StorageError;

use super::tell::tell_agent;
use crate::context::Context;
use crate::upload::{NewFile, UploadError, store_avatar};

/// Why the picture stays.
#[derive(Debug, thiserror::Error)]
pub enum SetAvatarError {
    /// The picture is refused.
    #[error("the picture was refused")]
    Upload(#[from] UploadError),
    /// The database failed.
    #[error("the picture could not be stored")]
    Storage(#[from] StorageError),
}

/// Stores a picture, written anew as a square, and shows it at once.
///
/// # Errors
/// See [`SetAvatarError`].
pub async fn set_avatar(ctx: &Context, actor: &Actor, file: NewFile) -> Result<(), SetAvatarError> {
    let upload = store_avatar(ctx, actor.account(), actor.agent(), file).await?;
    set(ctx, actor, Some(&upload.id)).await?;
    Ok(())
}

/// Takes the picture away; the initials come back.
///
/// # Errors
/// Those of the database.
pub async fn remove_avatar(ctx: &Context, actor: &Actor) -> Result<(), StorageError> {
    set(ctx, actor, None).await
}

async fn set(ctx: &Context, actor: &Actor, avatar: Option<&UploadId>) -> Result<(), StorageError> {
    let mut work = ctx.db.unit().await?;
    work.agents().set_avatar(actor.account(), actor.agent(), avatar).await?;
    work.save().await?;
    tell_agent(ctx, actor.account(), actor.agent()).await;
    Ok(())
}
