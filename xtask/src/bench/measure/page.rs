//! What the chat costs a page before anybody uses it, as a real browser counts it.

use anyhow::{Context, Result};

use crate::test::chromium;
use crate::{process, repo, say};

/// The page with the code, less the same page without it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PageCost {
    /// The site's tracking mode.
    pub mode: String,
    /// Paths of everything that is asked for.
    pub requests: Vec<String>,
    /// Sockets that are opened.
    pub sockets: u32,
    /// Bytes that come in, heads of answers among them.
    pub bytes: i64,
    /// Tasks over 50 ms on a processor slowed down fourfold.
    pub long_tasks: i32,
    /// What they take beyond 50 ms each, in ms.
    pub blocking_ms: i32,
}

/// Loads the pages in Chromium, against the release binary.
///
/// # Errors
/// When Chromium is not installed, or the script that drives it fails.
pub fn measure() -> Result<Vec<PageCost>> {
    say::line("a page with and without the code …");
    let mut script = process::program("node");
    script.arg("e2e/page-cost.mjs").env("ENTRENOUS_BINARY", repo::target().join("release/entrenous"));
    script.env("CHROMIUM", chromium().context("Chromium is not installed")?);
    read(&process::output(&mut script)?)
}

fn read(said: &str) -> Result<Vec<PageCost>> {
    serde_json::from_str(said.trim()).with_context(|| format!("e2e/page-cost.mjs said something else:\n{said}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_script_prints_is_read() {
        let said = r#"[{"mode":"on_open","requests":["/loader.js"],"sockets":0,"bytes":8064,"long_tasks":-1,"blocking_ms":16}]"#;
        let found = read(said).unwrap();
        assert_eq!((found[0].requests.len(), found[0].long_tasks, found[0].blocking_ms), (1, -1, 16));
        assert!(read("listening").is_err());
    }
}
