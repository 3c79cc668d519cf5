//! Full-text search over messages, notes and what is known of visitors.

use entrenous_domain::account::{Actor, SiteAccess};
use entrenous_domain::ids::{AccountId, ConversationId, SiteId};

use crate::args;
use crate::db::Work;
use crate::dialect::{FORGET_REMOVED, INDEX_TEXT, LIST_REMOVED, MATCH_TEXT, SET_FORGOTTEN, search_terms};
use crate::error::{Result, StorageError};
use crate::event::EventKind;
use crate::row::Stored;
use crate::statements::statements;

impl Work {
    /// The search index.
    pub fn search(&mut self) -> Search<'_> {
        Search(self)
    }
}

statements! {
    ADD = "INSERT INTO search_entry (site_id, conversation_id, subject_id, body) VALUES ($1, $2, $3, $4)
        ON CONFLICT (subject_id) DO NOTHING RETURNING id";
    ADD_WITH_ID = "INSERT INTO search_entry (site_id, conversation_id, subject_id, body, id) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (subject_id) DO NOTHING RETURNING id";
    LOWEST_ID = "SELECT min(id) FROM search_entry";
    /// The index follows.
    REPLACE = "UPDATE search_entry SET body = $2 WHERE subject_id = $1 AND body <> $2";
    /// The index follows.
    REMOVE = "DELETE FROM search_entry WHERE subject_id = $1";
    POSITION = "SELECT event_number FROM search_position WHERE site_id = $1", lock_row;
    SET_POSITION = "INSERT INTO search_position (site_id, event_number) VALUES ($1, $2)
        ON CONFLICT (site_id) DO UPDATE SET event_number = excluded.event_number";
    /// $1 one account or null, $2 limit.
    LIST_BEHIND = "SELECT s.id FROM site s LEFT JOIN search_position p ON p.site_id = s.id
        WHERE s.event_number > COALESCE(p.event_number, 0) AND (CAST($1 AS TEXT) IS NULL OR s.account_id = $1) ORDER BY s.id LIMIT $2";
    WALK = "SELECT before FROM search_walk LIMIT 1", lock_free_row;
    WALK_ON = "UPDATE search_walk SET before = $1";
    END_WALK = "DELETE FROM search_walk";
    BEGIN_WALK = "INSERT INTO search_walk (before) VALUES ('~')";
    REMOVE_ALL = "DELETE FROM search_entry";
    SET_ALL_POSITIONS = "INSERT INTO search_position (site_id, event_number) SELECT id, event_number FROM site WHERE true
        ON CONFLICT (site_id) DO UPDATE SET event_number = excluded.event_number";
    /// $1 the id, without its first four characters, below which they are, $2 limit. Ids sort by the time they were made.
    LIST_EARLIER = "SELECT kind, site_id, conversation_id, id FROM (
        SELECT * FROM (SELECT 'message_added' AS kind, site_id, conversation_id, id FROM message
            WHERE id < 'msg_' || CAST($1 AS TEXT) ORDER BY id DESC LIMIT $2) AS m
        UNION ALL SELECT * FROM (SELECT 'note_added', site_id, conversation_id, id FROM note
            WHERE id < 'not_' || CAST($1 AS TEXT) ORDER BY id DESC LIMIT $2) AS n
        UNION ALL SELECT * FROM (SELECT 'conversation_changed', site_id, id, id FROM conversation
            WHERE id < 'con_' || CAST($1 AS TEXT) ORDER BY id DESC LIMIT $2) AS c
        ) AS earlier ORDER BY substr(id, 5) DESC LIMIT $2";
}

/// So many characters of an id say what it names (`domain::ids`).
const PREFIX: usize = 4;

/// A text that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findable {
    /// Of which site.
    pub site: SiteId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// The id of the message or note, or of the conversation for what is known of its visitor.
    pub subject: String,
    /// Its words with blanks between them, case-folded without accents. Without words it is forgotten.
    pub folded: String,
}

/// Where a text is that was kept before the index was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// What has the text: a message, a note, or a conversation for what is known of its visitor.
    pub kind: EventKind,
    /// Of which site.
    pub site: SiteId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// The id of the message or note, or of the conversation.
    pub subject: String,
}

/// A hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// In which conversation.
    pub conversation: ConversationId,
    /// Of which site.
    pub site: SiteId,
    /// The id of the message or note, or of the conversation when the visitor's data matched.
    pub subject: String,
}

/// The search index, within a [`Db::search_unit`](crate::Db::search_unit) or [`Db::search_view`](crate::Db::search_view).
#[derive(Debug)]
pub struct Search<'w>(&'w mut Work);

impl Earlier {
    fn of((kind, site, conversation, subject): (String, String, String, String)) -> Result<Self> {
        let kind = EventKind::parse(&kind).stored("search_walk", "kind", &kind)?;
        let table = match kind {
            EventKind::MessageAdded => "message",
            EventKind::NoteAdded => "note",
            EventKind::ConversationChanged | EventKind::ConversationMoved => "conversation",
        };
        let site = SiteId::parse(&site).stored(table, "site_id", &subject)?;
        let conversation = ConversationId::parse(&conversation).stored(table, "conversation_id", &subject)?;
        Ok(Earlier { kind, site, conversation, subject })
    }
}

impl Search<'_> {
    /// Makes new texts findable; the same subject again replaces its text, also when both are in one call.
    ///
    /// Many at once are cheaper: SQLite writes its index out whenever another kind of statement comes in between.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set(&mut self, texts: &[Findable]) -> Result<()> {
        let mut added = Vec::new();
        for (place, text) in texts.iter().enumerate() {
            if texts[place + 1..].iter().any(|later| later.subject == text.subject) {
                continue;
            }
            let Findable { site, conversation, subject, folded } = text;
            let new: Option<(i64,)> = if folded.is_empty() {
                None
            } else {
                self.0.one(ADD, args![site.as_str(), conversation.as_str(), subject.as_str(), folded.as_str()]).await?
            };
            match new {
                Some((id,)) => added.push((id, folded)),
                None => drop(self.0.run(REPLACE, args![subject.as_str(), folded.as_str()]).await?),
            }
        }
        self.write_index(added).await
    }

    /// Makes texts findable that are older than every other, the newest of them first. What is findable already stays as it is.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_earlier(&mut self, texts: &[Findable]) -> Result<()> {
        let lowest: Option<(Option<i64>,)> = self.0.one(LOWEST_ID, args![]).await?;
        let mut id = lowest.and_then(|(id,)| id).unwrap_or(0).saturating_sub_unsigned(texts.len() as u64);
        let mut added = Vec::new();
        for Findable { site, conversation, subject, folded } in texts.iter().rev().filter(|text| !text.folded.is_empty()) {
            let args = args![site.as_str(), conversation.as_str(), subject.as_str(), folded.as_str(), id];
            let new: Option<(i64,)> = self.0.one(ADD_WITH_ID, args).await?;
            added.extend(new.map(|(id,)| (id, folded)));
            id = id.saturating_add(1);
        }
        self.write_index(added).await
    }

    /// The index of SQLite does not follow an addition by itself.
    async fn write_index(&mut self, added: Vec<(i64, &String)>) -> Result<()> {
        if self.0.is_sqlite() {
            for (id, folded) in added {
                self.0.run(INDEX_TEXT, args![id, folded.as_str()]).await?;
            }
        }
        Ok(())
    }

    /// Where texts are from before the index that are not findable yet, the newest first; locked in a unit.
    /// `None` when all are, or when another node has this turn.
    ///
    /// They are done with when the unit is saved, so [`Search::set_earlier`] belongs into the same one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn walk(&mut self, limit: i64) -> Result<Option<Vec<Earlier>>> {
        let Some((before,)) = self.0.one::<(String,)>(WALK, args![]).await? else { return Ok(None) };
        let rows: Vec<(String, String, String, String)> = self.0.many(LIST_EARLIER, args![before, limit]).await?;
        match rows.last() {
            Some((.., last)) => self.0.run(WALK_ON, args![last.get(PREFIX..).unwrap_or_default()]).await?,
            None => self.0.run(END_WALK, args![]).await?,
        };
        rows.into_iter().map(Earlier::of).collect::<Result<_>>().map(Some)
    }

    /// Forgets everything, and lets it be made findable again as what was kept before the index: for an index that missed
    /// something. On SQLite the file is looked at again by whoever comes next, and made anew when it lacks events.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn start_over(&mut self) -> Result<()> {
        if self.0.distrust_index() {
            return Ok(());
        }
        self.0.run(REMOVE_ALL, args![]).await?;
        self.0.run(SET_ALL_POSITIONS, args![]).await?;
        self.0.run(END_WALK, args![]).await?;
        self.0.run(BEGIN_WALK, args![]).await.map(drop)
    }

    /// The ids of messages, notes and conversations that were removed and that the index may still know, with their numbers.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_removed(&mut self, limit: i64) -> Result<Vec<(i64, String)>> {
        self.0.many(LIST_REMOVED, args![limit]).await
    }

    /// Forgets the texts of [`Search::list_removed`]; [`Search::forget_removed`] comes when that is kept.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove(&mut self, removed: &[(i64, String)]) -> Result<()> {
        for (_, subject) in removed {
            self.0.run(REMOVE, args![subject.as_str()]).await?;
        }
        if let Some((last, _)) = removed.last() {
            self.0.run(SET_FORGOTTEN, args![*last]).await?;
        }
        Ok(())
    }

    /// Notes that the index knows nothing any more of what was removed up to a number. In an ordinary [`Db::unit`](crate::Db::unit).
    ///
    /// # Errors
    /// Those of the database.
    pub async fn forget_removed(&mut self, last: i64) -> Result<()> {
        self.0.run(FORGET_REMOVED, args![last]).await.map(drop)
    }

    /// Up to which event of a site the texts are findable, locked in a unit; 0 when none is.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn position(&mut self, site: &SiteId) -> Result<i64> {
        let row: Option<(i64,)> = self.0.one(POSITION, args![site.as_str()]).await?;
        Ok(row.map_or(0, |(number,)| number))
    }

    /// Notes that the texts up to this event are findable.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_position(&mut self, site: &SiteId, number: i64) -> Result<()> {
        self.0.run(SET_POSITION, args![site.as_str(), number]).await.map(drop)
    }

    /// The sites, of one account or of all, with events whose texts are not findable yet.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_behind(&mut self, account: Option<&AccountId>, limit: i64) -> Result<Vec<SiteId>> {
        let rows: Vec<(String,)> = self.0.many(LIST_BEHIND, args![account.map(AccountId::as_str), limit]).await?;
        rows.into_iter().map(|(id,)| SiteId::parse(&id).stored("site", "id", &id)).collect()
    }

    /// What holds a word beginning with each of the words, newest first, among the sites the actor may see.
    ///
    /// `folded_words` are case-folded without accents. No words find nothing. It may look through many rows, and so it
    /// belongs into a [`crate::Db::search_view`].
    ///
    /// # Errors
    /// `TookTooLong` when the words begin too much, and those of the database.
    pub async fn find(&mut self, actor: &Actor, site: Option<&SiteId>, folded_words: &[String], limit: i64) -> Result<Vec<Hit>> {
        let Some(terms) = search_terms(self.0, folded_words) else { return Ok(Vec::new()) };
        let args = args![
            terms.some,
            actor.account().as_str(),
            *actor.sites() == SiteAccess::All,
            actor.agent().as_str(),
            site.map(SiteId::as_str),
            limit,
            terms.all,
        ];
        let rows: Vec<(String, String, String)> = self.0.many(MATCH_TEXT, args).await?;
        rows.into_iter()
            .map(|(site, conversation, subject)| {
                let wrong = |column| StorageError::Inconsistent { table: "search_entry", column, id: subject.clone() };
                Ok(Hit {
                    site: SiteId::parse(&site).map_err(|_| wrong("site_id"))?,
                    conversation: ConversationId::parse(&conversation).map_err(|_| wrong("conversation_id"))?,
                    subject: subject.clone(),
                })
            })
            .collect()
    }
}
