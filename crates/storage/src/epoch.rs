//! The epoch: a random id that says whether this is still the same database.
//!
//! Clients hold numbers (`seq`, event numbers). After a restore from a back-up the same numbers may be given
//! to other messages; a new epoch tells every client to load afresh instead of trusting what it holds.
//! So the id is kept in the database and beside it, and they part company when only one of them goes back in time.

use crate::args;
use crate::db::Db;
use crate::dialect::{LOCK_MIGRATIONS, PLACE};
use crate::error::Result;
use crate::statements::statements;

statements! {
    GET = "SELECT value FROM installation WHERE key = $1";
    SET = "INSERT INTO installation (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
}

/// The database's epoch, from [`Db::settle_epoch`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// What clients compare.
    pub id: String,
    /// True when it was made just now: a new database, or one that was restored.
    pub is_new: bool,
}

impl Db {
    /// The epoch to serve under; `fresh` (random, made by the caller) becomes it when the kept one cannot be trusted.
    ///
    /// Call it once at start, after [`Db::migrate`].
    /// Beside a SQLite file the witness is `<file>.epoch`; of PostgreSQL it is the cluster's identity, the timeline
    /// (a point-in-time restore and a fail-over start a new one) and the database's own number (a dump restored
    /// into a new database has another).
    ///
    /// # Errors
    /// Those of the database, and `File` when the witness cannot be kept.
    pub async fn settle_epoch(&self, fresh: &str) -> Result<Epoch> {
        let mut work = self.unit().await?;
        let _: Option<(i64,)> = work.one(LOCK_MIGRATIONS, args![]).await?;
        let place: Option<(String,)> = work.one(PLACE, args![]).await?;
        let place = place.map(|(place,)| place).unwrap_or_default();
        let kept: Option<(String,)> = work.one(GET, args!["epoch"]).await?;
        let kept_place: Option<(String,)> = work.one(GET, args!["epoch_place"]).await?;
        if let Some((id,)) = kept
            && kept_place.is_some_and(|(kept,)| kept == place)
            && self.is_witnessed(&id).await?
        {
            return Ok(Epoch { id, is_new: false });
        }
        work.run(SET, args!["epoch", fresh]).await?;
        work.run(SET, args!["epoch_place", place]).await?;
        work.save().await?;
        // A crash between the two makes the next start take another new epoch, which harms nobody.
        self.set_witness(fresh).await?;
        Ok(Epoch { id: fresh.to_owned(), is_new: true })
    }
}
