//! How a site has its visitors' identities proven.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether identities must be proven, and whether there is a key for it; never the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SiteIdentityOut {
    /// The page's words about who is writing count only with a proof.
    pub required: bool,
    /// There is a key that signs proofs.
    pub has_key: bool,
    /// The key from before is good too, until it is removed.
    pub has_old_key: bool,
}

/// The answer to `POST /api/agent/sites/{id}/identity-key`: the only time that the key is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IdentityKeyOut {
    /// The key for HS256, as the text that it is.
    pub key: String,
    /// What holds from now on.
    pub identity: SiteIdentityOut,
}
