//! What the commands print: headers, results and failures, in one shape.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a development command speaks on the terminal")]

use std::time::Duration;

/// Announces a step.
pub fn step(name: &str) {
    println!("\n==> {name}");
}

/// Says how a step ended and how long it took.
pub fn ended(name: &str, ok: bool, took: Duration) {
    let verdict = if ok { "ok" } else { "FAILED" };
    println!("<== {name}: {verdict} in {}", seconds(took));
}

/// One line of information.
pub fn line(text: &str) {
    println!("{text}");
}

/// One line on the error stream.
pub fn error_line(text: &str) {
    eprintln!("{text}");
}

/// Prints a failure with its causes, outermost first.
pub fn failure(failure: &anyhow::Error) {
    eprintln!("\nerror: {failure}");
    for cause in failure.chain().skip(1) {
        eprintln!("  because: {cause}");
    }
}

/// `4.2 s`, or `3 min 12 s` from a minute on.
pub fn seconds(took: Duration) -> String {
    let whole = took.as_secs();
    if whole < 60 { format!("{:.1} s", took.as_secs_f64()) } else { format!("{} min {:02} s", whole / 60, whole % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_durations() {
        assert_eq!(seconds(Duration::from_millis(4_230)), "4.2 s");
        assert_eq!(seconds(Duration::from_secs(192)), "3 min 12 s");
    }
}
