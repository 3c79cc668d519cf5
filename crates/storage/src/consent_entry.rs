//! Records of the consent ledger: one row for each event that a browser told, until its person is erased.

use entrenous_domain::consent::{
    ConsentEvent, ConsentMethod, ConsentSource, Digest, Entry, Evidence, GpcState, PurposeSet, SubjectHash, TextUsed,
};
use entrenous_domain::ids::{ConsentEntryId, SiteId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::row::Stored;
use crate::statements::statements;

impl Work {
    /// Records of the consent ledger.
    pub fn consent_entries(&mut self) -> ConsentEntries<'_> {
        ConsentEntries(self)
    }
}

statements! {
    GET = "SELECT id, site_id, position, prev, event, subject, client_id, source, gpc, evidence, shown_id, text_version, text_language,
            text_hash, chose_statistics, chose_recording, chose_marketing, grants_statistics, grants_recording, grants_marketing, method,
            created_at, expires_at, salt
        FROM consent_entry WHERE site_id = $1 AND id = $2";
    /// Its unique key carries it.
    FIND_BY_CLIENT = "SELECT id, site_id, position, prev, event, subject, client_id, source, gpc, evidence, shown_id, text_version,
            text_language, text_hash, chose_statistics, chose_recording, chose_marketing, grants_statistics, grants_recording,
            grants_marketing, method, created_at, expires_at, salt
        FROM consent_entry WHERE site_id = $1 AND subject = $2 AND client_id = $3";
    /// The index consent_entry_subject carries it: a browser has few entries that only say what was shown.
    FIND_DECISION = "SELECT id, site_id, position, prev, event, subject, client_id, source, gpc, evidence, shown_id, text_version,
            text_language, text_hash, chose_statistics, chose_recording, chose_marketing, grants_statistics, grants_recording,
            grants_marketing, method, created_at, expires_at, salt
        FROM consent_entry WHERE site_id = $1 AND subject = $2 AND event <> 'shown' ORDER BY position DESC LIMIT 1";
    LIST_AFTER = "SELECT id, site_id, position, prev, event, subject, client_id, source, gpc, evidence, shown_id, text_version,
            text_language, text_hash, chose_statistics, chose_recording, chose_marketing, grants_statistics, grants_recording,
            grants_marketing, method, created_at, expires_at, salt
        FROM consent_entry WHERE site_id = $1 AND position > $2 AND position <= $3 ORDER BY position LIMIT 10000";
    ADD = "INSERT INTO consent_entry (id, site_id, position, prev, event, subject, client_id, source, gpc, evidence, shown_id, text_version,
            text_language, text_hash, chose_statistics, chose_recording, chose_marketing, grants_statistics, grants_recording,
            grants_marketing, method, created_at, expires_at, salt)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)";
    POSITIONS = "SELECT position FROM consent_entry WHERE site_id = $1 AND subject = $2 ORDER BY position LIMIT 1000000";
    /// The index consent_entry_age carries it.
    EXPIRED = "SELECT position FROM consent_entry WHERE site_id = $1 AND expires_at < $2 ORDER BY expires_at, position LIMIT $3";
    ERASE_AT = "DELETE FROM consent_entry WHERE site_id = $1 AND position = $2";
    ERASE = "DELETE FROM consent_entry WHERE site_id = $1 AND subject = $2";
}

/// The records, within a unit or view.
#[derive(Debug)]
pub struct ConsentEntries<'w>(&'w mut Work);

crate::row! {
    struct EntryRow {
        id: String,
        site_id: String,
        position: i64,
        prev: Vec<u8>,
        event: String,
        subject: Vec<u8>,
        client_id: String,
        source: String,
        gpc: String,
        evidence: Option<String>,
        shown_id: Option<String>,
        text_version: Option<i64>,
        text_language: Option<String>,
        text_hash: Option<Vec<u8>>,
        chose_statistics: bool,
        chose_recording: bool,
        chose_marketing: bool,
        grants_statistics: bool,
        grants_recording: bool,
        grants_marketing: bool,
        method: String,
        created_at: i64,
        expires_at: i64,
        salt: Vec<u8>,
    }
}

impl TryFrom<EntryRow> for Entry {
    type Error = crate::StorageError;

    fn try_from(row: EntryRow) -> Result<Self> {
        let id = row.id.as_str();
        let text = match (row.text_version, row.text_language, row.text_hash) {
            (Some(version), Some(language), Some(hash)) => Some(TextUsed {
                version: u32::try_from(version).ok().stored("consent_entry", "text_version", id)?,
                language,
                sha256: Digest::try_from(hash).ok().stored("consent_entry", "text_hash", id)?,
            }),
            (None, None, None) => None,
            _ => return Err(crate::row::inconsistent("consent_entry", "text_version", id)),
        };
        Ok(Self {
            site: SiteId::parse(&row.site_id).stored("consent_entry", "site_id", id)?,
            position: row.position,
            prev: Digest::try_from(row.prev).ok().stored("consent_entry", "prev", id)?,
            event: ConsentEvent::parse(&row.event).stored("consent_entry", "event", id)?,
            at: Timestamp::from_ms(row.created_at),
            subject: Digest::try_from(row.subject).ok().map(SubjectHash::from_bytes).stored("consent_entry", "subject", id)?,
            client_id: row.client_id,
            source: ConsentSource::parse(&row.source).stored("consent_entry", "source", id)?,
            gpc: GpcState::parse(&row.gpc).stored("consent_entry", "gpc", id)?,
            evidence: row.evidence.map(|json| read_evidence(&json).stored("consent_entry", "evidence", id)).transpose()?,
            shown: row.shown_id.map(|shown| ConsentEntryId::parse(&shown).stored("consent_entry", "shown_id", id)).transpose()?,
            text,
            choices: PurposeSet { statistics: row.chose_statistics, recording: row.chose_recording, marketing: row.chose_marketing },
            granted: PurposeSet { statistics: row.grants_statistics, recording: row.grants_recording, marketing: row.grants_marketing },
            method: ConsentMethod::parse(&row.method).stored("consent_entry", "method", id)?,
            expires_at: Timestamp::from_ms(row.expires_at),
            salt: Digest::try_from(row.salt).ok().stored("consent_entry", "salt", id)?,
            id: ConsentEntryId::parse(id).stored("consent_entry", "id", id)?,
        })
    }
}

impl ConsentEntries<'_> {
    /// One entry of a site.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, site: &SiteId, id: &ConsentEntryId) -> Result<Option<Entry>> {
        let row: Option<EntryRow> = self.0.one(GET, args![site.as_str(), id.as_str()]).await?;
        row.map(Entry::try_from).transpose()
    }

    /// The entry that a browser's event made, if it was told before.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_by_client(&mut self, site: &SiteId, subject: &SubjectHash, client_id: &str) -> Result<Option<Entry>> {
        let row: Option<EntryRow> = self.0.one(FIND_BY_CLIENT, args![site.as_str(), subject.as_bytes(), client_id]).await?;
        row.map(Entry::try_from).transpose()
    }

    /// The newest entry of a browser that decided something.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_decision(&mut self, site: &SiteId, subject: &SubjectHash) -> Result<Option<Entry>> {
        let row: Option<EntryRow> = self.0.one(FIND_DECISION, args![site.as_str(), subject.as_bytes()]).await?;
        row.map(Entry::try_from).transpose()
    }

    /// The records of the places after `after` up to `upto`, in order; erased ones are left out. At most 10,000.
    ///
    /// # Errors
    /// Those of the database; `Inconsistent` for a record that was made unreadable.
    pub async fn list_after(&mut self, site: &SiteId, after: i64, upto: i64) -> Result<Vec<Entry>> {
        let rows: Vec<EntryRow> = self.0.many(LIST_AFTER, args![site.as_str(), after, upto]).await?;
        rows.into_iter().map(Entry::try_from).collect()
    }

    /// Adds a record. The site's head must be held.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, entry: &Entry) -> Result<()> {
        let text = entry.text.as_ref();
        let args = args![
            entry.id.as_str(),
            entry.site.as_str(),
            entry.position,
            &entry.prev,
            entry.event.as_str(),
            entry.subject.as_bytes(),
            &entry.client_id,
            entry.source.to_text(),
            entry.gpc.as_str(),
            entry.evidence.as_ref().map(write_evidence),
            entry.shown.as_ref().map(|id| id.as_str().to_owned()),
            text.map(|text| text.version),
            text.map(|text| text.language.clone()),
            text.map(|text| text.sha256.to_vec()),
            entry.choices.statistics,
            entry.choices.recording,
            entry.choices.marketing,
            entry.granted.statistics,
            entry.granted.recording,
            entry.granted.marketing,
            entry.method.as_str(),
            entry.at.as_ms(),
            entry.expires_at.as_ms(),
            &entry.salt,
        ];
        self.0.run(ADD, args).await.map(drop)
    }

    /// Deletes every record and salt of a browser; answers the places where they stood. Their leaves stay.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn erase(&mut self, site: &SiteId, subject: &SubjectHash) -> Result<Vec<i64>> {
        let rows: Vec<(i64,)> = self.0.many(POSITIONS, args![site.as_str(), subject.as_bytes()]).await?;
        self.0.run(ERASE, args![site.as_str(), subject.as_bytes()]).await?;
        Ok(rows.into_iter().map(|(position,)| position).collect())
    }
    /// Deletes the records of a site that counted until before a moment, at most `limit`; answers their places in the chain.
    /// The leaves must say so in the same unit.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn erase_expired(&mut self, site: &SiteId, before: Timestamp, limit: i64) -> Result<Vec<i64>> {
        let rows: Vec<(i64,)> = self.0.many(EXPIRED, args![site.as_str(), before.as_ms(), limit]).await?;
        for (position,) in &rows {
            self.0.run(ERASE_AT, args![site.as_str(), *position]).await?;
        }
        Ok(rows.into_iter().map(|(position,)| position).collect())
    }
}

fn write_evidence(evidence: &Evidence) -> String {
    evidence.fields().map(|(name, value)| (name.to_owned(), serde_json::Value::from(value))).collect::<serde_json::Value>().to_string()
}

fn read_evidence(json: &str) -> Option<Evidence> {
    let serde_json::Value::Object(mut fields) = serde_json::from_str(json).ok()? else { return None };
    let mut take = |name: &str| match fields.remove(name) {
        None => Some(None),
        Some(serde_json::Value::String(text)) => Some(Some(text)),
        Some(_) => None,
    };
    Evidence::stored(take("record_id")?, take("revision")?, take("language")?, take("decided_at")?, take("quality")?)
}
