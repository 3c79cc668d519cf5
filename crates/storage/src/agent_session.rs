//! Sign-ins of agents. The tokens are not kept, only their hashes.

use entrenous_domain::account::Session;
use entrenous_domain::ids::{AccountId, AgentId, SessionId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::row::Stored;
use crate::statements::statements;

impl Work {
    /// The sign-ins.
    pub fn agent_sessions(&mut self) -> AgentSessions<'_> {
        AgentSessions(self)
    }
}

statements! {
    ADD = "INSERT INTO agent_session (id, agent_id, token_hash, complete, attempts, device, created_at, last_seen_at, expires_at)
        VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8)";
    /// An agent who may not sign in has no session, whatever its row says.
    FIND_BY_TOKEN = "SELECT s.id, s.agent_id, a.account_id, s.complete, s.attempts, s.device, s.created_at, s.last_seen_at, s.expires_at,
        s.revoked_at FROM agent_session s JOIN agent a ON a.id = s.agent_id WHERE s.token_hash = $1 AND a.active = TRUE";
    GET = "SELECT s.id, s.agent_id, a.account_id, s.complete, s.attempts, s.device, s.created_at, s.last_seen_at, s.expires_at,
        s.revoked_at FROM agent_session s JOIN agent a ON a.id = s.agent_id WHERE s.agent_id = $1 AND s.id = $2 AND a.active = TRUE";
    LIST = "SELECT s.id, s.agent_id, a.account_id, s.complete, s.attempts, s.device, s.created_at, s.last_seen_at, s.expires_at,
        s.revoked_at FROM agent_session s JOIN agent a ON a.id = s.agent_id
        WHERE s.agent_id = $1 AND s.complete = TRUE AND s.revoked_at IS NULL AND s.expires_at > $2
        ORDER BY s.created_at DESC, s.id DESC LIMIT 200";
    SET_SEEN = "UPDATE agent_session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2";
    /// The token changes hands only once, and only while the second factor is awaited.
    COMPLETE = "UPDATE agent_session SET complete = TRUE, token_hash = $2, last_seen_at = $3, expires_at = $4
        WHERE id = $1 AND complete = FALSE AND revoked_at IS NULL";
    COUNT_ATTEMPT = "UPDATE agent_session SET attempts = attempts + 1
        WHERE id = $1 AND complete = FALSE AND revoked_at IS NULL AND attempts < $2";
    REVOKE = "UPDATE agent_session SET revoked_at = $3 WHERE agent_id = $1 AND id = $2 AND revoked_at IS NULL";
    REVOKE_OTHERS = "UPDATE agent_session SET revoked_at = $3 WHERE agent_id = $1 AND id <> $2 AND revoked_at IS NULL";
    REVOKE_ALL = "UPDATE agent_session SET revoked_at = $2 WHERE agent_id = $1 AND revoked_at IS NULL";
    REMOVE_OLD = "DELETE FROM agent_session WHERE agent_id = $1 AND expires_at < $2";
}

crate::row! {
    struct SessionRow {
        id: String,
        agent_id: String,
        account_id: String,
        complete: bool,
        attempts: i64,
        device: String,
        created_at: i64,
        last_seen_at: i64,
        expires_at: i64,
        revoked_at: Option<i64>,
    }
}

/// A sign-in, and the account of its agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSession {
    /// The sign-in, alive or not.
    pub session: Session,
    /// The agent's account.
    pub account: AccountId,
}

impl TryFrom<SessionRow> for FoundSession {
    type Error = crate::StorageError;

    fn try_from(row: SessionRow) -> Result<Self> {
        Ok(Self {
            account: AccountId::parse(&row.account_id).stored("agent", "account_id", &row.agent_id)?,
            session: Session {
                agent: AgentId::parse(&row.agent_id).stored("agent_session", "agent_id", &row.id)?,
                complete: row.complete,
                attempts: row.attempts,
                device: row.device,
                created_at: Timestamp::from_ms(row.created_at),
                last_seen_at: Timestamp::from_ms(row.last_seen_at),
                expires_at: Timestamp::from_ms(row.expires_at),
                revoked_at: row.revoked_at.map(Timestamp::from_ms),
                id: SessionId::parse(&row.id).stored("agent_session", "id", &row.id)?,
            },
        })
    }
}

/// The sign-ins, within a unit of work.
#[derive(Debug)]
pub struct AgentSessions<'w>(&'w mut Work);

impl AgentSessions<'_> {
    /// Adds a sign-in.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, session: &Session, token_hash: &[u8]) -> Result<()> {
        let args = args![
            session.id.as_str(),
            session.agent.as_str(),
            token_hash,
            session.complete,
            &session.device,
            session.created_at.as_ms(),
            session.last_seen_at.as_ms(),
            session.expires_at.as_ms(),
        ];
        self.0.run(ADD, args).await?;
        Ok(())
    }

    /// The sign-in with this token's hash, of an agent who may sign in; the caller checks whether it is alive.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_by_token(&mut self, token_hash: &[u8]) -> Result<Option<FoundSession>> {
        let row: Option<SessionRow> = self.0.one(FIND_BY_TOKEN, args![token_hash]).await?;
        row.map(FoundSession::try_from).transpose()
    }

    /// One sign-in of an agent who may sign in; the caller checks whether it is alive.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, agent: &AgentId, id: &SessionId) -> Result<Option<FoundSession>> {
        let row: Option<SessionRow> = self.0.one(GET, args![agent.as_str(), id.as_str()]).await?;
        row.map(FoundSession::try_from).transpose()
    }

    /// Complete sign-ins that nobody ended and that are not too old, newest first; idle ones are among them.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list(&mut self, agent: &AgentId, now: Timestamp) -> Result<Vec<Session>> {
        let rows: Vec<SessionRow> = self.0.many(LIST, args![agent.as_str(), now.as_ms()]).await?;
        rows.into_iter().map(|row| FoundSession::try_from(row).map(|found| found.session)).collect()
    }

    /// Writes down the last request.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_seen(&mut self, id: &SessionId, now: Timestamp) -> Result<()> {
        self.0.run(SET_SEEN, args![id.as_str(), now.as_ms()]).await?;
        Ok(())
    }

    /// Completes a sign-in under a new token. False when it is complete or over.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn complete(&mut self, id: &SessionId, token_hash: &[u8], now: Timestamp, expires_at: Timestamp) -> Result<bool> {
        Ok(self.0.run(COMPLETE, args![id.as_str(), token_hash, now.as_ms(), expires_at.as_ms()]).await? == 1)
    }

    /// Counts a try at the second factor. False when `max` were made already.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count_attempt(&mut self, id: &SessionId, max: i64) -> Result<bool> {
        Ok(self.0.run(COUNT_ATTEMPT, args![id.as_str(), max]).await? == 1)
    }

    /// Ends one sign-in of an agent. False when there is none that still counts.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn revoke(&mut self, agent: &AgentId, id: &SessionId, now: Timestamp) -> Result<bool> {
        Ok(self.0.run(REVOKE, args![agent.as_str(), id.as_str(), now.as_ms()]).await? == 1)
    }

    /// Ends all sign-ins of an agent but one; answers how many.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn revoke_others(&mut self, agent: &AgentId, keep: &SessionId, now: Timestamp) -> Result<u64> {
        self.0.run(REVOKE_OTHERS, args![agent.as_str(), keep.as_str(), now.as_ms()]).await
    }

    /// Ends all sign-ins of an agent; answers how many.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn revoke_all(&mut self, agent: &AgentId, now: Timestamp) -> Result<u64> {
        self.0.run(REVOKE_ALL, args![agent.as_str(), now.as_ms()]).await
    }

    /// Forgets sign-ins of an agent that ended by age before `before`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_old(&mut self, agent: &AgentId, before: Timestamp) -> Result<u64> {
        self.0.run(REMOVE_OLD, args![agent.as_str(), before.as_ms()]).await
    }
}
