//! What is the same for everybody who says something.

use entrenous_domain::conversation::{ClientMsgId, Content, ContentError, File, Message, text_content};
use entrenous_domain::ids::{ConversationId, SiteId, UploadId};
use entrenous_storage::{Sender, StorageError, Work};

/// What to say, as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Say {
    /// Plain text.
    Text(String),
    /// A file that was uploaded before.
    File(String),
}

/// A message to send.
#[derive(Debug, Clone)]
pub struct SendMessage {
    /// What the sender calls it; the same at each retry.
    pub client_msg_id: String,
    /// What to say.
    pub say: Say,
}

/// The message is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The message, also when it was kept by an earlier try.
    pub message: Message,
}

/// Why a message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The conversation or the visitor does not exist for this sender.
    #[error("there is no such conversation for this sender")]
    NotFound,
    /// The conversation is closed.
    #[error("the conversation is closed")]
    Closed,
    /// The text is empty or too long.
    #[error("the content was refused")]
    Content(ContentError),
    /// The client's id has another form than allowed.
    #[error("the client's message id is malformed")]
    ClientMsgId,
    /// The same client id came with another content or for another conversation.
    #[error("the client's message id was used for another message")]
    Reused,
    /// The file does not exist or belongs to somebody else.
    #[error("the file does not exist for this sender")]
    UnknownFile,
    /// The database failed.
    #[error("the message could not be stored")]
    Storage(#[from] StorageError),
}

/// Reads the client's id.
pub(super) fn client_id(cmd: &SendMessage) -> Result<ClientMsgId, SendError> {
    ClientMsgId::parse(&cmd.client_msg_id).ok_or(SendError::ClientMsgId)
}

/// The answer to a repeated send: the same one when the content is the same.
pub(super) fn repeated(earlier: Message, cmd: &SendMessage) -> Result<Accepted, SendError> {
    let is_same = match (&earlier.content, &cmd.say) {
        (Content::Text(kept), Say::Text(raw)) => text_content(raw).is_ok_and(|content| content == Content::Text(kept.clone())),
        (Content::File(file), Say::File(named)) => file.upload.as_str() == named,
        _ => false,
    };
    if is_same { Ok(Accepted { message: earlier }) } else { Err(SendError::Reused) }
}

/// Checks what to say before a conversation is made for it; a file is looked up and proven to be the sender's.
pub(super) async fn content_of(work: &mut Work, site: &SiteId, sender: &Sender, say: &Say) -> Result<Content, SendError> {
    match say {
        Say::Text(raw) => text_content(raw).map_err(SendError::Content),
        Say::File(named) => {
            let id = UploadId::parse(named).map_err(|_| SendError::UnknownFile)?;
            let upload = work.uploads().get_of_site(site, &id).await?.filter(|upload| upload.sender == *sender);
            let upload = upload.ok_or(SendError::UnknownFile)?;
            Ok(Content::File(File {
                upload: upload.id,
                name: upload.file_name,
                content_type: upload.content_type,
                size: upload.size,
                pixels: upload.pixels,
            }))
        }
    }
}

/// Binds a file to the conversation that now carries it.
pub(super) async fn attach(work: &mut Work, site: &SiteId, conversation: &ConversationId, content: &Content) -> Result<(), SendError> {
    let Content::File(file) = content else { return Ok(()) };
    if work.uploads().attach(site, &file.upload, conversation).await? { Ok(()) } else { Err(SendError::UnknownFile) }
}
