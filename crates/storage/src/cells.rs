//! Rows on their way out of a statement, whichever driver brings them.

use sqlx::postgres::PgRow;
use sqlx::{Postgres, Row as _};

/// Something a statement's row can become: a struct written with [`row!`](crate::row!), or a tuple for a few values.
pub trait Row: Sized + Send + 'static {
    /// Reads one row.
    ///
    /// # Errors
    /// `ColumnNotFound` or `ColumnDecode` when the statement does not give what is asked for; a mistake in our own SQL.
    fn read(cells: &Cells<'_>) -> Result<Self, sqlx::Error>;
}

/// A value that both databases have: `i64`, `f64`, `bool`, `String`, `Vec<u8>`, and an `Option` of each.
pub trait Cell: Sized + rusqlite::types::FromSql + for<'r> sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres> {}
impl<T> Cell for T where T: Sized + rusqlite::types::FromSql + for<'r> sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres> {}

/// One row, as its driver holds it.
#[derive(Debug)]
pub struct Cells<'r>(Driver<'r>);

#[derive(Debug)]
enum Driver<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r PgRow),
}

impl<'r> Cells<'r> {
    pub(crate) fn of_sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Cells(Driver::Sqlite(row))
    }

    pub(crate) fn of_postgres(row: &'r PgRow) -> Self {
        Cells(Driver::Postgres(row))
    }

    /// The value of the column with this name.
    ///
    /// # Errors
    /// As for [`Row::read`].
    pub fn named<T: Cell>(&self, name: &'static str) -> Result<T, sqlx::Error> {
        match self.0 {
            Driver::Sqlite(row) => row.get(name).map_err(|source| unread(&name, source)),
            Driver::Postgres(row) => row.try_get(name),
        }
    }

    /// The value at this place, from 0.
    ///
    /// # Errors
    /// As for [`Row::read`].
    pub fn at<T: Cell>(&self, place: usize) -> Result<T, sqlx::Error> {
        match self.0 {
            Driver::Sqlite(row) => row.get(place).map_err(|source| unread(&place, source)),
            Driver::Postgres(row) => row.try_get(place),
        }
    }
}

fn unread(column: &impl ToString, source: rusqlite::Error) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_string(), source: Box::new(source) }
}

/// Declares a struct whose fields are read from the columns of the same names.
///
/// ```
/// entrenous_storage::row! {
///     #[derive(Debug)]
///     struct PlaceRow {
///         id: String,
///         closed_at: Option<i64>,
///     }
/// }
/// ```
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$field_meta:meta])* $field_vis:vis $field:ident : $kind:ty),* $(,)? }) => {
        $(#[$meta])*
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $kind),* }

        impl $crate::Row for $name {
            fn read(cells: &$crate::Cells<'_>) -> ::std::result::Result<Self, $crate::DriverError> {
                ::std::result::Result::Ok($name { $($field: cells.named(stringify!($field))?),* })
            }
        }
    };
}

macro_rules! tuple_row {
    ($($kind:ident $place:tt),+) => {
        impl<$($kind: Cell + Send + 'static),+> Row for ($($kind,)+) {
            fn read(cells: &Cells<'_>) -> Result<Self, sqlx::Error> {
                Ok(($(cells.at::<$kind>($place)?,)+))
            }
        }
    };
}

tuple_row!(A 0);
tuple_row!(A 0, B 1);
tuple_row!(A 0, B 1, C 2);
tuple_row!(A 0, B 1, C 2, D 3);
tuple_row!(A 0, B 1, C 2, D 3, E 4);
tuple_row!(A 0, B 1, C 2, D 3, E 4, F 5);
