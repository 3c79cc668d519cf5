//! Adding to a site's chain: leaf, seal, signed head.

use entrenous_domain::consent::{ChainHead, Digest, Entry, Leaf, NO_DIGEST, canonical};
use entrenous_domain::ids::SiteId;
use entrenous_domain::time::Timestamp;
use entrenous_storage::{StorageError, Work};
use sha2::{Digest as _, Sha256};

use super::door::ConsentError;
use crate::context::Context;
use crate::secret::Keys;

/// The leaf of an entry: SHA-256 of its canonical record, salt included.
pub(super) fn leaf_of(entry: &Entry) -> Digest {
    Sha256::digest(canonical(entry)).into()
}

/// The keyed hash that ties a leaf to its place and to everything before it.
pub(super) fn seal_of(keys: &Keys, site: &SiteId, position: i64, leaf: &Digest, before: &Digest) -> Digest {
    keys.sign_ledger("seal", &[site.as_str().as_bytes(), &position.to_be_bytes(), before, leaf])
}

/// The keyed hash that says that this server erased the record of a leaf.
pub(super) fn erasure_of(keys: &Keys, site: &SiteId, leaf: &Leaf, at: Timestamp) -> Digest {
    keys.sign_ledger("erasure", &[site.as_str().as_bytes(), &leaf.position.to_be_bytes(), &leaf.leaf, &at.as_ms().to_be_bytes()])
}

/// Begins the chain of a new site, in the unit that makes the site: from then on a chain without a signed head is one that
/// somebody had his hands in.
///
/// # Errors
/// Those of the database.
pub async fn begin_ledger(keys: &Keys, work: &mut Work, site: &SiteId) -> Result<(), StorageError> {
    work.consent_chains().begin(&empty_head(keys, site)).await
}

/// The head of a chain without entries.
fn empty_head(keys: &Keys, site: &SiteId) -> ChainHead {
    signed(keys, ChainHead { site: site.clone(), length: 0, leaf: NO_DIGEST, seal: NO_DIGEST, signature: NO_DIGEST })
}

fn signed(keys: &Keys, head: ChainHead) -> ChainHead {
    ChainHead { signature: signature_of(keys, &head), ..head }
}

fn signature_of(keys: &Keys, head: &ChainHead) -> Digest {
    keys.sign_ledger("head", &[head.site.as_str().as_bytes(), &head.length.to_be_bytes(), &head.leaf, &head.seal])
}

/// Whether this server signed a head.
pub(super) fn is_ours(keys: &Keys, head: &ChainHead) -> bool {
    signature_of(keys, head) == head.signature
}

/// The head, held until the unit ends. One that is not ours is never signed over and one that is gone never made again: that would
/// hide what was done to it.
pub(super) async fn hold(keys: &Keys, work: &mut Work, site: &SiteId) -> Result<ChainHead, ConsentError> {
    let head = work.consent_chains().hold_head(site).await?;
    head.filter(|head| is_ours(keys, head)).ok_or_else(|| ConsentError::Broken(site.clone()))
}

/// Adds an entry behind the head that is held; the entry names its place and the leaf before.
pub(super) async fn append(ctx: &Context, work: &mut Work, head: &ChainHead, entry: &Entry) -> Result<(), ConsentError> {
    let leaf = leaf_of(entry);
    let seal = seal_of(&ctx.keys, &head.site, entry.position, &leaf, &head.seal);
    let next = signed(&ctx.keys, ChainHead { site: head.site.clone(), length: entry.position, leaf, seal, signature: NO_DIGEST });
    work.consent_entries().add(entry).await?;
    work.consent_chains().add_leaf(&Leaf { position: entry.position, entry: entry.id.clone(), leaf, seal, erased: None }, &next).await?;
    Ok(())
}

/// Notes at the leaves of a held chain that their records were erased, in the unit that deletes them.
pub(super) async fn set_erased(work: &mut Work, keys: &Keys, now: Timestamp, site: &SiteId, places: &[i64]) -> Result<(), ConsentError> {
    for position in places {
        if let Some(leaf) = work.consent_chains().get_leaf(site, *position).await? {
            let erasure = erasure_of(keys, site, &leaf, now);
            work.consent_chains().set_erased(site, *position, now, &erasure).await?;
        }
    }
    Ok(())
}
