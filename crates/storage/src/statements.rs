//! Statements are constants, and each is known by name.
//!
//! A module writes all its statements in one `statements!` block, which also makes `ALL`;
//! `catalogue.rs` collects every `ALL`, and a test prepares each statement on both databases.

/// One statement in both dialects; almost always the same text.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    /// Module and constant, for logs and for the test that prepares everything.
    pub name: &'static str,
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

impl Sql {
    /// A statement that both databases understand.
    pub const fn same(name: &'static str, text: &'static str) -> Self {
        Sql { name, sqlite: text, postgres: text }
    }

    /// A statement written twice. Only `dialect.rs`, migrations and tests have a reason to.
    pub const fn pair(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Self {
        Sql { name, sqlite, postgres }
    }
}

/// Declares the statements of a module.
///
/// ```text
/// statements! {
///     /// Why this plan is good.
///     GET = "SELECT id, name FROM site WHERE id = $1";
///     GET_FOR_CHANGE = "SELECT id FROM site WHERE id = $1", lock_row;      // a fragment of dialect.rs
///     CLAIM = "… (SELECT id FROM job LIMIT 1", lock_free_row, ") RETURNING id";
///     SEARCH = { sqlite: "…", postgres: "…" };                             // only in dialect.rs
/// }
/// ```
///
/// Placeholders are `$1`, `$2`, … on both databases.
macro_rules! statements {
    (@one [$($done:ident)*]) => {
        /// Every statement of this module, for the test that prepares them all.
        pub(crate) const ALL: &[$crate::Sql] = &[$($done),*];
    };
    (@one [$($done:ident)*] $(#[$meta:meta])* $name:ident = { sqlite: $sqlite:expr, postgres: $postgres:expr $(,)? }; $($rest:tt)*) => {
        $(#[$meta])*
        pub(crate) const $name: $crate::Sql =
            $crate::Sql::pair(concat!(module_path!(), "::", stringify!($name)), $sqlite, $postgres);
        $crate::statements::statements!(@one [$($done)* $name] $($rest)*);
    };
    (@one [$($done:ident)*] $(#[$meta:meta])* $name:ident = $text:literal $(, $fragment:ident $(, $more:literal)?)*; $($rest:tt)*) => {
        $(#[$meta])*
        pub(crate) const $name: $crate::Sql = $crate::Sql::pair(
            concat!(module_path!(), "::", stringify!($name)),
            concat!($text $(, $crate::dialect::fragment!(sqlite $fragment) $(, $more)?)*),
            concat!($text $(, $crate::dialect::fragment!(postgres $fragment) $(, $more)?)*),
        );
        $crate::statements::statements!(@one [$($done)* $name] $($rest)*);
    };
    ($($all:tt)*) => { $crate::statements::statements!(@one [] $($all)*); };
}

pub(crate) use statements;
