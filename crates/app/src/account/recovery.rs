//! Codes on paper that replace the second factor, each once.

use entrenous_domain::ids::AgentId;
use entrenous_storage::{StorageError, Work};

use crate::context::Context;

/// How many codes an agent gets.
const CODES: usize = 10;
/// Crockford's base 32: no `i`, `l`, `o` and `u`, and each character carries five bits.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Ten codes, shown once.
#[derive(Clone)]
pub struct RecoveryCodes(pub Vec<String>);

impl std::fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCodes([REDACTED])")
    }
}

/// What the database keeps of a code, however it was typed.
pub(super) fn recovery_hash(ctx: &Context, agent: &AgentId, code: &str) -> Vec<u8> {
    let plain: String = code.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_lowercase();
    ctx.keys.hash("recovery", &format!("{agent}\0{plain}"))
}

/// Makes ten new codes in the unit; all earlier ones are void.
pub(super) async fn renew(ctx: &Context, work: &mut Work, agent: &AgentId) -> Result<RecoveryCodes, StorageError> {
    let codes: Vec<String> = (0..CODES).map(|_| new_code(ctx)).collect();
    let hashes: Vec<Vec<u8>> = codes.iter().map(|code| recovery_hash(ctx, agent, code)).collect();
    work.recovery_codes().set_all(agent, &hashes).await?;
    Ok(RecoveryCodes(codes))
}

/// Twice six characters, 60 bits of chance.
fn new_code(ctx: &Context) -> String {
    let letters: String =
        ctx.random::<12>().iter().filter_map(|byte| ALPHABET.get(usize::from(byte & 31))).map(|byte| char::from(*byte)).collect();
    let (left, right) = letters.split_at(6);
    format!("{left}-{right}")
}
