//! Visitors: a browser on a site, known by nothing more than what it or the page said.

mod identity;
mod page;
mod proof;

pub use identity::{Identity, IdentityError, Variable, merge_variables};
pub use page::{Page, page_address, referrer_origin};
pub use proof::{PROOF_LEEWAY_MS, PROOF_LIFE_MS, Person, Proof, ProofError};

use crate::ids::{SiteId, VisitorId};
use crate::time::Timestamp;

/// A browser on a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// Which; opens nothing.
    pub id: VisitorId,
    /// Of which site.
    pub site: SiteId,
    /// Name, address, phone, group, language and variables.
    pub identity: Identity,
    /// Family and major version.
    pub browser: Option<String>,
    /// Family.
    pub os: Option<String>,
    /// `desktop`, `phone` or `tablet`.
    pub device: Option<String>,
    /// The page the visitor writes from.
    pub page: Page,
    /// When the visitor opened the box for the first time.
    pub created_at: Timestamp,
    /// When the visitor was last heard.
    pub last_seen_at: Timestamp,
}

impl Visitor {
    /// Four characters to tell nameless visitors apart, such as `4F2A`.
    pub fn short(&self) -> String {
        let text = self.id.as_str();
        text.get(text.len().saturating_sub(4)..).unwrap_or_default().to_uppercase()
    }
}
