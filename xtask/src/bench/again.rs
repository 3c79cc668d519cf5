//! Starts xtask again with what measuring needs: optimised code, the load generator, and enough open files.

use std::ffi::OsString;

use anyhow::Result;

use super::BenchArgs;
use crate::process;

/// Two ends of 10,000 sockets are in two processes, so each needs a little more than 10,000 open files.
const RAISE: &str = r#"ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"; exec "$0" "$@""#;

/// Hands the same words to the optimised build.
pub fn run(_args: &BenchArgs) -> Result<()> {
    let cargo = process::cargo().get_program().to_owned();
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    let mut command = process::program("sh");
    command.arg("-c").arg(RAISE).arg(cargo);
    command.args(["run", "--quiet", "--release", "--package", "xtask", "--features", "bench", "--"]).args(words);
    process::run(&mut command)
}
