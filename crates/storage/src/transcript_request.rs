//! Who wants a conversation at which address: one row for each address.

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
    /// However many race, one finds the address free.
    ASK = "INSERT INTO transcript_request (email, site_id, conversation_id, visitor_id, language, sent, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, 0, $6, $7)
        ON CONFLICT (email) DO UPDATE SET site_id = excluded.site_id, conversation_id = excluded.conversation_id,
            visitor_id = excluded.visitor_id, language = excluded.language, token_hash = NULL, sent = 0,
            created_at = excluded.created_at, expires_at = excluded.expires_at, confirmed_at = NULL
        WHERE transcript_request.created_at <= $8";
    SET_LINK = "UPDATE transcript_request SET token_hash = $2, expires_at = $3 WHERE email = $1 AND confirmed_at IS NULL AND expires_at > 0
        RETURNING email, site_id, conversation_id, visitor_id, language";
    FIND = "SELECT email, site_id, conversation_id, visitor_id, language FROM transcript_request
        WHERE token_hash = $1 AND confirmed_at IS NULL AND expires_at > $2";
    CONFIRM = "UPDATE transcript_request SET confirmed_at = $2, sent = 1 WHERE token_hash = $1 AND confirmed_at IS NULL AND expires_at > $2
        RETURNING email, site_id, conversation_id, visitor_id, language";
    IS_CONFIRMED = "SELECT count(*) FROM transcript_request
        WHERE email = $1 AND site_id = $2 AND visitor_id = $3 AND confirmed_at IS NOT NULL AND created_at > $4";
    SEND_AGAIN = "UPDATE transcript_request SET sent = sent + 1
        WHERE email = $1 AND site_id = $2 AND visitor_id = $3 AND confirmed_at IS NOT NULL AND created_at > $4 AND sent < $5";
    /// The row stays: the address has had its mail of the day.
    VOID = "UPDATE transcript_request SET token_hash = NULL, confirmed_at = NULL, expires_at = 0 WHERE site_id = $1 AND visitor_id = $2";
    REMOVE_OLD = "DELETE FROM transcript_request WHERE email IN
        (SELECT email FROM transcript_request WHERE expires_at <= $1 AND created_at <= $2 ORDER BY expires_at LIMIT $3)";
}

/// Which conversation goes to which address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptRequest {
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
}

crate::row! {
    struct RequestRow {
        email: String,
        site_id: String,
        conversation_id: String,
        visitor_id: String,
        language: String,
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
            email: row.email,
            language: row.language,
        })
    }
}

/// The wishes, within a unit or view.
#[derive(Debug)]
pub struct TranscriptRequests<'w>(&'w mut Work);

impl TranscriptRequests<'_> {
    /// Writes a wish down, unless the address has one that was made after `since`; false then.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn ask(&mut self, wish: &TranscriptRequest, now: Timestamp, expires_at: Timestamp, since: Timestamp) -> Result<bool> {
        let args = args![
            wish.email.as_str(),
            wish.site.as_str(),
            wish.conversation.as_str(),
            wish.visitor.as_str(),
            wish.language.as_str(),
            now.as_ms(),
            expires_at.as_ms(),
            since.as_ms(),
        ];
        Ok(self.0.run(ASK, args).await? == 1)
    }

    /// Gives the wish of an address its link; an earlier one stops working. `None` when nobody waits for one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_link(&mut self, email: &str, token_hash: &[u8], expires_at: Timestamp) -> Result<Option<TranscriptRequest>> {
        let row: Option<RequestRow> = self.0.one(SET_LINK, args![email, token_hash, expires_at.as_ms()]).await?;
        row.map(TranscriptRequest::try_from).transpose()
    }

    /// What a link would send, without using it up.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(&mut self, token_hash: &[u8], now: Timestamp) -> Result<Option<TranscriptRequest>> {
        let row: Option<RequestRow> = self.0.one(FIND, args![token_hash, now.as_ms()]).await?;
        row.map(TranscriptRequest::try_from).transpose()
    }

    /// Uses a link up. `None` when it is unknown, used or expired.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn confirm(&mut self, token_hash: &[u8], now: Timestamp) -> Result<Option<TranscriptRequest>> {
        let row: Option<RequestRow> = self.0.one(CONFIRM, args![token_hash, now.as_ms()]).await?;
        row.map(TranscriptRequest::try_from).transpose()
    }

    /// Whether the owner of the address followed a link that this visitor asked for after `since`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn is_confirmed(&mut self, wish: &TranscriptRequest, since: Timestamp) -> Result<bool> {
        let args = args![wish.email.as_str(), wish.site.as_str(), wish.visitor.as_str(), since.as_ms()];
        let row: Option<(i64,)> = self.0.one(IS_CONFIRMED, args).await?;
        Ok(row.is_some_and(|(count,)| count > 0))
    }

    /// Counts one more mail to an address that was confirmed; false when it had `max`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn send_again(&mut self, wish: &TranscriptRequest, since: Timestamp, max: i64) -> Result<bool> {
        let args = args![wish.email.as_str(), wish.site.as_str(), wish.visitor.as_str(), since.as_ms(), max];
        Ok(self.0.run(SEND_AGAIN, args).await? == 1)
    }

    /// Makes every wish of a visitor worthless: the links that were sent, and what was confirmed.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn void(&mut self, site: &SiteId, visitor: &VisitorId) -> Result<()> {
        self.0.run(VOID, args![site.as_str(), visitor.as_str()]).await.map(drop)
    }

    /// Forgets wishes whose link expired before `now` and that were made before `since`, at most `limit`; answers how many went.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_old(&mut self, now: Timestamp, since: Timestamp, limit: i64) -> Result<u64> {
        self.0.run(REMOVE_OLD, args![now.as_ms(), since.as_ms(), limit]).await
    }
}
