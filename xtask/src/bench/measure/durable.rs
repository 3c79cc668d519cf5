//! Durable sends in a second: group commit against one sync for each send, in the same run.
//!
//! The measuring itself is `crates/storage/benches/group_commit.rs`, beside the code it measures; it prints a line of
//! JSON for each way of committing and each number of senders.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

use crate::{process, say};

/// What one number of concurrent senders reaches.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Durable {
    /// Senders at work at the same time, each waiting for its `save()` before the next.
    pub senders: usize,
    /// Sends in a second with group commit.
    pub grouped_per_second: f64,
    /// Sends in a second with a commit, and so a sync, for each send.
    pub single_per_second: f64,
}

/// One line of the storage bench; it prints others too, which have no `way`.
#[derive(serde::Deserialize)]
struct Line {
    senders: usize,
    way: Way,
    sends_per_s: f64,
}

#[derive(serde::Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
enum Way {
    Group,
    Each,
}

/// Runs the storage bench.
///
/// # Errors
/// When it fails or prints no numbers.
pub fn measure() -> Result<Vec<Durable>> {
    say::line("durable sends in a second …");
    let mut bench = process::cargo();
    bench.args(["bench", "--quiet", "--package", "entrenous-storage", "--bench", "group_commit", "--features", "testing"]);
    let said = process::output(bench.args(["--", "--json", "--seconds", "3", "--rounds", "3"]))?;
    let found = pairs(&said)?;
    ensure!(!found.is_empty(), "the storage bench printed no numbers:\n{said}");
    Ok(found)
}

/// Both ways of each number of senders, the smallest number first.
fn pairs(said: &str) -> Result<Vec<Durable>> {
    let mut found: BTreeMap<usize, BTreeMap<Way, f64>> = BTreeMap::new();
    for line in said.lines().filter(|line| line.contains("\"way\":")) {
        let line: Line = serde_json::from_str(line).with_context(|| format!("not what the storage bench promised: {line}"))?;
        found.entry(line.senders).or_default().insert(line.way, line.sends_per_s);
    }
    found
        .into_iter()
        .map(|(senders, ways)| {
            let way = |way| ways.get(&way).copied().with_context(|| format!("{senders} senders were measured one way only"));
            Ok(Durable { senders, grouped_per_second: way(Way::Group)?, single_per_second: way(Way::Each)? })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_ways_of_a_number_of_senders_are_put_together() {
        let said = r#"{"bench":"disk_sync","syncs_per_s":900}
{"bench":"group_commit","senders":10,"way":"each","sends_per_s":200,"p50_ms":1.0}
{"bench":"group_commit","senders":10,"way":"group","sends_per_s":900,"p50_ms":1.0}
{"bench":"group_commit_ratio","senders":10,"ratio":4.5}"#;
        let expected = Durable { senders: 10, grouped_per_second: 900.0, single_per_second: 200.0 };
        assert_eq!(pairs(said).unwrap(), [expected]);
    }

    #[test]
    fn a_way_that_is_missing_is_told() {
        assert!(pairs(r#"{"senders":10,"way":"each","sends_per_s":200}"#).is_err());
        assert!(pairs(r#"{"senders":10,"way":"other","sends_per_s":200}"#).is_err());
    }
}
