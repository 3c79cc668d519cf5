//! Searching conversations and messages.

use entrenous_domain::account::Actor;
use entrenous_domain::ids::SiteId;
use entrenous_storage::{Hit, StorageError, Work};

use super::excerpt::Excerpt;
use super::fold;
use super::index_events::index_events;
use crate::context::Context;
use crate::conversation::{ActError, Listed, look};

/// How long an excerpt is, in characters.
const EXCERPT: usize = 140;

/// A hit.
#[derive(Debug, Clone)]
pub struct Found {
    /// The conversation.
    pub listed: Listed,
    /// The message's number; `None` when a note or the visitor's data matched.
    pub seq: Option<i64>,
    /// The text around the first word.
    pub excerpt: Excerpt,
}

/// Finds texts in which each word of the query begins a word, newest first.
///
/// # Errors
/// `TookTooLong` when the words begin too much, and those of the database.
pub async fn search(ctx: &Context, actor: &Actor, query: &str, site: Option<&SiteId>, limit: i64) -> Result<Vec<Found>, StorageError> {
    let words = fold::words(query);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    if let Err(error) = index_events(ctx, Some(actor.account())).await {
        // What was findable before still is, also while the disk is full.
        tracing::warn!(reason = %error, "the newest texts are not findable yet");
    }
    let mut view = ctx.db.search_view().await?;
    let hits = view.search().find(actor, site, &words, limit).await?;
    // The few places for searches are for searching; what was found has a key.
    drop(view);
    let mut view = ctx.db.view().await?;
    let mut texts = Vec::with_capacity(hits.len());
    for hit in hits {
        let listed = match look(&mut view, actor, &hit.conversation).await {
            Ok(reached) => Listed::new(ctx, reached.conversation, reached.visitor),
            Err(ActError::Storage(error)) => return Err(error),
            Err(_) => continue,
        };
        if let Some((seq, text)) = said(&mut view, &hit, &listed).await? {
            texts.push((listed, seq, text));
        }
    }
    drop(view);
    let found = texts.into_iter().map(|(listed, seq, text)| Found { excerpt: Excerpt::around(&text, &words, EXCERPT), listed, seq });
    Ok(found.collect())
}

/// What was said, with its number when it is a message; `None` when it was removed a moment ago.
async fn said(view: &mut Work, hit: &Hit, listed: &Listed) -> Result<Option<(Option<i64>, String)>, StorageError> {
    let Hit { site, conversation, subject } = hit;
    if subject == conversation.as_str() {
        return Ok(Some((None, listed.visitor.identity.known().collect::<Vec<_>>().join(", "))));
    }
    if let Some(message) = view.messages().get(site, conversation, subject).await? {
        return Ok(Some((Some(message.seq), message.content.list_text().to_owned())));
    }
    Ok(view.notes().get(site, conversation, subject).await?.map(|note| (None, note.text)))
}
