//! An agent writes something that only agents see.

use entrenous_domain::account::Actor;
use entrenous_domain::conversation::{Author, ClientMsgId, Content, Note, text_content};
use entrenous_domain::ids::{ConversationId, NoteId};
use entrenous_fanout::Change;
use entrenous_storage::EventKind;

use super::access::{ActError, Reached, reach};
use super::send::SendError;
use super::tell::tell_stored;
use crate::context::Context;

/// A note to add.
#[derive(Debug, Clone)]
pub struct AddNote {
    /// What the sender calls it; the same at each retry.
    pub client_msg_id: String,
    /// Plain text.
    pub text: String,
}

/// Keeps a note behind the newest message. Closed conversations take notes too.
///
/// # Errors
/// See [`SendError`].
pub async fn add_note(ctx: &Context, actor: &Actor, id: &ConversationId, cmd: &AddNote) -> Result<Note, SendError> {
    let client_msg_id = ClientMsgId::parse(&cmd.client_msg_id).ok_or(SendError::ClientMsgId)?;
    let content = text_content(&cmd.text).map_err(SendError::Content)?;
    let Content::Text(text) = content else { return Err(SendError::NotFound) };
    let now = ctx.now();
    let mut work = ctx.db.unit().await?;
    let reached = reach(&mut work, actor, id).await;
    let Reached { site, conversation, visitor } = reached.map_err(|error| match error {
        ActError::Storage(error) => SendError::Storage(error),
        _ => SendError::NotFound,
    })?;
    let site = site.thing();
    if let Some(earlier) = work.notes().find_sent(site, id, actor.agent(), &client_msg_id).await? {
        return if earlier.text == text { Ok(earlier) } else { Err(SendError::Reused) };
    }
    let agent = work.agents().get(actor.account(), actor.agent()).await?.ok_or(SendError::NotFound)?;
    let note = Note {
        id: ctx.new_id(NoteId::new),
        conversation: id.clone(),
        author: Author::agent(&agent.id, &agent.nickname),
        client_msg_id,
        text,
        after_seq: conversation.last_seq,
        created_at: now,
    };
    work.notes().add(site, &note).await?;
    let number = work.events().add(site, EventKind::NoteAdded, id, note.id.as_str(), None, now).await?;
    work.save().await?;
    tell_stored(ctx, number, conversation, visitor, Change::NoteAdded(note.clone()));
    Ok(note)
}
