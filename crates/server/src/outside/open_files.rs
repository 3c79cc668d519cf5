//! How many files the process may have open; each connection is one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the limit as far as this process may, and says what it is then.
///
/// Shells and service managers start processes with a low soft limit (often 1,024) under a high hard one.
pub fn most() -> usize {
    let now = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: now.maximum, maximum: now.maximum };
    let current = if setrlimit(Resource::Nofile, raised).is_ok() { now.maximum } else { now.current };
    // None is "without a limit".
    current.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX))
}
