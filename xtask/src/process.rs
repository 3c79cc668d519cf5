//! Starts programs: shown as they are, or shown and listened to at the same time.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::{repo, say};

/// A program to be started in the root of the repository.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(repo::root()).stdin(Stdio::null());
    command
}

/// Cargo: the one that started us, so that a chosen toolchain stays chosen.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let mut words = vec![Path::new(command.get_program()).file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Runs with the terminal as it is, so that progress shows.
///
/// # Errors
/// When the program cannot be started or ends with a failure; the message names the command.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("`{shown}` could not be started"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs and returns what it printed; nothing is shown unless it fails.
///
/// # Errors
/// When the program cannot be started or fails; the message holds its error output.
pub fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.output().with_context(|| format!("`{shown}` could not be started"))?;
    if !output.status.success() {
        bail!("`{shown}` failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` did not print text"))
}

/// What a program that was listened to did.
pub struct Heard {
    /// The exit code was zero.
    pub ok: bool,
    /// Every line of both streams, in the order in which they came.
    pub lines: Vec<String>,
}

/// Runs, shows every line as it comes and keeps them all, so that totals can be read from them.
///
/// # Errors
/// Only when the program cannot be started; a failing program is `ok: false`.
pub fn hear(command: &mut Command) -> Result<Heard> {
    let shown = shown(command);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().with_context(|| format!("`{shown}` could not be started"))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (sender, receiver) = std::sync::mpsc::sync_channel::<String>(1024);
    let errors = sender.clone();
    let readers =
        [thread::spawn(move || forward(stdout, say::line, &sender)), thread::spawn(move || forward(stderr, say::error_line, &errors))];
    let lines: Vec<String> = receiver.iter().collect();
    for reader in readers {
        // A reader that panicked has lost lines, and with them the totals.
        if reader.join().is_err() {
            bail!("the output of `{shown}` could not be read to its end");
        }
    }
    let status = child.wait().with_context(|| format!("`{shown}` could not be waited for"))?;
    Ok(Heard { ok: status.success(), lines })
}

fn forward(stream: Option<impl Read>, show: fn(&str), keep: &std::sync::mpsc::SyncSender<String>) {
    let Some(stream) = stream else { return };
    let mut reader = BufReader::new(stream);
    let mut bytes = Vec::new();
    while reader.read_until(b'\n', &mut bytes).is_ok_and(|n| n > 0) {
        let line = String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned();
        show(&line);
        if keep.send(line).is_err() {
            return;
        }
        bytes.clear();
    }
}

/// Where a program is on the search path, if it is.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_streams_are_heard_and_the_exit_code_too() {
        let mut command = program("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let mut heard = hear(&mut command).expect("sh is everywhere");
        heard.lines.sort();
        assert!(!heard.ok);
        assert_eq!(heard.lines, ["err", "out"]);
    }

    #[test]
    fn a_failing_program_is_named_with_its_words() {
        let failure = output(program("sh").args(["-c", "echo why >&2; exit 1"])).expect_err("it exits with 1");
        assert!(failure.to_string().contains("sh -c"), "{failure}");
        assert!(failure.to_string().contains("why"), "{failure}");
    }
}
