//! Codes that replace the second factor, each once. Only their hashes are kept.

use entrenous_domain::ids::AgentId;
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::statements::statements;

impl Work {
    /// Codes that replace the second factor.
    pub fn recovery_codes(&mut self) -> RecoveryCodes<'_> {
        RecoveryCodes(self)
    }
}

statements! {
    ADD = "INSERT INTO recovery_code (agent_id, code_hash) VALUES ($1, $2) ON CONFLICT (agent_id, code_hash) DO NOTHING";
    CLEAR = "DELETE FROM recovery_code WHERE agent_id = $1";
    USE_UP = "UPDATE recovery_code SET used_at = $3 WHERE agent_id = $1 AND code_hash = $2 AND used_at IS NULL";
    COUNT_LEFT = "SELECT count(*) FROM recovery_code WHERE agent_id = $1 AND used_at IS NULL";
}

/// The codes, within a unit of work.
#[derive(Debug)]
pub struct RecoveryCodes<'w>(&'w mut Work);

impl RecoveryCodes<'_> {
    /// Replaces all codes of an agent; an empty slice removes them.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_all(&mut self, agent: &AgentId, hashes: &[Vec<u8>]) -> Result<()> {
        self.0.run(CLEAR, args![agent.as_str()]).await?;
        for hash in hashes {
            self.0.run(ADD, args![agent.as_str(), hash]).await?;
        }
        Ok(())
    }

    /// Uses a code up. False when it is unknown or used.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn use_up(&mut self, agent: &AgentId, hash: &[u8], now: Timestamp) -> Result<bool> {
        Ok(self.0.run(USE_UP, args![agent.as_str(), hash, now.as_ms()]).await? == 1)
    }

    /// How many codes of an agent are unused.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count_left(&mut self, agent: &AgentId) -> Result<i64> {
        let count: Option<(i64,)> = self.0.one(COUNT_LEFT, args![agent.as_str()]).await?;
        Ok(count.map_or(0, |(count,)| count))
    }
}
