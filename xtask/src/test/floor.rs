//! The floors of the tests, and the databases that contract tests can be held to.

use clap::ValueEnum;

/// One floor; `ARCHITECTURE.md` says what stands on which.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Floor {
    /// Lint, tidy, generated files.
    Check,
    /// Rules, contracts, server, crash and cut runs: every Rust test.
    Rust,
    /// Web packages.
    Web,
    /// Journeys in a browser.
    Whole,
}

impl Floor {
    /// All of them, what fails fastest first.
    pub const ALL: [Self; 4] = [Self::Check, Self::Rust, Self::Web, Self::Whole];

    /// Whether it needs `web/dist`.
    pub const fn needs_web(self) -> bool {
        matches!(self, Self::Rust | Self::Whole)
    }
}

/// A database that contract tests run on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Database {
    /// Embedded.
    Sqlite,
    /// A private cluster.
    Postgres,
}

impl Database {
    /// As `ENTRENOUS_TEST_DATABASE` wants it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}
