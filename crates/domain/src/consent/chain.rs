//! The chain that keeps entries from being changed unnoticed: leaves, seals, and the signed head.

use crate::ids::{ConsentEntryId, SiteId};
use crate::time::Timestamp;

/// 32 bytes of a hash, a keyed hash or a salt.
pub type Digest = [u8; 32];

/// What stands before the first entry.
pub const NO_DIGEST: Digest = [0; 32];

/// What stays of an entry for ever, also after its record was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// The place in the chain, from 1 without gaps.
    pub position: i64,
    /// The entry.
    pub entry: ConsentEntryId,
    /// SHA-256 of the entry's canonical record with its salt.
    pub leaf: Digest,
    /// Keyed hash of place, leaf and the seal before, so that places hold together where records are gone.
    pub seal: Digest,
    /// When the record was erased, with a keyed hash that says that it was us.
    pub erased: Option<(Timestamp, Digest)>,
}

/// The end of a site's chain, signed: without it nobody could see that entries were cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    /// Of which site.
    pub site: SiteId,
    /// How many entries there are.
    pub length: i64,
    /// The leaf of the last one.
    pub leaf: Digest,
    /// The seal of the last one.
    pub seal: Digest,
    /// Keyed hash of all that.
    pub signature: Digest,
}
