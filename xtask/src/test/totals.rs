//! How many tests passed, failed and were skipped, read from the summaries of the runners.

use std::fmt;
use std::ops::AddAssign;

/// Counted tests.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Totals {
    /// Ran and held.
    pub passed: u64,
    /// Ran and did not hold, or could not end.
    pub failed: u64,
    /// Did not run.
    pub skipped: u64,
}

impl Totals {
    /// A single check.
    pub fn one(ok: bool) -> Self {
        Self { passed: u64::from(ok), failed: u64::from(!ok), skipped: 0 }
    }

    /// Tests that ran.
    pub const fn ran(self) -> u64 {
        self.passed + self.failed
    }

    /// Adds up every summary line among `lines`: nextest, cargo test, vitest and node's own runner are understood.
    pub fn read(lines: &[String]) -> Self {
        let mut sum = Self::default();
        for line in lines {
            sum += summary(line);
        }
        sum
    }
}

/// What one line says, nothing if it is not a summary.
fn summary(line: &str) -> Totals {
    let line = line.trim();
    if line.starts_with("Summary [") && line.contains("tests run:") || line.starts_with("Summary [") && line.contains("test run:") {
        // nextest: `Summary [ 0.1s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 2 skipped`
        return line.split_once("run:").map_or_else(Totals::default, |(_, counts)| words(counts));
    }
    if let Some(counts) = line.strip_prefix("test result:") {
        // cargo test: `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 9 filtered out; …`
        return counts.split_once('.').map_or_else(Totals::default, |(_, counts)| words(counts));
    }
    if let Some(counts) = line.strip_prefix("Tests  ") {
        // vitest: `Tests  1 failed | 11 passed | 2 skipped (14)`
        return words(counts);
    }
    node(line)
}

/// `3 passed, 1 failed`, with any of the separators that runners use.
fn words(counts: &str) -> Totals {
    let mut totals = Totals::default();
    for part in counts.split([',', ';', '|']) {
        let mut words = part.split_whitespace();
        let Some(count) = words.next().and_then(|number| number.parse::<u64>().ok()) else {
            continue;
        };
        match words.next() {
            Some("passed") => totals.passed += count,
            // A test that timed out, or one that could not be executed, did not hold.
            Some("failed" | "timed" | "exec") => totals.failed += count,
            Some("skipped" | "ignored" | "todo") => totals.skipped += count,
            _ => {}
        }
    }
    totals
}

/// node's runner: `# pass 3` or `ℹ pass 3`, one line for each count.
fn node(line: &str) -> Totals {
    let mut totals = Totals::default();
    let Some(rest) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) else {
        return totals;
    };
    let mut words = rest.split(' ');
    let (Some(word), Some(Ok(count)), None) = (words.next(), words.next().map(str::parse::<u64>), words.next()) else {
        return totals;
    };
    match word {
        "pass" => totals.passed = count,
        "fail" | "cancelled" => totals.failed = count,
        "skipped" | "todo" => totals.skipped = count,
        _ => {}
    }
    totals
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, passed: u64, failed: u64, skipped: u64) {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        assert_eq!(Totals::read(&lines), Totals { passed, failed, skipped }, "{text}");
    }

    #[test]
    fn nextest_summaries_are_understood() {
        check("     Summary [   0.011s] 3 tests run: 3 passed, 0 skipped", 3, 0, 0);
        check("     Summary [   1.5s] 1 test run: 1 passed (1 slow), 0 skipped", 1, 0, 0);
        check("     Summary [  12.3s] 7 tests run: 3 passed (1 slow, 1 flaky), 1 failed, 2 timed out, 1 exec failed, 4 skipped", 3, 4, 4);
    }

    #[test]
    fn cargo_test_summaries_are_added_up() {
        let text = "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 5 filtered out; finished in 0.00s\n\
                    test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        check(text, 3, 2, 1);
    }

    #[test]
    fn vitest_and_node_summaries_are_understood() {
        check(" Test Files  1 failed | 2 passed (3)\n      Tests  1 failed | 11 passed | 2 skipped (14)", 11, 1, 2);
        check("      Tests  12 passed (12)", 12, 0, 0);
        check("# tests 6\n# suites 1\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n# duration_ms 12.3", 3, 2, 1);
        check("ℹ tests 2\nℹ pass 2\nℹ fail 0", 2, 0, 0);
    }

    #[test]
    fn a_line_that_a_test_printed_is_not_a_summary() {
        check("# pass the salt\nTests are fun\nSummary [draft] nothing", 0, 0, 0);
    }
}
