//! Waiting times and their percentiles.

use std::time::Duration;

/// Waiting times of one kind, all of them kept: a round has a few thousand.
#[derive(Debug, Default, Clone)]
pub struct Latencies(Vec<Duration>);

/// What is shown of them.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Percentiles {
    /// Half were at most this long, in milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 were at most this long, in milliseconds.
    pub p99_ms: f64,
}

impl Latencies {
    /// Adds one.
    pub fn add(&mut self, waited: Duration) {
        self.0.push(waited);
    }

    /// `None` without a single one.
    pub fn percentiles(mut self) -> Option<Percentiles> {
        self.0.sort_unstable();
        Some(Percentiles { p50_ms: self.at(50)?, p99_ms: self.at(99)? })
    }

    /// Nearest rank: the smallest value that `percent` of all do not exceed.
    fn at(&self, percent: usize) -> Option<f64> {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).map(|waited| waited.as_secs_f64() * 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_by_nearest_rank() {
        let mut latencies = Latencies::default();
        for ms in (1..=200).rev() {
            latencies.add(Duration::from_millis(ms));
        }
        assert_eq!(latencies.percentiles(), Some(Percentiles { p50_ms: 100.0, p99_ms: 198.0 }));
    }

    #[test]
    fn one_value_is_every_percentile_and_none_is_none() {
        let mut one = Latencies::default();
        one.add(Duration::from_millis(7));
        assert_eq!(one.percentiles(), Some(Percentiles { p50_ms: 7.0, p99_ms: 7.0 }));
        assert_eq!(Latencies::default().percentiles(), None);
    }
}
