//! The outbox: what changed, numbered for each site without gaps, kept long enough to resume.

use entrenous_domain::ids::{ConversationId, SiteId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::{Result, StorageError};
use crate::statements::statements;

impl Work {
    /// The outbox.
    pub fn events(&mut self) -> Events<'_> {
        Events(self)
    }
}

statements! {
    /// The site's row is locked from here to the commit, so this comes last in a unit: numbers are in commit order.
    TAKE_NUMBER = "UPDATE site SET event_number = event_number + 1 WHERE id = $1 RETURNING event_number";
    ADD = "INSERT INTO event (site_id, number, kind, conversation_id, subject_id, seq, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    LIST_AFTER = "SELECT number, kind, conversation_id, subject_id, seq FROM event WHERE site_id = $1 AND number > $2 ORDER BY number LIMIT $3";
    LAST_NUMBER = "SELECT event_number FROM site WHERE id = $1";
    FIRST_KEPT = "SELECT min(number) FROM event WHERE site_id = $1";
    REMOVE_OLD = "DELETE FROM event WHERE site_id = $1 AND number IN
        (SELECT number FROM event WHERE site_id = $1 AND created_at < $2 AND number <= $3 ORDER BY number LIMIT $4)";
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// A message was added; `subject` is its id.
    MessageAdded,
    /// A note was added; `subject` is its id.
    NoteAdded,
    /// Owner, agents, read marks or visitor data changed.
    ConversationChanged,
    /// The conversation is in another group; `subject` is the group before, empty for none.
    ConversationMoved,
}

impl EventKind {
    const fn as_str(self) -> &'static str {
        match self {
            EventKind::MessageAdded => "message_added",
            EventKind::NoteAdded => "note_added",
            EventKind::ConversationChanged => "conversation_changed",
            EventKind::ConversationMoved => "conversation_moved",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        use EventKind::{ConversationChanged, ConversationMoved, MessageAdded, NoteAdded};
        [MessageAdded, NoteAdded, ConversationChanged, ConversationMoved].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One entry of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// From 1 without gaps within the site.
    pub number: i64,
    /// What it is about.
    pub kind: EventKind,
    /// The conversation.
    pub conversation: ConversationId,
    /// The message or note; empty for changes of the conversation itself.
    pub subject: String,
    /// The message's number in its conversation.
    pub seq: Option<i64>,
}

/// The outbox, within a unit or view.
#[derive(Debug)]
pub struct Events<'w>(&'w mut Work);

crate::row! {
    struct EventRow {
        number: i64,
        kind: String,
        conversation_id: String,
        subject_id: String,
        seq: Option<i64>,
    }
}

impl TryFrom<EventRow> for StoredEvent {
    type Error = StorageError;

    fn try_from(row: EventRow) -> Result<Self> {
        let wrong = |column| StorageError::Inconsistent { table: "event", column, id: row.number.to_string() };
        Ok(StoredEvent {
            number: row.number,
            kind: EventKind::parse(&row.kind).ok_or_else(|| wrong("kind"))?,
            conversation: ConversationId::parse(&row.conversation_id).map_err(|_| wrong("conversation_id"))?,
            subject: row.subject_id,
            seq: row.seq,
        })
    }
}

impl Events<'_> {
    /// Adds an event and answers its number. The last call of a unit before `save()`.
    ///
    /// # Errors
    /// Those of the database; `Inconsistent` when the site does not exist.
    pub async fn add(
        &mut self,
        site: &SiteId,
        kind: EventKind,
        conversation: &ConversationId,
        subject: &str,
        seq: Option<i64>,
        now: Timestamp,
    ) -> Result<i64> {
        let row: Option<(i64,)> = self.0.one(TAKE_NUMBER, args![site.as_str()]).await?;
        let (number,) = row.ok_or_else(|| StorageError::Inconsistent { table: "site", column: "id", id: site.as_str().to_owned() })?;
        self.0.run(ADD, args![site.as_str(), number, kind.as_str(), conversation.as_str(), subject, seq, now.as_ms()]).await?;
        Ok(number)
    }

    /// The events after a number, in order, at most `limit`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_after(&mut self, site: &SiteId, number: i64, limit: i64) -> Result<Vec<StoredEvent>> {
        let rows: Vec<EventRow> = self.0.many(LIST_AFTER, args![site.as_str(), number, limit]).await?;
        rows.into_iter().map(StoredEvent::try_from).collect()
    }

    /// The newest number of a site; 0 before the first event.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn last_number(&mut self, site: &SiteId) -> Result<i64> {
        let row: Option<(i64,)> = self.0.one(LAST_NUMBER, args![site.as_str()]).await?;
        Ok(row.map_or(0, |(number,)| number))
    }

    /// The oldest number that is still kept; `None` when none is.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn first_kept(&mut self, site: &SiteId) -> Result<Option<i64>> {
        let row: Option<(Option<i64>,)> = self.0.one(FIRST_KEPT, args![site.as_str()]).await?;
        Ok(row.and_then(|(number,)| number))
    }

    /// Forgets events from before a moment, up to the number `last`, the oldest first, at most `limit`; answers how many went.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_old(&mut self, site: &SiteId, before: Timestamp, last: i64, limit: i64) -> Result<u64> {
        self.0.run(REMOVE_OLD, args![site.as_str(), before.as_ms(), last, limit]).await
    }
}
