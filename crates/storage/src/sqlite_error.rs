//! What SQLite says, in the form that both databases' errors have.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use sqlx::error::{DatabaseError, ErrorKind};

/// A result code and its message.
#[derive(Debug)]
pub(crate) struct SqliteError {
    /// The extended result code, <https://www.sqlite.org/rescode.html>.
    code: i32,
    message: String,
}

impl SqliteError {
    /// The primary result code: the low byte. The rest tells where it happened (for example IOERR_FSYNC).
    pub(crate) fn primary_code(&self) -> i32 {
        self.code & 0xff
    }
}

/// SQLITE_CONSTRAINT with the reasons that matter to us.
mod constraint {
    pub(super) const FOREIGN_KEY: i32 = 787;
    pub(super) const NOT_NULL: i32 = 1299;
    pub(super) const PRIMARY_KEY: i32 = 1555;
    pub(super) const UNIQUE: i32 = 2067;
    pub(super) const CHECK: i32 = 275;
    pub(super) const ROWID: i32 = 2579;
}

/// Gives a driver's error the shape that [`crate::StorageError`] sorts.
pub(crate) fn of_driver(error: rusqlite::Error) -> sqlx::Error {
    match error {
        rusqlite::Error::SqliteFailure(failure, message) => {
            let message = message.unwrap_or_else(|| failure.to_string());
            sqlx::Error::Database(Box::new(SqliteError { code: failure.extended_code, message }))
        }
        rusqlite::Error::SqlInputError { error, msg, .. } => {
            sqlx::Error::Database(Box::new(SqliteError { code: error.extended_code, message: msg }))
        }
        other => sqlx::Error::Protocol(other.to_string()),
    }
}

impl fmt::Display for SqliteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (SQLite code {})", self.message, self.code)
    }
}

impl StdError for SqliteError {}

impl DatabaseError for SqliteError {
    fn message(&self) -> &str {
        &self.message
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.code.to_string().into())
    }

    fn as_error(&self) -> &(dyn StdError + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn StdError + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn StdError + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> ErrorKind {
        match self.code {
            constraint::UNIQUE | constraint::PRIMARY_KEY | constraint::ROWID => ErrorKind::UniqueViolation,
            constraint::FOREIGN_KEY => ErrorKind::ForeignKeyViolation,
            constraint::NOT_NULL => ErrorKind::NotNullViolation,
            constraint::CHECK => ErrorKind::CheckViolation,
            _ => ErrorKind::Other,
        }
    }
}
