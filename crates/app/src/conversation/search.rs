//! Searching conversations and messages.

use entrenous_domain::account::Actor;
use entrenous_domain::ids::SiteId;
use entrenous_storage::StorageError;

use super::access::{ActError, look};
use super::index_events::index_events;
use super::tell::Listed;
use crate::context::Context;
use crate::fold;

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
    pub excerpt: String,
}

/// Finds texts in which each word of the query begins a word, newest first.
///
/// # Errors
/// Those of the database.
pub async fn search(ctx: &Context, actor: &Actor, query: &str, site: Option<&SiteId>, limit: i64) -> Result<Vec<Found>, StorageError> {
    let words = fold::words(query);
    if let Err(error) = index_events(ctx, Some(actor.account())).await {
        // What was findable before still is, also while the disk is full.
        tracing::warn!(reason = %error, "the newest texts are not findable yet");
    }
    let mut view = ctx.db.long_view().await?;
    let hits = view.search().find(actor, site, &words, limit).await?;
    let mut found = Vec::with_capacity(hits.len());
    for hit in hits {
        let listed = match look(&mut view, actor, &hit.conversation).await {
            Ok(reached) => Listed::new(ctx, reached.conversation, reached.visitor),
            Err(ActError::Storage(error)) => return Err(error),
            Err(_) => continue,
        };
        let (seq, text) = if let Some(message) = view.messages().get(&hit.site, &hit.conversation, &hit.subject).await? {
            (Some(message.seq), message.content.list_text().to_owned())
        } else if let Some(note) = view.notes().get(&hit.site, &hit.conversation, &hit.subject).await? {
            (None, note.text)
        } else {
            let identity = &listed.visitor.identity;
            let known = [&identity.name, &identity.email, &identity.phone];
            (None, known.into_iter().flatten().cloned().collect::<Vec<_>>().join(", "))
        };
        found.push(Found { excerpt: fold::excerpt_around(&text, &words, EXCERPT), listed, seq });
    }
    Ok(found)
}
