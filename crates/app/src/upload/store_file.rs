//! A file comes in.

use bytes::Bytes;
use entrenous_domain::account::Actor;
use entrenous_domain::ids::{AccountId, AgentId, ConversationId, SiteId, UploadId};
use entrenous_domain::privacy::RateKey;
use entrenous_domain::text;
use entrenous_storage::{Sender, StorageError, Upload};

use super::picture::{PictureError, decoded_bytes, re_encode};
use super::sniff;
use crate::context::Context;
use crate::conversation::{ActError, look};
use crate::throttle::Limit;
use crate::visitor::Guest;

/// A file as it came in.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// The name that the sender gave it.
    pub name: String,
    /// The type that the sender declared.
    pub declared_type: String,
    /// All of it; the edge has limited its size.
    pub bytes: Bytes,
}

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// The conversation does not exist for this sender.
    #[error("there is no such conversation for this sender")]
    NotFound,
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is larger than allowed.
    #[error("the file is larger than {max} bytes")]
    TooLarge {
        /// The limit in bytes.
        max: u64,
    },
    /// The visitor, or the visitors of one address together, have sent too much today.
    #[error("the visitor has sent too many bytes today")]
    Quota,
    /// It calls itself a picture and cannot be read as one, or has too many pixels.
    #[error("the picture was refused")]
    Picture(#[from] PictureError),
    /// The database or the blob store failed.
    #[error("the file could not be stored")]
    Storage(#[from] StorageError),
}

/// One day in milliseconds.
const DAY_MS: i64 = 86_400_000;
/// One MiB in bytes.
const MIB: u64 = 1024 * 1024;
/// Decoded pixels of more bytes are decoded alone.
const LARGE_PICTURE: u64 = 32 * MIB;
/// The side of an agent's picture in pixels.
const AVATAR_SIDE: u32 = 192;

struct Owner {
    account: AccountId,
    site: Option<SiteId>,
    conversation: Option<ConversationId>,
    sender: Sender,
}

/// Whether a visitor may send so many bytes more today; asked before they are read.
///
/// # Errors
/// `Quota`, `Storage`.
pub async fn visitor_may_send(ctx: &Context, guest: &Guest, size_bytes: u64) -> Result<(), UploadError> {
    let since = ctx.now().plus_ms(-DAY_MS);
    let sent = ctx.db.view().await?.uploads().size_of_visitor(&guest.site.id, &guest.visitor.id, since).await?;
    let coming = u64::try_from(sent).unwrap_or(0).saturating_add(size_bytes);
    if coming > ctx.settings.max_visitor_bytes_per_day { Err(UploadError::Quota) } else { Ok(()) }
}

/// A visitor uploads a file; it belongs to no conversation until a message carries it.
///
/// Visitors cost nothing to make, so what `peer` sends is counted for all of its visitors together.
///
/// # Errors
/// See [`UploadError`].
pub async fn upload_by_visitor(ctx: &Context, guest: &Guest, peer: RateKey, file: NewFile) -> Result<Upload, UploadError> {
    let size_bytes = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
    visitor_may_send(ctx, guest, size_bytes).await?;
    let mib = |bytes: u64| i64::try_from(bytes.div_ceil(MIB)).unwrap_or(i64::MAX);
    let burst = mib(ctx.settings.max_address_bytes_per_day).max(1);
    let limit = Limit { name: "files_of_peer", burst, refill_ms: (DAY_MS / burst).max(1) };
    ctx.throttle.take_times(ctx.now(), &[(limit, peer)], mib(size_bytes)).map_err(|_| UploadError::Quota)?;
    let owner = Owner {
        account: guest.site.account.clone(),
        site: Some(guest.site.id.clone()),
        conversation: None,
        sender: Sender::Visitor(guest.visitor.id.clone()),
    };
    store(ctx, owner, file, None).await
}

/// An agent uploads a file to a conversation.
///
/// # Errors
/// See [`UploadError`].
pub async fn upload_by_agent(ctx: &Context, actor: &Actor, conversation: &ConversationId, file: NewFile) -> Result<Upload, UploadError> {
    let mut view = ctx.db.view().await?;
    let reached = look(&mut view, actor, conversation).await.map_err(|error| match error {
        ActError::Storage(error) => UploadError::Storage(error),
        _ => UploadError::NotFound,
    })?;
    drop(view);
    let owner = Owner {
        account: actor.account().clone(),
        site: Some(reached.site.into_thing()),
        conversation: Some(conversation.clone()),
        sender: Sender::Agent(actor.agent().clone()),
    };
    store(ctx, owner, file, None).await
}

/// An agent's picture: a square, and a picture it must be.
///
/// # Errors
/// See [`UploadError`].
pub async fn store_avatar(ctx: &Context, account: &AccountId, agent: &AgentId, file: NewFile) -> Result<Upload, UploadError> {
    let owner = Owner { account: account.clone(), site: None, conversation: None, sender: Sender::Agent(agent.clone()) };
    store(ctx, owner, file, Some(AVATAR_SIDE)).await
}

/// Adds the row. A visitor is held meanwhile, so that files sent at the same time are counted one after the other.
async fn add_within_quota(ctx: &Context, upload: &Upload) -> Result<(), UploadError> {
    let mut work = ctx.db.unit().await?;
    if let (Some(site), Sender::Visitor(visitor)) = (&upload.site, &upload.sender) {
        work.visitors().get_for_change(site, visitor).await?;
        let sent = work.uploads().size_of_visitor(site, visitor, ctx.now().plus_ms(-DAY_MS)).await?;
        if u64::try_from(sent.saturating_add(upload.size)).unwrap_or(u64::MAX) > ctx.settings.max_visitor_bytes_per_day {
            return Err(UploadError::Quota);
        }
    }
    work.uploads().add(upload).await?;
    Ok(work.save().await?)
}

/// The one path for every kind of upload: find out what it is, write pictures anew, object first, row after it.
async fn store(ctx: &Context, owner: Owner, file: NewFile, square: Option<u32>) -> Result<Upload, UploadError> {
    let max = ctx.settings.max_file_bytes;
    if file.bytes.is_empty() {
        return Err(UploadError::Empty);
    }
    if u64::try_from(file.bytes.len()).unwrap_or(u64::MAX) > max {
        return Err(UploadError::TooLarge { max });
    }
    let name = text::file_name(&file.name);
    let kind = sniff::content_type(&name, &file.declared_type, &file.bytes);
    let (bytes, content_type, pixels) = if sniff::is_picture(kind) {
        let raw = file.bytes.clone();
        // A picture of some kilobytes may need a hundred megabytes while it is decoded: two at a time, or a large one alone.
        let n_turns = if decoded_bytes(&raw)? > LARGE_PICTURE { 2 } else { 1 };
        let turn = ctx.decoding.clone().acquire_many_owned(n_turns).await.map_err(|_| PictureError::Unreadable)?;
        let done = tokio::task::spawn_blocking(move || {
            let picture = re_encode(&raw, square, max);
            // Given back by the work itself: a caller that hangs up does not end it.
            drop(turn);
            picture
        })
        .await;
        let picture = done.map_err(|_| PictureError::Unreadable)??;
        (Bytes::from(picture.bytes), picture.content_type, Some((i64::from(picture.width), i64::from(picture.height))))
    } else if square.is_some() {
        return Err(UploadError::Picture(PictureError::Unreadable));
    } else {
        (file.bytes, kind, None)
    };
    let id = ctx.new_id(UploadId::new);
    let upload = Upload {
        blob_key: id.as_str().to_owned(),
        id,
        account: owner.account,
        site: owner.site,
        conversation: owner.conversation,
        sender: owner.sender,
        file_name: name,
        content_type: content_type.to_owned(),
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        pixels,
        created_at: ctx.now(),
    };
    ctx.blobs.put(&upload.blob_key, bytes).await?;
    match add_within_quota(ctx, &upload).await {
        Ok(()) => Ok(upload),
        Err(error) => {
            // Without its row the object belongs to nobody.
            ctx.blobs.delete(&upload.blob_key).await?;
            Err(error)
        }
    }
}
