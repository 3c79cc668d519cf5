//! The conversations of groups that were removed are without a group from now on; agents are told of each.

use entrenous_domain::conversation::Conversation;
use entrenous_domain::ids::{GroupId, SiteId};
use entrenous_domain::visitor::Visitor;
use entrenous_storage::{EventKind, Lane, StorageError};
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::conversation::tell_moved;
use crate::job::Job;

/// Conversations of one unit, so that nobody waits long for the writer or for one of their locks.
const BATCH: i64 = 50;
/// Groups of one run; the next one is ten minutes away at most.
const GROUPS: i64 = 500;
/// How long the row of a group stays: a message on its way may have found the group before it was removed, and is refused by the
/// database when there is none any more. In milliseconds.
const LINGER_MS: i64 = 300_000;

/// The job `empty_groups`. It names no group: whatever an earlier one left is done with the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmptyGroups {}

impl Job for EmptyGroups {
    const NAME: &'static str = "empty_groups";
    const VERSION: i64 = 1;
    const LANE: Lane = Lane::Bulk;
}

/// Moves the conversations of all groups that were removed, a few in each unit, and forgets the groups that nobody can name any
/// more.
///
/// Run twice, or by two servers at once, it finds less to do.
///
/// # Errors
/// Those of the database; what is done until then stays done.
pub async fn empty_groups(ctx: &Context) -> Result<(), StorageError> {
    let removed = ctx.db.long_view().await?.groups().list_removed(GROUPS).await?;
    for (site, group) in &removed {
        while move_some(ctx, site, group).await? {}
        let mut work = ctx.db.unit().await?;
        work.groups().remove(site, group, ctx.now().plus_ms(-LINGER_MS)).await?;
        work.save().await?;
    }
    Ok(())
}

/// Moves a few conversations; false when there are none.
///
/// Locks are taken as by a visitor's message: visitor, conversation, and the site last, with the events.
async fn move_some(ctx: &Context, site: &SiteId, group: &GroupId) -> Result<bool, StorageError> {
    let listed = ctx.db.long_view().await?.conversations().list_of_group(site, group, BATCH).await?;
    if listed.is_empty() {
        return Ok(false);
    }
    let mut work = ctx.db.unit().await?;
    let mut moved: Vec<(Conversation, Visitor)> = Vec::new();
    for (visitor, id) in listed {
        let Some(visitor) = work.visitors().get_for_change(site, &visitor).await? else { continue };
        let Some(mut conversation) = work.conversations().get_for_change(site, &id).await? else { continue };
        // A page may have named another group meanwhile.
        if conversation.group.as_ref() == Some(group) {
            conversation.group = None;
            work.conversations().set(&conversation).await?;
            moved.push((conversation, visitor));
        }
    }
    let mut told = Vec::new();
    for (conversation, visitor) in moved {
        let number = work.events().add(site, EventKind::ConversationMoved, &conversation.id, group.as_str(), None, ctx.now()).await?;
        told.push((number, conversation, visitor));
    }
    work.save().await?;
    for (number, conversation, visitor) in told {
        tell_moved(ctx, number, conversation, visitor, group);
    }
    Ok(true)
}
