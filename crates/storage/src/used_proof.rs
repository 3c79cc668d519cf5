//! Identity proofs that were used, so that nobody uses one again.

use entrenous_domain::ids::SiteId;
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::statements::statements;

impl Work {
    /// Proofs that were used.
    pub fn used_proofs(&mut self) -> UsedProofs<'_> {
        UsedProofs(self)
    }
}

statements! {
    IS_USED = "SELECT expires_at FROM used_proof WHERE site_id = $1 AND proof = $2";
    /// Of two that come at the same moment one waits for the other, and then finds the row.
    ADD = "INSERT INTO used_proof (site_id, proof, expires_at) VALUES ($1, $2, $3) ON CONFLICT (site_id, proof) DO NOTHING";
    /// The index used_proof_age carries it.
    REMOVE_OLD = "DELETE FROM used_proof WHERE (site_id, proof) IN
        (SELECT site_id, proof FROM used_proof WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
}

/// The used proofs, within a unit or view.
#[derive(Debug)]
pub struct UsedProofs<'w>(&'w mut Work);

impl UsedProofs<'_> {
    /// Whether the proof with this hash was used on the site.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn is_used(&mut self, site: &SiteId, proof: &[u8]) -> Result<bool> {
        let row: Option<(i64,)> = self.0.one(IS_USED, args![site.as_str(), proof]).await?;
        Ok(row.is_some())
    }

    /// Uses the proof up. False when it was used before; nothing is changed then.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, site: &SiteId, proof: &[u8], expires_at: Timestamp) -> Result<bool> {
        Ok(self.0.run(ADD, args![site.as_str(), proof, expires_at.as_ms()]).await? == 1)
    }

    /// Forgets the proofs of all sites that nobody could use after a moment, at most `limit`; answers how many went.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_old(&mut self, before: Timestamp, limit: i64) -> Result<u64> {
        self.0.run(REMOVE_OLD, args![before.as_ms(), limit]).await
    }
}
