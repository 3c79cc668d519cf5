//! Who a proof says is writing, and whether it counts.

use entrenous_domain::site::Site;
use entrenous_domain::time::Timestamp;
use entrenous_domain::visitor::{Identity, Person, Proof, ProofError};
use entrenous_storage::{StorageError, Work};

use super::read_proof::{read_proof, unchecked_proof};
use crate::context::Context;
use crate::seal::{SealError, unseal};

/// Why what the page says about who is writing is not taken. Nothing is written then.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// The proof does not count.
    #[error("the identity proof does not count")]
    Refused(ProofError),
    /// The site takes nothing without a proof.
    #[error("the site takes no identity without a proof")]
    Unsigned,
    /// The site's key cannot be opened.
    #[error("a site's identity key cannot be opened")]
    Seal(#[from] SealError),
    /// The database failed.
    #[error("the identity proof could not be looked up")]
    Storage(#[from] StorageError),
}

/// What a proof that counts says. It is good for one use.
#[derive(Debug)]
pub(super) struct Proven {
    /// What it says about the person.
    pub identity: Identity,
    /// The keyed hash of the person; `None` when it names none.
    pub person: Option<Vec<u8>>,
    id: Vec<u8>,
    until: Timestamp,
}

/// What the page says, checked: the proof must count, and a site that requires one takes nothing else.
///
/// # Errors
/// See [`ProveError`]; that it was used before is found out by [`use_up`].
pub(super) fn check(ctx: &Context, site: &Site, said: &Identity, proof: Option<&str>) -> Result<Option<Proven>, ProveError> {
    let proven = proof.map(|token| read(ctx, site, token)).transpose()?;
    if site.identity.required() && said.says_who() {
        return Err(ProveError::Unsigned);
    }
    Ok(proven)
}

fn read(ctx: &Context, site: &Site, token: &str) -> Result<Proven, ProveError> {
    let keys: Result<Vec<_>, _> = site.identity.keys().map(|sealed| unseal(&ctx.keys, site.id.as_str(), sealed)).collect();
    let proof = read_proof(&keys?, token).map_err(ProveError::Refused)?;
    proof.check(&site.chat_key, ctx.now()).map_err(ProveError::Refused)?;
    let id = ctx.keys.hash("proof", &format!("{}\0{}", site.id, proof.id));
    Ok(Proven { person: person_hash(ctx, site, &proof), until: proof.remembered_until(), identity: proof.identity, id })
}

/// Whom a proof means that was refused, so that nobody sees what another person wrote.
pub(super) fn person_meant(ctx: &Context, site: &Site, refused: &str) -> Option<Vec<u8>> {
    unchecked_proof(refused).and_then(|proof| person_hash(ctx, site, &proof))
}

/// What the database keeps of a person: another hash on every site.
fn person_hash(ctx: &Context, site: &Site, proof: &Proof) -> Option<Vec<u8>> {
    let (kind, name) = match proof.person()? {
        Person::Subject(subject) => ("sub", subject),
        Person::Email(email) => ("email", email),
    };
    Some(ctx.keys.hash("person", &format!("{}\0{kind}\0{name}", site.id)))
}

/// Uses a proof up, in the unit that writes what it says.
///
/// # Errors
/// `Refused(Replayed)` and `Storage`.
pub(super) async fn use_up(work: &mut Work, site: &Site, proven: &Proven) -> Result<(), ProveError> {
    if work.used_proofs().add(&site.id, &proven.id, proven.until).await? { Ok(()) } else { Err(ProveError::Refused(ProofError::Replayed)) }
}

/// Looks whether a proof could still be used, without using it.
///
/// # Errors
/// `Refused(Replayed)` and `Storage`.
pub(super) async fn must_be_fresh(work: &mut Work, site: &Site, proven: &Proven) -> Result<(), ProveError> {
    if work.used_proofs().is_used(&site.id, &proven.id).await? { Err(ProveError::Refused(ProofError::Replayed)) } else { Ok(()) }
}
