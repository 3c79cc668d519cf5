//! `cargo xtask dist`.
/// x
pub fn run() -> anyhow::Result<()> {
    Ok(())
}
