//! `cargo xtask gen`.
/// x
pub fn run(_check: bool) -> anyhow::Result<()> {
    Ok(())
}
