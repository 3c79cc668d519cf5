//! The epoch: a random id that says whether this is still the same database.
//!
//! Clients hold numbers (`seq`, event numbers). After a restore from a back-up the same numbers may be given
//! to other messages; a new epoch tells every client to load afresh instead of trusting what it holds.
//! So the id is kept in the database and beside it, and they part company when only one of them goes back in time.
//!
//! The id alone would not do: yesterday's back-up holds the same epoch as today's file. So a *mark* that changes at
//! every start and every few minutes stands with it, and a back-up from before the last change does not have the mark
//! that the witness names. What was lost since the last change is covered by the protocol: a client whose number is
//! higher than any we gave must load afresh. `entrenous restore` removes the witness, so it always starts a new epoch.

use crate::args;
use crate::db::{Db, Work};
use crate::dialect::{LOCK_MIGRATIONS, PLACE};
use crate::error::Result;
use crate::statements::statements;

statements! {
    GET = "SELECT value FROM installation WHERE key = $1";
    SET = "INSERT INTO installation (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
}

/// The ending of the witness's name beside a SQLite file.
const WITNESS: &str = "epoch";

/// The database's epoch, from [`Db::settle_epoch`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// What clients compare.
    pub id: String,
    /// True when it was made just now: a new database, or one that was restored.
    pub is_new: bool,
}

impl Db {
    /// The epoch to serve under; `fresh` (random, made by the caller, without white space) becomes it
    /// when the kept one cannot be trusted, and the new mark otherwise.
    ///
    /// Call it once at start, after [`Db::migrate`].
    /// Beside a SQLite file the witness is `<file>.epoch`; of PostgreSQL it is the cluster's identity, the timeline
    /// (a point-in-time restore and a fail-over start a new one) and the database's own number (a dump restored
    /// into a new database has another).
    ///
    /// # Errors
    /// Those of the database, and `File` when the witness cannot be kept.
    pub async fn settle_epoch(&self, fresh: &str) -> Result<Epoch> {
        let witness = self.read_beside(WITNESS).await?;
        let mut work = self.unit().await?;
        let _: Option<(i64,)> = work.one(LOCK_MIGRATIONS, args![]).await?;
        let place: Option<(String,)> = work.one(PLACE, args![]).await?;
        let place = place.map(|(place,)| place);
        let kept_place = get(&mut work, "epoch_place").await?;
        let mark = get(&mut work, "epoch_mark").await?;
        if let (Some(id), Some(mark)) = (get(&mut work, "epoch").await?, mark)
            && kept_place == place
            && (!self.has_witness() || names(witness.as_deref(), &id, &mark))
        {
            drop(work);
            self.renew_epoch_mark(&id, fresh).await?;
            return Ok(Epoch { id, is_new: false });
        }
        work.run(SET, args!["epoch", fresh]).await?;
        work.run(SET, args!["epoch_mark", fresh]).await?;
        work.run(SET, args!["epoch_place", place.unwrap_or_default()]).await?;
        work.save().await?;
        // A crash between the two makes the next start take another new epoch, which harms nobody.
        self.write_beside(WITNESS, &format!("{fresh} {fresh}")).await?;
        Ok(Epoch { id: fresh.to_owned(), is_new: true })
    }

    /// Whether a database was here that this empty one is not: its witness is still there.
    pub(crate) async fn has_lost_one(&self) -> Result<bool> {
        Ok(self.read_beside(WITNESS).await?.is_some())
    }

    /// Changes the mark, so that every copy of the database made until now is recognised as old.
    ///
    /// The server calls it every few minutes with something random, from one task. Nothing to do on PostgreSQL.
    ///
    /// # Errors
    /// Those of the database, and `File` when the witness cannot be kept.
    pub async fn renew_epoch_mark(&self, epoch: &str, fresh: &str) -> Result<()> {
        if !self.has_witness() {
            return Ok(());
        }
        let mark = get(&mut self.view().await?, "epoch_mark").await?.unwrap_or_default();
        // The witness knows both marks before the database changes, so a crash at any point leaves a known one.
        self.write_beside(WITNESS, &format!("{epoch} {mark} {fresh}")).await?;
        let mut work = self.unit().await?;
        work.run(SET, args!["epoch_mark", fresh]).await?;
        work.save().await
    }
}

async fn get(work: &mut Work, key: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = work.one(GET, args![key]).await?;
    Ok(row.map(|(value,)| value))
}

/// Whether the witness names this epoch and one of its marks is the database's.
fn names(witness: Option<&str>, id: &str, mark: &str) -> bool {
    let mut words = witness.unwrap_or_default().split_whitespace();
    words.next() == Some(id) && words.any(|known| known == mark)
}
