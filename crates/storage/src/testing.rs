//! Statements that no repository has, for contract tests and benches. Only with the feature `testing`.

use sha2::{Digest, Sha256};

use crate::arg::Arg;
use crate::cells::Row;
use crate::db::Work;
use crate::error::Result;
use crate::statements::Sql;

/// Every statement of the crate.
pub fn all_statements() -> impl Iterator<Item = Sql> {
    crate::catalogue::ALL.iter().flat_map(|all| all.iter().copied())
}

/// Differs whenever a migration differs, as 16 hex digits: names a test database that has this schema.
pub fn schema_fingerprint() -> String {
    let mut digest = Sha256::new();
    for step in crate::migrate::MIGRATIONS {
        digest.update(step.sql.sqlite);
        digest.update(step.sql.postgres);
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl Work {
    /// The first row of any statement.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn test_one<T: Row>(&mut self, sql: Sql, args: Vec<Arg>) -> Result<Option<T>> {
        self.one(sql, args).await
    }

    /// All rows of any statement.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn test_many<T: Row>(&mut self, sql: Sql, args: Vec<Arg>) -> Result<Vec<T>> {
        self.many(sql, args).await
    }

    /// Runs any statement; answers how many rows it touched.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn test_run(&mut self, sql: Sql, args: Vec<Arg>) -> Result<u64> {
        self.run(sql, args).await
    }

    /// Asks the database to understand a statement without running it.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn test_prepare(&mut self, sql: Sql) -> Result<()> {
        self.prepare(sql).await
    }
}
