//! From stored texts to the types of `domain`.

use crate::error::{Result, StorageError};

/// A row says something that our rules make impossible.
pub(crate) fn inconsistent(table: &'static str, column: &'static str, id: &str) -> StorageError {
    StorageError::Inconsistent { table, column, id: id.to_owned() }
}

/// What a parser answered about a stored text.
pub(crate) trait Stored<T> {
    /// The value, or the error that names where the impossible text stands.
    fn stored(self, table: &'static str, column: &'static str, id: &str) -> Result<T>;
}

impl<T> Stored<T> for Option<T> {
    fn stored(self, table: &'static str, column: &'static str, id: &str) -> Result<T> {
        self.ok_or_else(|| inconsistent(table, column, id))
    }
}

impl<T> Stored<T> for Result<T, entrenous_domain::ids::NotAnId> {
    fn stored(self, table: &'static str, column: &'static str, id: &str) -> Result<T> {
        self.map_err(|_| inconsistent(table, column, id))
    }
}
