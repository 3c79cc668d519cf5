//! Making messages, notes and what is known of visitors findable after they are kept.
//!
//! The outbox says what is new, so nothing is forgotten in a crash.

use std::collections::BTreeSet;

use entrenous_domain::ids::{AccountId, SiteId};
use entrenous_storage::{EventKind, StorageError};

use super::text_of::text_of;
use crate::context::Context;

/// Events of one unit: a search waits for it.
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
    let mut work = ctx.db.search_unit().await?;
    let behind = work.search().list_behind(account, MAX_SITES).await?;
    drop(work);
    let mut failed = Ok(());
    for site in behind {
        // What one site cannot do does not keep the others behind.
        failed = index_site(ctx, &site).await.and(failed);
    }
    failed
}

async fn index_site(ctx: &Context, site: &SiteId) -> Result<(), StorageError> {
    for _ in 0..MAX_UNITS {
        if !index_some(ctx, site).await? {
            break;
        }
    }
    Ok(())
}

/// One unit; whether there is more to do.
async fn index_some(ctx: &Context, site: &SiteId) -> Result<bool, StorageError> {
    let mut work = ctx.db.search_unit().await?;
    let position = work.search().position(site).await?;
    let events = work.events().list_after(site, position, BATCH).await?;
    // Events that were trimmed while the index could not be used: their texts are in none that will come.
    let is_whole = match events.first() {
        Some(first) => first.number <= position.saturating_add(1),
        None => work.events().last_number(site).await? <= position,
    };
    if !is_whole {
        tracing::warn!("the search index missed texts and is made anew");
        work.search().start_over().await?;
        work.save().await?;
        return Ok(false);
    }
    let Some(last) = events.last() else { return Ok(false) };
    let mut texts = Vec::with_capacity(events.len());
    let mut changed = BTreeSet::new();
    for event in &events {
        match event.kind {
            EventKind::ConversationChanged | EventKind::ConversationMoved => drop(changed.insert(&event.conversation)),
            kind => {
                texts.extend(text_of(&mut work, kind, site, &event.conversation, &event.subject).await?);
                if event.seq == Some(1) {
                    changed.insert(&event.conversation);
                }
            }
        }
    }
    for conversation in changed {
        texts.extend(text_of(&mut work, EventKind::ConversationChanged, site, conversation, conversation.as_str()).await?);
    }
    work.search().set(&texts).await?;
    work.search().set_position(site, last.number).await?;
    work.save().await?;
    Ok(i64::try_from(events.len()).is_ok_and(|n| n == BATCH))
}
