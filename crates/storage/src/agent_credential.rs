//! What proves that an agent is who they say: password hash and second factor.

use entrenous_domain::ids::{AccountId, AgentId};

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::row::Stored;
use crate::statements::statements;

impl Work {
    /// The agents' secrets.
    pub fn credentials(&mut self) -> Credentials<'_> {
        Credentials(self)
    }
}

statements! {
    GET = "SELECT id, account_id, password_hash, totp_secret, totp_confirmed FROM agent WHERE account_id = $1 AND id = $2";
    FIND_BY_EMAIL = "SELECT id, account_id, password_hash, totp_secret, totp_confirmed FROM agent WHERE email = $1 AND active = TRUE";
    SET_PASSWORD = "UPDATE agent SET password_hash = $3 WHERE account_id = $1 AND id = $2";
    /// The first password of somebody who was invited: once, however often the link is raced.
    SET_FIRST_PASSWORD = "UPDATE agent SET password_hash = $3 WHERE account_id = $1 AND id = $2 AND password_hash IS NULL AND active = TRUE";
    SET_TOTP = "UPDATE agent SET totp_secret = $3, totp_last_step = NULL WHERE account_id = $1 AND id = $2 AND totp_confirmed = FALSE";
    CONFIRM_TOTP = "UPDATE agent SET totp_confirmed = TRUE, totp_last_step = $3
        WHERE account_id = $1 AND id = $2 AND totp_confirmed = FALSE AND totp_secret IS NOT NULL";
    /// A step is taken once: a second use of the same code, and every older one, touches no row.
    TAKE_TOTP_STEP = "UPDATE agent SET totp_last_step = $3
        WHERE account_id = $1 AND id = $2 AND totp_confirmed = TRUE AND (totp_last_step IS NULL OR totp_last_step < $3)";
    REMOVE_TOTP = "UPDATE agent SET totp_secret = NULL, totp_confirmed = FALSE, totp_last_step = NULL WHERE account_id = $1 AND id = $2";
}

crate::row! {
    struct CredentialRow {
        id: String,
        account_id: String,
        password_hash: Option<String>,
        totp_secret: Option<Vec<u8>>,
        totp_confirmed: bool,
    }
}

/// What is kept of an agent's secrets.
pub struct Credential {
    /// Whose.
    pub agent: AgentId,
    /// Of which account.
    pub account: AccountId,
    /// An argon2id string; absent until an invitation is accepted.
    pub password_hash: Option<String>,
    /// The sealed secret of the second factor, also while it waits for confirmation.
    pub totp_secret: Option<Vec<u8>>,
    /// Whether the second factor is asked for.
    pub totp_confirmed: bool,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("agent", &self.agent).finish_non_exhaustive()
    }
}

impl TryFrom<CredentialRow> for Credential {
    type Error = crate::StorageError;

    fn try_from(row: CredentialRow) -> Result<Self> {
        Ok(Self {
            agent: AgentId::parse(&row.id).stored("agent", "id", &row.id)?,
            account: AccountId::parse(&row.account_id).stored("agent", "account_id", &row.id)?,
            password_hash: row.password_hash,
            totp_secret: row.totp_secret,
            totp_confirmed: row.totp_confirmed,
        })
    }
}

/// The agents' secrets, within a unit of work.
#[derive(Debug)]
pub struct Credentials<'w>(&'w mut Work);

impl Credentials<'_> {
    /// Those of one agent of the account.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, account: &AccountId, agent: &AgentId) -> Result<Option<Credential>> {
        let row: Option<CredentialRow> = self.0.one(GET, args![account.as_str(), agent.as_str()]).await?;
        row.map(Credential::try_from).transpose()
    }

    /// Those of the active agent with a folded address.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_by_email(&mut self, email: &str) -> Result<Option<Credential>> {
        let row: Option<CredentialRow> = self.0.one(FIND_BY_EMAIL, args![email]).await?;
        row.map(Credential::try_from).transpose()
    }

    /// Replaces the password's hash.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_password(&mut self, account: &AccountId, agent: &AgentId, hash: &str) -> Result<()> {
        self.0.run(SET_PASSWORD, args![account.as_str(), agent.as_str(), hash]).await?;
        Ok(())
    }

    /// Sets the first password. False when there is one, or the agent may not sign in.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_first_password(&mut self, account: &AccountId, agent: &AgentId, hash: &str) -> Result<bool> {
        Ok(self.0.run(SET_FIRST_PASSWORD, args![account.as_str(), agent.as_str(), hash]).await? == 1)
    }

    /// Keeps the sealed secret of a second factor that waits for confirmation. False when one is confirmed already.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_totp(&mut self, account: &AccountId, agent: &AgentId, sealed: &[u8]) -> Result<bool> {
        Ok(self.0.run(SET_TOTP, args![account.as_str(), agent.as_str(), sealed]).await? == 1)
    }

    /// Makes the second factor count; `step` is the time step of the code that proved it. False when it counts already.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn confirm_totp(&mut self, account: &AccountId, agent: &AgentId, step: i64) -> Result<bool> {
        Ok(self.0.run(CONFIRM_TOTP, args![account.as_str(), agent.as_str(), step]).await? == 1)
    }

    /// Uses up a time step. False when it, or a later one, was used.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn take_totp_step(&mut self, account: &AccountId, agent: &AgentId, step: i64) -> Result<bool> {
        Ok(self.0.run(TAKE_TOTP_STEP, args![account.as_str(), agent.as_str(), step]).await? == 1)
    }

    /// Forgets the second factor.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_totp(&mut self, account: &AccountId, agent: &AgentId) -> Result<()> {
        self.0.run(REMOVE_TOTP, args![account.as_str(), agent.as_str()]).await?;
        Ok(())
    }
}
