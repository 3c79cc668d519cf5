//! Statements on a SQLite connection, run right where they are called.
//!
//! The usual way, a thread of its own for every connection, costs two changes of thread for each statement:
//! several times what SQLite itself needs for a row that is in memory (docs/decisions/0001-storage.md has the figures).

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

use crate::arg::Arg;
use crate::cells::{Cells, Row};
use crate::sqlite_error::of_driver;

type Result<T> = std::result::Result<T, sqlx::Error>;

/// The first row, if there is one. What a `RETURNING` belongs to is done completely before its first row.
pub(crate) fn one<T: Row>(connection: &Connection, sql: &str, args: &[Arg]) -> Result<Option<T>> {
    let mut statement = bound(connection, sql, args)?;
    let mut rows = statement.raw_query();
    match rows.next().map_err(of_driver)? {
        Some(row) => T::read(&Cells::of_sqlite(row)).map(Some),
        None => Ok(None),
    }
}

/// All rows.
pub(crate) fn many<T: Row>(connection: &Connection, sql: &str, args: &[Arg]) -> Result<Vec<T>> {
    let mut statement = bound(connection, sql, args)?;
    let mut rows = statement.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next().map_err(of_driver)? {
        all.push(T::read(&Cells::of_sqlite(row))?);
    }
    Ok(all)
}

/// How many rows a change touched; 0 for what only reads.
pub(crate) fn run(connection: &Connection, sql: &str, args: &[Arg]) -> Result<u64> {
    let mut statement = bound(connection, sql, args)?;
    let mut rows = statement.raw_query();
    while rows.next().map_err(of_driver)?.is_some() {}
    drop(rows);
    Ok(if statement.readonly() { 0 } else { connection.changes() })
}

/// Several statements without values.
pub(crate) fn script(connection: &Connection, sql: &str) -> Result<()> {
    connection.execute_batch(sql).map_err(of_driver)
}

/// Understands a statement without running it.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn prepare(connection: &Connection, sql: &str) -> Result<()> {
    connection.prepare(sql).map(drop).map_err(of_driver)
}

/// A statement that begins or ends something; kept prepared, because there are several around every unit.
pub(crate) fn control(connection: &Connection, sql: &'static str) -> Result<()> {
    connection.prepare_cached(sql).and_then(|mut statement| statement.raw_execute()).map(drop).map_err(of_driver)
}

fn bound<'c>(connection: &'c Connection, sql: &str, args: &[Arg]) -> Result<CachedStatement<'c>> {
    let mut statement = connection.prepare_cached(sql).map_err(of_driver)?;
    for place in 1..=statement.parameter_count() {
        // To SQLite `$2` is a name and not a place: it numbers parameters in the order of their appearance.
        let number = statement.parameter_name(place).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let arg = number.and_then(|number| args.get(number.checked_sub(1)?));
        let arg = arg.ok_or_else(|| sqlx::Error::Protocol(format!("no value for parameter {place} of: {sql}")))?;
        statement.raw_bind_parameter(place, arg).map_err(of_driver)?;
    }
    Ok(statement)
}

impl ToSql for Arg {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let owned = |value| Ok(ToSqlOutput::Owned(value));
        match self {
            Arg::Int(Some(value)) => owned(Value::Integer(*value)),
            Arg::Real(Some(value)) => owned(Value::Real(*value)),
            Arg::Bool(Some(value)) => owned(Value::Integer(i64::from(*value))),
            Arg::Text(Some(value)) => Ok(ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes()))),
            Arg::Bytes(Some(value)) => Ok(ToSqlOutput::Borrowed(ValueRef::Blob(value))),
            Arg::Int(None) | Arg::Real(None) | Arg::Bool(None) | Arg::Text(None) | Arg::Bytes(None) => owned(Value::Null),
        }
    }
}
