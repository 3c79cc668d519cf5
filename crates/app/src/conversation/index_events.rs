//! Making messages and notes findable after they are kept.
//!
//! The full-text index is most of what a message writes; sending must not wait for it
//! (`docs/decisions/0006-cost-of-a-message.md`). The outbox says what is new, so nothing is forgotten in a crash.

use entrenous_domain::ids::{AccountId, SiteId};
use entrenous_storage::{EventKind, Findable, StorageError, StoredEvent, Work};

use crate::context::Context;
use crate::fold::fold;

/// Events of one unit: others wait for the writer meanwhile.
const BATCH: i64 = 64;
/// Units of one site in one call; whoever calls from a request must get on.
const MAX_UNITS: usize = 16;
/// Sites in one call.
const MAX_SITES: i64 = 256;

/// Makes new texts findable, of one account or of all. What is too much for one call is left for the next.
///
/// Idempotent: a text that is indexed twice is found once.
///
/// # Errors
/// Those of the database.
pub async fn index_events(ctx: &Context, account: Option<&AccountId>) -> Result<(), StorageError> {
    let mut view = ctx.db.long_view().await?;
    let behind = view.search().list_behind(account, MAX_SITES).await?;
    drop(view);
    for site in behind {
        for _ in 0..MAX_UNITS {
            if !index_some(ctx, &site).await? {
                break;
            }
        }
    }
    Ok(())
}

/// One unit; whether there is more to do.
async fn index_some(ctx: &Context, site: &SiteId) -> Result<bool, StorageError> {
    let mut work = ctx.db.unit().await?;
    let position = work.search().position_for_change(site).await?;
    let events = work.events().list_after(site, position, BATCH).await?;
    let Some(last) = events.last() else { return Ok(false) };
    let mut texts = Vec::with_capacity(events.len());
    for event in &events {
        texts.extend(said(&mut work, site, event).await?);
    }
    work.search().set(site, &texts).await?;
    work.search().set_position(site, last.number).await?;
    work.save().await?;
    Ok(i64::try_from(events.len()).is_ok_and(|n| n == BATCH))
}

/// The text of an event. What was removed meanwhile has nothing to find, and neither has the system.
async fn said(work: &mut Work, site: &SiteId, event: &StoredEvent) -> Result<Option<Findable>, StorageError> {
    let StoredEvent { kind, conversation, subject, .. } = event;
    let said = match kind {
        EventKind::MessageAdded => {
            let message = work.messages().get(site, conversation, subject).await?;
            message.map(|message| (message.content.list_text().to_owned(), message.created_at))
        }
        EventKind::NoteAdded => work.notes().get(site, conversation, subject).await?.map(|note| (note.text, note.created_at)),
        EventKind::ConversationChanged => None,
    };
    let findable =
        |(text, at): (String, _)| Findable { conversation: conversation.clone(), subject: subject.clone(), folded: fold(&text), at };
    Ok(said.filter(|(text, _)| !text.is_empty()).map(findable))
}
