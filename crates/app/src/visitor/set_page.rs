//! The visitor is on another page of the site.

use entrenous_storage::{EventKind, StorageError};

use super::begin_session::take_page;
use super::recognise::Guest;
use crate::context::Context;
use crate::conversation::tell_change;

/// Address, title and referrer as the browser gives them, and what the page says of itself; the action drops what is too much.
#[derive(Debug, Clone, Default)]
pub struct SetPage {
    /// The page's address.
    pub url: Option<String>,
    /// The page's title.
    pub title: Option<String>,
    /// `document.referrer`.
    pub referrer: Option<String>,
    /// What the website runs on.
    pub platform: Option<String>,
}

/// Notes the page, so that an agent sees where the visitor is. Only the present page is kept, no history.
///
/// # Errors
/// Those of the database.
pub async fn set_page(ctx: &Context, guest: &Guest, cmd: &SetPage) -> Result<(), StorageError> {
    let mut work = ctx.db.unit().await?;
    let Some(mut visitor) = work.visitors().get_for_change(&guest.site.id, &guest.visitor.id).await? else { return Ok(()) };
    let before = visitor.page.clone();
    take_page(&mut visitor.page, cmd);
    if visitor.page == before {
        return Ok(());
    }
    visitor.last_seen_at = ctx.now();
    work.visitors().set(&visitor).await?;
    let open = work.conversations().find_open_for_change(&guest.site.id, &visitor.id).await?;
    let Some(conversation) = open else { return work.save().await };
    let number = work.events().add(&guest.site.id, EventKind::ConversationChanged, &conversation.id, "", None, ctx.now()).await?;
    work.save().await?;
    tell_change(ctx, number, conversation, visitor);
    Ok(())
}
