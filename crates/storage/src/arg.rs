//! Values on their way into a statement.

use sqlx::{Arguments, Encode, Type};

/// One bound value. Five kinds are all there are, and each may be absent.
///
/// The kind is kept for an absent value too, because PostgreSQL wants the type of a null.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A whole number; times are Unix milliseconds.
    Int(Option<i64>),
    /// A fraction.
    Real(Option<f64>),
    /// A truth value; SQLite stores 0 and 1.
    Bool(Option<bool>),
    /// Text, also identifiers and JSON.
    Text(Option<String>),
    /// Bytes, for example a token's hash.
    Bytes(Option<Vec<u8>>),
}

macro_rules! arg_from {
    ($($from:ty => $kind:ident, $value:ident => $make:expr;)*) => {
        $(
            impl From<$from> for Arg {
                fn from($value: $from) -> Self {
                    Arg::$kind(Some($make))
                }
            }
            impl From<Option<$from>> for Arg {
                fn from(value: Option<$from>) -> Self {
                    Arg::$kind(value.map(|$value| $make))
                }
            }
        )*
    };
}

arg_from! {
    i64 => Int, v => v;
    i32 => Int, v => i64::from(v);
    u32 => Int, v => i64::from(v);
    f64 => Real, v => v;
    bool => Bool, v => v;
    &str => Text, v => v.to_owned();
    &String => Text, v => v.clone();
    String => Text, v => v;
    &[u8] => Bytes, v => v.to_vec();
    &Vec<u8> => Bytes, v => v.clone();
    Vec<u8> => Bytes, v => v;
}

impl<const N: usize> From<[u8; N]> for Arg {
    fn from(value: [u8; N]) -> Self {
        Arg::Bytes(Some(value.to_vec()))
    }
}

impl<const N: usize> From<&[u8; N]> for Arg {
    fn from(value: &[u8; N]) -> Self {
        Arg::Bytes(Some(value.to_vec()))
    }
}

/// The values of a statement, in the order of its `$1`, `$2`, …
///
/// ```
/// let args = entrenous_storage::args!["si_1", 5_i64, None::<String>];
/// assert_eq!(args.len(), 3);
/// ```
#[macro_export]
macro_rules! args {
    () => { Vec::<$crate::Arg>::new() };
    ($($value:expr),+ $(,)?) => { vec![$($crate::Arg::from($value)),+] };
}

/// Hands the values to a driver.
pub(crate) fn bind<A>(args: Vec<Arg>) -> Result<A, sqlx::Error>
where
    A: Arguments,
    Option<i64>: for<'q> Encode<'q, A::Database> + Type<A::Database>,
    Option<f64>: for<'q> Encode<'q, A::Database> + Type<A::Database>,
    Option<bool>: for<'q> Encode<'q, A::Database> + Type<A::Database>,
    Option<String>: for<'q> Encode<'q, A::Database> + Type<A::Database>,
    Option<Vec<u8>>: for<'q> Encode<'q, A::Database> + Type<A::Database>,
{
    let mut bound = A::default();
    for arg in args {
        match arg {
            Arg::Int(value) => bound.add(value),
            Arg::Real(value) => bound.add(value),
            Arg::Bool(value) => bound.add(value),
            Arg::Text(value) => bound.add(value),
            Arg::Bytes(value) => bound.add(value),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(bound)
}
