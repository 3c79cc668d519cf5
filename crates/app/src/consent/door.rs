//! Who stands before the consent actions: a page of a site, and a browser with a random id.

use entrenous_domain::consent::SubjectHash;
use entrenous_domain::ids::SiteId;
use entrenous_domain::privacy::RateKey;
use entrenous_domain::site::{ChatKey, Site};
use entrenous_storage::{StorageError, Work};

use crate::context::Context;
use crate::secret::Keys;
use crate::throttle::{Limit, Limited};

/// Entries of one peer: an office of sixty may answer at once, a flood is a trickle.
pub(super) const RECORD: Limit = Limit { name: "consent", burst: 60, refill_ms: 10_000 };
/// Entries of one browser: a person changes its mind, a loop is stopped.
pub(super) const RECORD_BY_SUBJECT: Limit = Limit { name: "consent_subject", burst: 20, refill_ms: 60_000 };
/// Visits, pages and new tokens of one peer.
pub(super) const GATED: Limit = Limit { name: "consent_gated", burst: 120, refill_ms: 1_000 };

/// The page that asks.
#[derive(Debug, Clone)]
pub struct Door {
    /// The site's public key.
    pub chat_key: String,
    /// The origin of the page; `None` when the request names none.
    pub origin: Option<String>,
    /// Whether the page is one of our own, which may always show a box.
    pub is_own_page: bool,
    /// Whether the request itself carries the browser's refusal signal; a page that says there is none is not believed then.
    pub has_signal: bool,
    /// For limits.
    pub peer: RateKey,
}

/// Why a consent action does not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ConsentError {
    /// No site has this key.
    #[error("no site has this chat key")]
    UnknownSite,
    /// The site does not admit the page's origin.
    #[error("the site does not admit this origin")]
    OriginNotAllowed,
    /// Too much from one peer or browser.
    #[error("too many requests")]
    RateLimited(Limited),
    /// The field has not the shape it must have.
    #[error("a field is malformed")]
    Field(&'static str),
    /// No texts of this version and language were ever shown.
    #[error("the texts are not known")]
    UnknownText,
    /// The event was told before with another content.
    #[error("the event was told before with another content")]
    Repeated,
    /// There is no such consent, or not any more.
    #[error("there is no consent")]
    Forbidden,
    /// The actor sees the site without managing it.
    #[error("the actor may not manage the site")]
    NotManaged,
    /// There is no such entry of this browser.
    #[error("there is no such entry")]
    UnknownEntry,
    /// Somebody changed the signed end of the ledger; nothing is added to it and nothing is allowed by it.
    #[error("the consent ledger of site {0} has a head that this server did not sign; run `entrenous ledger verify`")]
    Broken(SiteId),
    /// The database failed.
    #[error("the consent could not be stored")]
    Storage(#[from] StorageError),
}

impl From<Limited> for ConsentError {
    fn from(limited: Limited) -> Self {
        Self::RateLimited(limited)
    }
}

/// The site whose page asks, if it admits the page.
pub(super) async fn enter(work: &mut Work, door: &Door) -> Result<Site, ConsentError> {
    let key = ChatKey::parse(&door.chat_key).ok_or(ConsentError::UnknownSite)?;
    let site = work.sites().find_by_key(&key).await?.ok_or(ConsentError::UnknownSite)?;
    if site.admits(door.origin.as_deref()) || door.is_own_page { Ok(site) } else { Err(ConsentError::OriginNotAllowed) }
}

/// What the database keeps of a browser's random id: another hash on every site. `None` when it is no such id.
pub fn subject_hash(ctx: &Context, site: &SiteId, subject: &str) -> Option<SubjectHash> {
    hash_of_subject(&ctx.keys, site, subject)
}

pub(super) fn hash_of_subject(keys: &Keys, site: &SiteId, subject: &str) -> Option<SubjectHash> {
    // 256 random bits, as long as any other token: nobody guesses another browser's.
    is_random_id(subject, 43, 43).then(|| {
        let hash = keys.sign_ledger("subject", &[site.as_str().as_bytes(), b"\0", subject.as_bytes()]);
        SubjectHash::from_bytes(hash)
    })
}

/// Whether a text may be a random id that a browser made: characters that fit into an address, and enough of them.
pub(super) fn is_random_id(text: &str, min: usize, max: usize) -> bool {
    (min..=max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
