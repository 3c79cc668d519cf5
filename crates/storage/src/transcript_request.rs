//! Who wants a conversation at which address, and the one mail a day that an address gets for it.
//!
//! An address is named by its keyed hash; the wish alone has it in words.

use entrenous_domain::ids::{ConversationId, SiteId, VisitorId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::row::Stored;
use crate::statements::statements;

impl Work {
    /// Wishes for conversations by e-mail.
    pub fn transcript_requests(&mut self) -> TranscriptRequests<'_> {
        TranscriptRequests(self)
    }
}

statements! {
    ASK = "INSERT INTO transcript_request (address_hash, visitor_id, site_id, conversation_id, email, language, sent, asked_at)
        VALUES ($1, $2, $3, $4, $5, $6, 0, $7)
        ON CONFLICT (address_hash, visitor_id) DO UPDATE SET site_id = excluded.site_id, conversation_id = excluded.conversation_id,
            email = excluded.email, language = excluded.language, sent = 0, asked_at = excluded.asked_at, confirmed_at = NULL";
    /// However many race, one finds the day free.
    TAKE_DAY = "INSERT INTO transcript_link (address_hash, token_hash, sent_at, expires_at) VALUES ($1, NULL, $2, 0)
        ON CONFLICT (address_hash) DO UPDATE SET token_hash = NULL, sent_at = excluded.sent_at, expires_at = 0
        WHERE transcript_link.sent_at <= $3";
    FIRST_OPEN = "SELECT address_hash, email, site_id, conversation_id, visitor_id, language, asked_at FROM transcript_request
        WHERE address_hash = $1 AND confirmed_at IS NULL AND asked_at > $2 ORDER BY asked_at, visitor_id LIMIT 1";
    /// The day begins again with each try, so that two mails are never nearer to each other.
    SET_LINK = "UPDATE transcript_link SET token_hash = $2, sent_at = $3, expires_at = $4 WHERE address_hash = $1";
    /// The newest first: whoever opens the link has just asked.
    LIST = "SELECT r.address_hash, r.email, r.site_id, r.conversation_id, r.visitor_id, r.language, r.asked_at
        FROM transcript_link l JOIN transcript_request r ON r.address_hash = l.address_hash
        WHERE l.token_hash = $1 AND l.expires_at > $2 AND r.confirmed_at IS NULL AND r.asked_at > $3
        ORDER BY r.asked_at DESC, r.visitor_id LIMIT $4";
    CONFIRM = "UPDATE transcript_request SET confirmed_at = $3, sent = 1
        WHERE address_hash = (SELECT address_hash FROM transcript_link WHERE token_hash = $1 AND expires_at > $3)
            AND conversation_id = $2 AND confirmed_at IS NULL AND asked_at > $4
        RETURNING address_hash, email, site_id, conversation_id, visitor_id, language, asked_at";
    IS_CONFIRMED = "SELECT count(*) FROM transcript_request
        WHERE address_hash = $1 AND visitor_id = $2 AND site_id = $3 AND confirmed_at IS NOT NULL AND asked_at > $4";
    SEND_AGAIN = "UPDATE transcript_request SET sent = sent + 1
        WHERE address_hash = $1 AND visitor_id = $2 AND site_id = $3 AND confirmed_at IS NOT NULL AND asked_at > $4 AND sent < $5";
    VOID = "DELETE FROM transcript_request WHERE site_id = $1 AND visitor_id = $2";
    REMOVE_OLD = "DELETE FROM transcript_request WHERE (address_hash, visitor_id) IN
        (SELECT address_hash, visitor_id FROM transcript_request WHERE asked_at <= $1 ORDER BY asked_at LIMIT $2)";
    REMOVE_OLD_LINKS = "DELETE FROM transcript_link WHERE address_hash IN
        (SELECT address_hash FROM transcript_link WHERE sent_at <= $1 ORDER BY sent_at LIMIT $2)";
}

/// Which conversation goes to which address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptRequest {
    /// Keyed hash of the address.
    pub address_hash: Vec<u8>,
    /// The folded address.
    pub email: String,
    /// Of which site.
    pub site: SiteId,
    /// Which conversation.
    pub conversation: ConversationId,
    /// Whose.
    pub visitor: VisitorId,
    /// `en` or `fr`.
    pub language: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
}

crate::row! {
    struct RequestRow {
        address_hash: Vec<u8>,
        email: String,
        site_id: String,
        conversation_id: String,
        visitor_id: String,
        language: String,
        asked_at: i64,
    }
}

impl TryFrom<RequestRow> for TranscriptRequest {
    type Error = crate::StorageError;

    fn try_from(row: RequestRow) -> Result<Self> {
        let of = &row.conversation_id;
        Ok(Self {
            site: SiteId::parse(&row.site_id).stored("transcript_request", "site_id", of)?,
            conversation: ConversationId::parse(of).stored("transcript_request", "conversation_id", of)?,
            visitor: VisitorId::parse(&row.visitor_id).stored("transcript_request", "visitor_id", of)?,
            address_hash: row.address_hash,
            email: row.email,
            language: row.language,
            asked_at: Timestamp::from_ms(row.asked_at),
        })
    }
}

/// The wishes, within a unit or view.
#[derive(Debug)]
pub struct TranscriptRequests<'w>(&'w mut Work);

impl TranscriptRequests<'_> {
    /// Writes a visitor's wish down, in the place of an earlier one of this visitor for the address.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn ask(&mut self, wish: &TranscriptRequest) -> Result<()> {
        let args = args![
            wish.address_hash.as_slice(),
            wish.visitor.as_str(),
            wish.site.as_str(),
            wish.conversation.as_str(),
            wish.email.as_str(),
            wish.language.as_str(),
            wish.asked_at.as_ms(),
        ];
        self.0.run(ASK, args).await.map(drop)
    }

    /// Whether the address is to get its mail now; false when it had one after `since`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn take_day(&mut self, address_hash: &[u8], now: Timestamp, since: Timestamp) -> Result<bool> {
        Ok(self.0.run(TAKE_DAY, args![address_hash, now.as_ms(), since.as_ms()]).await? == 1)
    }

    /// Gives an address its link; an earlier one stops working. Answers the oldest open wish that was made after `since`,
    /// or `None` and no link when there is none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_link(
        &mut self,
        address_hash: &[u8],
        token_hash: &[u8],
        now: Timestamp,
        expires_at: Timestamp,
        since: Timestamp,
    ) -> Result<Option<TranscriptRequest>> {
        let row: Option<RequestRow> = self.0.one(FIRST_OPEN, args![address_hash, since.as_ms()]).await?;
        let Some(row) = row else { return Ok(None) };
        self.0.run(SET_LINK, args![address_hash, token_hash, now.as_ms(), expires_at.as_ms()]).await?;
        TranscriptRequest::try_from(row).map(Some)
    }

    /// The open wishes that a link leads to and that were made after `since`, the newest first, at most `limit`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list(&mut self, token_hash: &[u8], now: Timestamp, since: Timestamp, limit: i64) -> Result<Vec<TranscriptRequest>> {
        let rows: Vec<RequestRow> = self.0.many(LIST, args![token_hash, now.as_ms(), since.as_ms(), limit]).await?;
        rows.into_iter().map(TranscriptRequest::try_from).collect()
    }

    /// The owner of the address agrees to one wish. `None` when the link does not lead to it (any more).
    ///
    /// # Errors
    /// Those of the database.
    pub async fn confirm(
        &mut self,
        token_hash: &[u8],
        conversation: &ConversationId,
        now: Timestamp,
        since: Timestamp,
    ) -> Result<Option<TranscriptRequest>> {
        let args = args![token_hash, conversation.as_str(), now.as_ms(), since.as_ms()];
        let row: Option<RequestRow> = self.0.one(CONFIRM, args).await?;
        row.map(TranscriptRequest::try_from).transpose()
    }

    /// Whether the owner of the address agreed to a wish of this visitor that was made after `since`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn is_confirmed(&mut self, wish: &TranscriptRequest, since: Timestamp) -> Result<bool> {
        let args = args![wish.address_hash.as_slice(), wish.visitor.as_str(), wish.site.as_str(), since.as_ms()];
        let row: Option<(i64,)> = self.0.one(IS_CONFIRMED, args).await?;
        Ok(row.is_some_and(|(count,)| count > 0))
    }

    /// Counts one more mail to an address whose owner agreed; false when it had `max`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn send_again(&mut self, wish: &TranscriptRequest, since: Timestamp, max: i64) -> Result<bool> {
        let args = args![wish.address_hash.as_slice(), wish.visitor.as_str(), wish.site.as_str(), since.as_ms(), max];
        Ok(self.0.run(SEND_AGAIN, args).await? == 1)
    }

    /// Forgets every wish of a visitor: no link leads to them any more, and what was agreed to is not.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn void(&mut self, site: &SiteId, visitor: &VisitorId) -> Result<()> {
        self.0.run(VOID, args![site.as_str(), visitor.as_str()]).await.map(drop)
    }

    /// Forgets wishes and links of before `since`, at most `limit` of each; answers how many of the more numerous went.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_old(&mut self, since: Timestamp, limit: i64) -> Result<u64> {
        let wishes = self.0.run(REMOVE_OLD, args![since.as_ms(), limit]).await?;
        let links = self.0.run(REMOVE_OLD_LINKS, args![since.as_ms(), limit]).await?;
        Ok(wishes.max(links))
    }
}
