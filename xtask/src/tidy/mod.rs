//! `cargo xtask tidy`: the house rules that no linter knows.
/// x
pub fn run() -> anyhow::Result<()> {
    Ok(())
}
