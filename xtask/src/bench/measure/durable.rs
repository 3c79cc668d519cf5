//! Durable sends in a second: group commit against one sync for each send, in the same run.
//!
//! The measuring itself is `crates/storage/benches/group_commit.rs`, beside the code it measures; it prints one
//! line of JSON for each number of senders.

use anyhow::{Context, Result, ensure};

use crate::{process, say};

/// What one number of concurrent senders reaches.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Durable {
    /// Senders at work at the same time, each waiting for its `save()` before the next.
    pub senders: usize,
    /// Sends in a second with group commit.
    pub grouped_per_second: f64,
    /// Sends in a second with a commit, and so a sync, for each send.
    pub single_per_second: f64,
}

/// Runs the storage bench.
///
/// # Errors
/// When it fails or prints no numbers.
pub fn measure() -> Result<Vec<Durable>> {
    say::line("durable sends in a second …");
    let said = process::output(process::cargo().args(["bench", "--quiet", "--package", "entrenous-storage", "--bench", "group_commit"]))?;
    let found = lines(&said)?;
    ensure!(!found.is_empty(), "the storage bench printed no numbers:\n{said}");
    Ok(found)
}

fn lines(said: &str) -> Result<Vec<Durable>> {
    said.lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).with_context(|| format!("not what the storage bench promised: {line}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_json_are_read_and_other_words_are_not() {
        let said = "running\n{\"senders\":10,\"grouped_per_second\":900.0,\"single_per_second\":200.0}\ndone";
        let expected = Durable { senders: 10, grouped_per_second: 900.0, single_per_second: 200.0 };
        assert_eq!(lines(said).unwrap(), [expected]);
        assert!(lines("{\"senders\":10}").is_err());
    }
}
