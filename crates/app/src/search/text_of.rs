//! The text of what can be found.

use entrenous_domain::ids::{ConversationId, SiteId};
use entrenous_storage::{EventKind, Findable, StorageError, Work};

use super::fold::fold;

/// What is searched in a message, a note, or a conversation for what is known of its visitor.
/// `None` for what was removed meanwhile, never has words, or cannot be read: one impossible row must not keep all others out.
pub(super) async fn text_of(
    work: &mut Work,
    kind: EventKind,
    site: &SiteId,
    conversation: &ConversationId,
    subject: &str,
) -> Result<Option<Findable>, StorageError> {
    let read = match kind {
        EventKind::MessageAdded => {
            let message = work.messages().get(site, conversation, subject).await;
            message.map(|message| message.map(|message| message.content.list_text().to_owned()).filter(|text| !text.is_empty()))
        }
        EventKind::NoteAdded => work.notes().get(site, conversation, subject).await.map(|note| note.map(|note| note.text)),
        EventKind::ConversationChanged | EventKind::ConversationMoved => visitor_of(work, site, conversation).await,
    };
    let text = match read {
        Err(error @ StorageError::Inconsistent { .. }) => {
            tracing::error!(reason = %error, "a text cannot be read and is not findable");
            None
        }
        read => read?,
    };
    let (site, conversation) = (site.clone(), conversation.clone());
    Ok(text.map(|text| Findable { site, conversation, subject: subject.to_owned(), folded: fold(&text) }))
}

/// Name, address and phone number; empty when nothing is known, also when something was.
async fn visitor_of(work: &mut Work, site: &SiteId, conversation: &ConversationId) -> Result<Option<String>, StorageError> {
    let Some(conversation) = work.conversations().get(site, conversation).await? else { return Ok(None) };
    let visitor = work.visitors().get(site, &conversation.visitor).await?;
    Ok(visitor.map(|visitor| visitor.identity.known().collect::<Vec<_>>().join(" ")))
}
