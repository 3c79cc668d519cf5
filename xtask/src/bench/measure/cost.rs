//! What a process costs: its memory and its processor time, from `/proc` (proc(5)).

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};

/// `/proc/PID/stat` counts in hundredths of a second on every Linux that Rust runs on (`USER_HZ`).
const TICKS_PER_SECOND: u64 = 100;

/// Resident memory in KiB (`VmRSS`).
///
/// # Errors
/// When the process is gone or the file has another shape.
pub fn resident_kib(pid: u32) -> Result<u64> {
    let path = format!("/proc/{pid}/status");
    let status = fs::read_to_string(&path).with_context(|| format!("{path} cannot be read: has the process ended?"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let number = line.split_whitespace().next().context("VmRSS is empty")?;
    number.parse().context("VmRSS is no number")
}

/// Processor time of all threads, in user and kernel mode, since the process began. Exact to 10 ms.
///
/// # Errors
/// When the process is gone or the file has another shape.
pub fn processor_time(pid: u32) -> Result<Duration> {
    let path = format!("/proc/{pid}/stat");
    let stat = fs::read_to_string(&path).with_context(|| format!("{path} cannot be read: has the process ended?"))?;
    let ticks = ticks(&stat).with_context(|| format!("{path} has an unknown shape"))?;
    Ok(Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND))
}

/// `utime` and `stime`, fields 14 and 15. The name in field 2 may hold spaces and brackets, so counting starts after it.
fn ticks(stat: &str) -> Option<u64> {
    let after_name = &stat[stat.rfind(')')? + 1..];
    let mut fields = after_name.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(user + system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_bracket_does_not_shift_the_fields() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194304 10 0 0 0 12 30 0 0 20 0 1 0 100 0 0";
        assert_eq!(ticks(stat), Some(42));
    }

    #[test]
    fn this_process_has_memory_and_its_time_does_not_go_back() {
        let pid = std::process::id();
        assert!(resident_kib(pid).unwrap() > 100);
        let before = processor_time(pid).unwrap();
        assert!(processor_time(pid).unwrap() >= before);
    }
}
