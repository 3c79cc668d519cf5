//! Full-text search over messages, notes and what is known of visitors.

use entrenous_domain::account::{Actor, SiteAccess};
use entrenous_domain::ids::{AccountId, ConversationId, SiteId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::dialect::{INDEX_TEXT, MATCH_TEXT, search_terms};
use crate::error::{Result, StorageError};
use crate::row::Stored;
use crate::statements::statements;

impl Work {
    /// The search index.
    pub fn search(&mut self) -> Search<'_> {
        Search(self)
    }
}

statements! {
    ADD = "INSERT INTO search_entry (site_id, conversation_id, subject_id, body, created_at, folding) VALUES ($1, $2, $3, $4, $5, 2)
        ON CONFLICT (subject_id) DO NOTHING RETURNING id";
    /// The index follows, unless the entry waits to be folded again and is in no index yet.
    REPLACE = "UPDATE search_entry SET body = $2 WHERE subject_id = $1 AND body <> $2";
    /// A partial index holds just these.
    HAS_OLD = "SELECT id FROM search_entry WHERE folding < 2 ORDER BY id DESC LIMIT 1";
    LIST_OLD = "SELECT id, body FROM search_entry WHERE folding < 2 ORDER BY id DESC LIMIT $1", lock_row;
    SET_FOLDED = "UPDATE search_entry SET body = $2, folding = 2 WHERE id = $1";
    POSITION = "SELECT event_number FROM index_position WHERE site_id = $1", lock_row;
    SET_POSITION = "INSERT INTO index_position (site_id, event_number) VALUES ($1, $2)
        ON CONFLICT (site_id) DO UPDATE SET event_number = excluded.event_number";
    /// $1 one account or null, $2 limit.
    LIST_BEHIND = "SELECT s.id FROM site s LEFT JOIN index_position p ON p.site_id = s.id
        WHERE s.event_number > COALESCE(p.event_number, 0) AND (CAST($1 AS TEXT) IS NULL OR s.account_id = $1) ORDER BY s.id LIMIT $2";
}

/// A text that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findable {
    /// In which conversation.
    pub conversation: ConversationId,
    /// The id of the message or note, or of the conversation for what is known of its visitor.
    pub subject: String,
    /// Its words with blanks between them, case-folded without accents.
    pub folded: String,
    /// When it was said.
    pub at: Timestamp,
}

/// A text that an older version folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldText {
    /// Which entry of the index.
    pub entry: i64,
    /// Its text, as it is folded so far.
    pub folded: String,
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

/// The search index, within a unit or view.
#[derive(Debug)]
pub struct Search<'w>(&'w mut Work);

impl Search<'_> {
    /// Makes texts findable; the same subject again replaces its text, also when both are in one call.
    ///
    /// Many at once are cheaper: SQLite writes its index out whenever another kind of statement comes in between.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set(&mut self, site: &SiteId, texts: &[Findable]) -> Result<()> {
        let mut added = Vec::new();
        for (place, text) in texts.iter().enumerate() {
            if texts[place + 1..].iter().any(|later| later.subject == text.subject) {
                continue;
            }
            let Findable { conversation, subject, folded, at } = text;
            let new: Option<(i64,)> =
                self.0.one(ADD, args![site.as_str(), conversation.as_str(), subject.as_str(), folded.as_str(), at.as_ms()]).await?;
            match new {
                Some((id,)) => added.push((id, folded)),
                None => drop(self.0.run(REPLACE, args![subject.as_str(), folded.as_str()]).await?),
            }
        }
        self.write_index(added.into_iter()).await
    }

    /// Whether there is a text that an older version folded.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn has_old(&mut self) -> Result<bool> {
        let row: Option<(i64,)> = self.0.one(HAS_OLD, args![]).await?;
        Ok(row.is_some())
    }

    /// Texts that an older version folded, the newest first, locked in a unit; nobody finds them until [`Search::set_folded`].
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_old_for_change(&mut self, limit: i64) -> Result<Vec<OldText>> {
        let rows: Vec<(i64, String)> = self.0.many(LIST_OLD, args![limit]).await?;
        Ok(rows.into_iter().map(|(entry, folded)| OldText { entry, folded }).collect())
    }

    /// Makes texts of [`Search::list_old_for_change`] findable, folded anew.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_folded(&mut self, texts: &[OldText]) -> Result<()> {
        for OldText { entry, folded } in texts {
            self.0.run(SET_FOLDED, args![*entry, folded.as_str()]).await?;
        }
        self.write_index(texts.iter().map(|text| (text.entry, &text.folded))).await
    }

    /// The index of SQLite does not follow by itself.
    async fn write_index(&mut self, added: impl Iterator<Item = (i64, &String)>) -> Result<()> {
        if self.0.is_sqlite() {
            for (id, folded) in added {
                self.0.run(INDEX_TEXT, args![id, folded.as_str()]).await?;
            }
        }
        Ok(())
    }

    /// Up to which event of a site the texts are findable, locked in a unit; 0 when none is.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn position_for_change(&mut self, site: &SiteId) -> Result<i64> {
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
