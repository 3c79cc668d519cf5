//! What a browser fetches, as the build of the chat box counts it.

use anyhow::{Context, Result, ensure};

use crate::{node, process, say};

/// The package whose build prints the sizes.
const PACKAGE: &str = "web/widget";

/// One budget and what it is held against.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Bytes {
    /// `loader`, or `chat` for everything that a chat needs, the loader among it.
    pub what: String,
    /// Bytes with brotli.
    pub bytes: u64,
    /// The most that `web/budgets.json` allows.
    pub budget: u64,
}

/// Builds the chat box and reads the sizes from what its build says.
///
/// # Errors
/// When the build fails, which it also does over budget, or says nothing of sizes.
pub fn measure() -> Result<Vec<Bytes>> {
    say::line("the bytes of loader and box …");
    let package =
        node::packages()?.into_iter().find(|package| package.folder == PACKAGE).with_context(|| format!("{PACKAGE} is no workspace"))?;
    let said = process::output(&mut node::script(&package, "build"))?;
    let found: Vec<Bytes> = said.lines().filter_map(budget).collect();
    ensure!(!found.is_empty(), "the build of {PACKAGE} said nothing of its budgets:\n{said}");
    Ok(found)
}

/// `loader: 3100 of 6144 bytes (brotli)`.
fn budget(line: &str) -> Option<Bytes> {
    let (what, rest) = line.strip_suffix(" bytes (brotli)")?.split_once(": ")?;
    let (bytes, budget) = rest.split_once(" of ")?;
    Some(Bytes { what: what.to_owned(), bytes: bytes.parse().ok()?, budget: budget.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_about_a_budget_is_read_and_another_is_not() {
        let expected = Bytes { what: "chat".to_owned(), bytes: 40_000, budget: 46_080 };
        assert_eq!(budget("chat: 40000 of 46080 bytes (brotli)"), Some(expected));
        assert_eq!(budget("loader.js  raw 9000  gz 4000  br 3100"), None);
    }
}
