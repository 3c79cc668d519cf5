//! The visitor says what the conversation was worth.

use entrenous_domain::conversation::{Author, Content, NewRating, RatingValue, RefusedRating, may_be_rated};
use entrenous_domain::ids::{ConversationId, MessageId};
use entrenous_fanout::Change;
use entrenous_storage::{EventKind, StorageError};

use super::send_by_agent::system_id;
use super::tell::{tell_change, tell_stored};
use crate::context::Context;
use crate::visitor::Guest;

/// Why a rating was not taken.
#[derive(Debug, thiserror::Error)]
pub enum RateError {
    /// The conversation is not the visitor's.
    #[error("there is no such conversation for this visitor")]
    NotFound,
    /// The comment is too long, or the conversation is over for too long or not the newest.
    #[error("the rating was refused")]
    Refused(RefusedRating),
    /// The database failed.
    #[error("the rating could not be stored")]
    Storage(#[from] StorageError),
}

/// Takes a rating of the visitor's newest conversation. The first one stands in the thread; a later one only replaces it.
///
/// # Errors
/// See [`RateError`].
pub async fn rate(ctx: &Context, guest: &Guest, id: &ConversationId, value: RatingValue, comment: Option<&str>) -> Result<(), RateError> {
    let new = NewRating::check(value, comment).map_err(RateError::Refused)?;
    let (site, now) = (&guest.site.id, ctx.now());
    let mut work = ctx.db.unit().await?;
    // The visitor is locked before the conversation, as in every unit that may open one.
    let visitor = work.visitors().get_for_change(site, &guest.visitor.id).await?.ok_or(RateError::NotFound)?;
    let found = work.conversations().get_for_change(site, id).await?;
    let mut conversation = found.filter(|one| one.visitor == visitor.id).ok_or(RateError::NotFound)?;
    let newest = work.conversations().find_newest(site, &visitor.id).await?;
    if newest.is_none_or(|newest| newest.id != *id) || !may_be_rated(conversation.closed_at, now) {
        return Err(RateError::Refused(RefusedRating::Over));
    }
    let rating = new.over(conversation.rating.as_ref());
    if conversation.rating.as_ref() == Some(&rating) {
        return Ok(());
    }
    let is_first = conversation.rating.replace(rating).is_none();
    if !is_first {
        work.conversations().set_rating(&conversation).await?;
        let number = work.events().add(site, EventKind::ConversationChanged, id, "", None, now).await?;
        work.save().await?;
        tell_change(ctx, number, conversation, visitor);
        return Ok(());
    }
    let entry = conversation.take(ctx.new_id(MessageId::new), Author::system(), system_id(ctx), Content::Rated(value), now);
    work.messages().add(site, &entry).await?;
    work.conversations().set_rating(&conversation).await?;
    let number = work.events().add(site, EventKind::MessageAdded, id, entry.id.as_str(), Some(entry.seq), now).await?;
    work.save().await?;
    tell_stored(ctx, number, conversation, visitor, Change::MessageAdded(entry));
    Ok(())
}
