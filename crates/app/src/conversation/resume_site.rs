//! What a dashboard missed, by number.

use std::collections::HashMap;

use entrenous_domain::account::Actor;
use entrenous_domain::conversation::{Message, Note};
use entrenous_domain::ids::{ConversationId, GroupId, SiteId};
use entrenous_storage::{EventKind, StoredEvent, Work};

use super::access::{ActError, look};
use super::tell::Listed;
use crate::context::Context;

/// An event that was missed, with what it is about as it is now.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "nearly every value is of the largest kind")]
pub enum Missed {
    /// There is a message.
    Message(Listed, Message),
    /// There is a note.
    Note(Note),
    /// The conversation changed.
    Changed(Listed),
    /// What it was about is gone, or went to a group that the actor does not see.
    Removed(ConversationId),
    /// It is of a group that the actor does not see.
    Withheld,
}

/// The answer to a resume.
#[derive(Debug, Clone)]
pub enum Resumed {
    /// The events after the number, in order.
    Events {
        /// Each with its number.
        events: Vec<(i64, Missed)>,
        /// Where the client is after them.
        number: i64,
        /// Whether there are more.
        more: bool,
    },
    /// The numbers mean nothing here or are too old: load the lists again.
    TooOld,
}

/// The most events of one answer.
const BATCH: i64 = 50;

/// Answers what happened on a site after a number.
///
/// # Errors
/// `NotFound` for a site that the actor may not see; `Storage`.
pub async fn resume_site(ctx: &Context, actor: &Actor, site: &SiteId, after: i64) -> Result<Resumed, ActError> {
    let mut view = ctx.db.view().await?;
    let known = view.sites().get(actor.account(), site).await?.ok_or(ActError::NotFound)?;
    actor.answer_site(&known.account, site).ok_or(ActError::NotFound)?;
    let last = known.event_number;
    let first = view.events().first_kept(site).await?;
    let has_gap = after < last && first.is_none_or(|first| first > after.saturating_add(1));
    if after > last || after < 0 || has_gap {
        return Ok(Resumed::TooOld);
    }
    let stored = view.events().list_after(site, after, BATCH).await?;
    let number = stored.last().map_or(after, |event| event.number);
    let mut seen: HashMap<ConversationId, Held> = HashMap::new();
    let mut events = Vec::with_capacity(stored.len());
    for event in stored {
        if !seen.contains_key(&event.conversation) {
            let listed = match look(&mut view, actor, &event.conversation).await {
                Ok(reached) => Held::Shown(Listed::new(ctx, reached.conversation, reached.visitor)),
                Err(ActError::NotFound) if view.conversations().get(site, &event.conversation).await?.is_some() => Held::Hidden,
                Err(ActError::NotFound) => Held::Gone,
                Err(error) => return Err(error),
            };
            seen.insert(event.conversation.clone(), listed);
        }
        let missed = match seen.get(&event.conversation) {
            Some(Held::Shown(listed)) => load(&mut view, site, &event, listed.clone()).await?,
            Some(Held::Hidden) if !has_left(actor, site, &event) => Missed::Withheld,
            _ => Missed::Removed(event.conversation.clone()),
        };
        events.push((event.number, missed));
    }
    Ok(Resumed::Events { events, number, more: number < last })
}

/// What became of a conversation that an event is about.
#[expect(clippy::large_enum_variant, reason = "nearly every value is of the largest kind")]
enum Held {
    Shown(Listed),
    Hidden,
    Gone,
}

/// Whether the event took a conversation out of the actor's sight.
fn has_left(actor: &Actor, site: &SiteId, event: &StoredEvent) -> bool {
    // A group that is no group any more was nobody's; then the actor saw the conversation as one without.
    event.kind == EventKind::ConversationMoved && actor.sees(site, GroupId::parse(&event.subject).ok().as_ref())
}

async fn load(view: &mut Work, site: &SiteId, event: &StoredEvent, listed: Listed) -> Result<Missed, ActError> {
    let StoredEvent { kind, conversation, subject, .. } = event;
    Ok(match kind {
        EventKind::ConversationChanged | EventKind::ConversationMoved => Missed::Changed(listed),
        EventKind::MessageAdded => match view.messages().get(site, conversation, subject).await? {
            Some(message) => Missed::Message(listed, message),
            None => Missed::Changed(listed),
        },
        EventKind::NoteAdded => match view.notes().get(site, conversation, subject).await? {
            Some(note) => Missed::Note(note),
            None => Missed::Changed(listed),
        },
    })
}
