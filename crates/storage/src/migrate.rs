//! The schema's history: forward-only pairs under `migrations/`, each in one transaction.
//!
//! A SQLite migration must not rebuild a table that others reference: with foreign keys on,
//! dropping the old table would cascade. Add columns and tables; contract two releases later.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::args;
use crate::db::{Db, Work};
use crate::dialect::{HAS_MIGRATIONS, LOCK_MIGRATIONS, MAKE_MIGRATIONS};
use crate::error::{Result, StorageError};
use crate::statements::{Sql, statements};

/// One step of the schema, in both dialects.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its place in the order, from 1 without gaps.
    pub number: i64,
    /// What it brings.
    pub name: &'static str,
    /// The files' texts.
    pub sql: Sql,
}

macro_rules! migration {
    ($number:literal, $digits:literal, $name:literal) => {
        Migration {
            number: $number,
            name: $name,
            sql: Sql::pair(
                concat!("migration::", $digits, "_", $name),
                include_str!(concat!("../migrations/sqlite/", $digits, "_", $name, ".sql")),
                include_str!(concat!("../migrations/postgres/", $digits, "_", $name, ".sql")),
            ),
        }
    };
}

/// Every step, oldest first; a test compares this list with the folders.
pub(crate) const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001", "foundation"),
    migration!(2, "0002", "consent"),
    migration!(3, "0003", "index_position"),
    migration!(4, "0004", "index_together"),
    migration!(5, "0005", "search_folding"),
    migration!(6, "0006", "search_file"),
    migration!(7, "0007", "contact"),
    migration!(8, "0008", "identity_proof"),
    migration!(9, "0009", "visit_of_visitor"),
    migration!(10, "0010", "failed_job"),
    migration!(11, "0011", "transcript_link"),
    migration!(12, "0012", "visit_over"),
    migration!(13, "0013", "group_removal"),
    migration!(14, "0014", "site_platform"),
];

/// What [`Db::migrate`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The schema before; 0 when the database was empty.
    pub from: i64,
    /// The schema now.
    pub to: i64,
    /// The copy of the SQLite file from before, when there was something to lose.
    /// It holds personal data: whoever starts the server removes it after the time that the manual promises.
    pub snapshot: Option<PathBuf>,
}

statements! {
    LIST_APPLIED = "SELECT number, checksum FROM schema_migration ORDER BY number";
    ADD_APPLIED = "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
}

crate::row! {
    struct Applied {
        number: i64,
        checksum: String,
    }
}

impl Db {
    /// Brings the schema up to date. `now` (Unix ms) is kept with each step.
    ///
    /// Several nodes may call this at once; one works, the others wait and find it done.
    ///
    /// # Errors
    /// `Newer` when a newer version wrote the database, `Altered` when a step differs from ours, `Gone` when the database that
    /// was here is not; nothing is changed then.
    pub async fn migrate(&self, now: i64) -> Result<Migrated> {
        migrate(self, MIGRATIONS, now).await
    }

    /// Looks whether this version can work with the database, without changing it.
    ///
    /// # Errors
    /// `Newer` and `Altered`, as for [`Db::migrate`].
    pub async fn check_schema(&self) -> Result<()> {
        let mut view = self.view().await?;
        let applied = list_applied(&mut view).await?;
        drop(view);
        check(&applied, MIGRATIONS, self)
    }

    /// [`Db::migrate`] with another history, for tests.
    ///
    /// # Errors
    /// As for [`Db::migrate`].
    #[cfg(feature = "testing")]
    pub async fn test_migrate(&self, history: &[Migration], now: i64) -> Result<Migrated> {
        migrate(self, history, now).await
    }
}

async fn migrate(db: &Db, history: &[Migration], now: i64) -> Result<Migrated> {
    let mut view = db.long_view().await?;
    let applied = list_applied(&mut view).await?;
    drop(view);
    check(&applied, history, db)?;
    if applied.is_empty() && db.has_lost_one().await? {
        return Err(StorageError::Gone);
    }
    let from = applied.last().map_or(0, |step| step.number);
    let to = history.last().map_or(0, |step| step.number);
    let snapshot = if from > 0 && from < to { db.snapshot(&format!("before-{to:04}")).await? } else { None };
    for step in history.iter().filter(|step| step.number > from) {
        apply(db, history, step, now).await?;
        tracing::info!(migration = step.sql.name, "the schema moved on");
    }
    if from < to {
        // Until the log is written home the file alone is not a database. Somebody who looks meanwhile only puts that off.
        match db.truncate_log().await {
            Ok(()) | Err(StorageError::Unavailable(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Migrated { from, to, snapshot })
}

async fn apply(db: &Db, history: &[Migration], step: &Migration, now: i64) -> Result<()> {
    let mut work = db.unit().await?;
    let _: Option<(i64,)> = work.one(LOCK_MIGRATIONS, args![]).await?;
    work.run(MAKE_MIGRATIONS, args![]).await?;
    let applied: Vec<Applied> = work.many(LIST_APPLIED, args![]).await?;
    check(&applied, history, db)?;
    if applied.iter().any(|other| other.number == step.number) {
        // Another node was faster.
        return Ok(());
    }
    work.script(step.sql).await?;
    work.run(ADD_APPLIED, args![step.number, step.name, checksum(step, db), now]).await?;
    work.save().await
}

async fn list_applied(view: &mut Work) -> Result<Vec<Applied>> {
    let has: Option<(i64,)> = view.one(HAS_MIGRATIONS, args![]).await?;
    if has == Some((1,)) { view.many(LIST_APPLIED, args![]).await } else { Ok(Vec::new()) }
}

fn check(applied: &[Applied], history: &[Migration], db: &Db) -> Result<()> {
    let known = history.last().map_or(0, |step| step.number);
    if let Some(newest) = applied.last().filter(|newest| newest.number > known) {
        return Err(StorageError::Newer { found: newest.number, known });
    }
    for row in applied {
        let ours = history.iter().find(|step| step.number == row.number);
        if ours.is_none_or(|step| checksum(step, db) != row.checksum) {
            return Err(StorageError::Altered { number: row.number });
        }
    }
    Ok(())
}

/// SHA-256 of the step's text in this database's dialect, as lower-case hex.
fn checksum(step: &Migration, db: &Db) -> String {
    Sha256::digest(db.text_of(step.sql).as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;

    #[test]
    fn the_list_is_what_the_folders_hold() {
        let listed: Vec<String> = MIGRATIONS.iter().map(|step| format!("{:04}_{}.sql", step.number, step.name)).collect();
        for dialect in ["sqlite", "postgres"] {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(dialect);
            let mut found: Vec<String> =
                std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            found.sort();
            assert_eq!(found, listed, "{dialect}: list every file in MIGRATIONS");
        }
        for (index, step) in MIGRATIONS.iter().enumerate() {
            assert_eq!(step.number, i64::try_from(index).unwrap() + 1, "numbers run from 1 without gaps");
        }
    }

    #[test]
    fn no_constraint_waits_for_the_commit() {
        // A constraint that is checked at COMMIT would let one unit take its whole group down.
        for step in MIGRATIONS {
            assert!(!step.sql.sqlite.to_uppercase().contains("DEFERRABLE"), "{}", step.name);
            assert!(!step.sql.postgres.to_uppercase().contains("DEFERRABLE"), "{}", step.name);
        }
    }
}
