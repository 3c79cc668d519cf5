//! Links and tickets that work once. The tokens are not kept, only their hashes.

use entrenous_domain::ids::{AccountId, AgentId, SessionId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::row::Stored;
use crate::statements::statements;

impl Work {
    /// Links and tickets that work once.
    pub fn one_time_tokens(&mut self) -> OneTimeTokens<'_> {
        OneTimeTokens(self)
    }
}

/// What a token opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The first account.
    Setup,
    /// A new password.
    PasswordReset,
    /// The first password of somebody who was invited.
    Invitation,
    /// A socket of a session.
    Ticket,
}

impl Purpose {
    /// The stored word; also the purpose under which the token is hashed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Purpose::Setup => "setup",
            Purpose::PasswordReset => "password_reset",
            Purpose::Invitation => "invitation",
            Purpose::Ticket => "ticket",
        }
    }
}

/// A token to keep.
#[derive(Debug, Clone)]
pub struct NewOneTimeToken<'a> {
    /// Of the token.
    pub hash: &'a [u8],
    /// What it opens.
    pub purpose: Purpose,
    /// For whom; absent for the set-up.
    pub holder: Option<Holder>,
    /// The present moment.
    pub created_at: Timestamp,
    /// From when on it opens nothing.
    pub expires_at: Timestamp,
}

/// For whom a token works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The agent's account.
    pub account: AccountId,
    /// The agent.
    pub agent: AgentId,
    /// The session, for tickets.
    pub session: Option<SessionId>,
}

statements! {
    ADD = "INSERT INTO one_time_token (token_hash, purpose, account_id, agent_id, session_id, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// However many race, one update finds used_at absent.
    USE_UP = "UPDATE one_time_token SET used_at = $3 WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3
        RETURNING account_id, agent_id, session_id";
    FIND = "SELECT account_id, agent_id, session_id FROM one_time_token
        WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3";
    VOID = "UPDATE one_time_token SET used_at = $3 WHERE agent_id = $1 AND purpose = $2 AND used_at IS NULL";
    VOID_ALL = "UPDATE one_time_token SET used_at = $2 WHERE agent_id = $1 AND used_at IS NULL";
    REMOVE_ALL = "DELETE FROM one_time_token WHERE purpose = $1";
    REMOVE_EXPIRED = "DELETE FROM one_time_token WHERE agent_id = $1 AND purpose = $2 AND expires_at <= $3";
}

crate::row! {
    struct TokenRow {
        account_id: Option<String>,
        agent_id: Option<String>,
        session_id: Option<String>,
    }
}

impl TokenRow {
    fn holder(self) -> Result<Option<Holder>> {
        let (Some(account), Some(agent)) = (self.account_id, self.agent_id) else { return Ok(None) };
        Ok(Some(Holder {
            account: AccountId::parse(&account).stored("one_time_token", "account_id", &account)?,
            session: self.session_id.map(|id| SessionId::parse(&id)).transpose().stored("one_time_token", "session_id", &agent)?,
            agent: AgentId::parse(&agent).stored("one_time_token", "agent_id", &agent)?,
        }))
    }
}

/// Links and tickets, within a unit of work.
#[derive(Debug)]
pub struct OneTimeTokens<'w>(&'w mut Work);

impl OneTimeTokens<'_> {
    /// Keeps a token's hash.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, token: &NewOneTimeToken<'_>) -> Result<()> {
        let holder = token.holder.as_ref();
        let args = args![
            token.hash,
            token.purpose.as_str(),
            holder.map(|holder| holder.account.as_str()),
            holder.map(|holder| holder.agent.as_str()),
            holder.and_then(|holder| holder.session.as_ref()).map(SessionId::as_str),
            token.created_at.as_ms(),
            token.expires_at.as_ms(),
        ];
        self.0.run(ADD, args).await?;
        Ok(())
    }

    /// Uses a token up. `None` when it is unknown, used or expired; a token of the set-up has no holder inside.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn use_up(&mut self, hash: &[u8], purpose: Purpose, now: Timestamp) -> Result<Option<Option<Holder>>> {
        let row: Option<TokenRow> = self.0.one(USE_UP, args![hash, purpose.as_str(), now.as_ms()]).await?;
        row.map(TokenRow::holder).transpose()
    }

    /// Looks whether a token would work, without using it up; the answer is that of [`OneTimeTokens::use_up`].
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(&mut self, hash: &[u8], purpose: Purpose, now: Timestamp) -> Result<Option<Option<Holder>>> {
        let row: Option<TokenRow> = self.0.one(FIND, args![hash, purpose.as_str(), now.as_ms()]).await?;
        row.map(TokenRow::holder).transpose()
    }

    /// Makes all tokens of an agent for one purpose useless.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn void(&mut self, agent: &AgentId, purpose: Purpose, now: Timestamp) -> Result<()> {
        self.0.run(VOID, args![agent.as_str(), purpose.as_str(), now.as_ms()]).await?;
        Ok(())
    }

    /// Makes all tokens of an agent useless.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn void_all(&mut self, agent: &AgentId, now: Timestamp) -> Result<()> {
        self.0.run(VOID_ALL, args![agent.as_str(), now.as_ms()]).await?;
        Ok(())
    }

    /// Forgets all tokens for one purpose, of everybody.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_all(&mut self, purpose: Purpose) -> Result<()> {
        self.0.run(REMOVE_ALL, args![purpose.as_str()]).await?;
        Ok(())
    }

    /// Forgets tokens of an agent for one purpose that have expired.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_expired(&mut self, agent: &AgentId, purpose: Purpose, now: Timestamp) -> Result<()> {
        self.0.run(REMOVE_EXPIRED, args![agent.as_str(), purpose.as_str(), now.as_ms()]).await?;
        Ok(())
    }
}
