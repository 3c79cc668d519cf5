//! The cookie policy of a site, as its present settings make it.

use entrenous_domain::consent::ConsentPurpose;
use entrenous_domain::privacy::registry::Purpose;
use entrenous_domain::privacy::{CookiePolicy, cookie_policy};
use entrenous_domain::site::{ChatKey, Site};
use entrenous_storage::StorageError;

use crate::context::Context;

/// A site and what its chat may store.
#[derive(Debug, Clone)]
pub struct SitePolicy {
    /// The site.
    pub site: Site,
    /// What its chat may store.
    pub policy: CookiePolicy,
    /// The purposes that visitors of the site are asked about.
    pub asked_for: Vec<Purpose>,
}

/// Why there is no policy.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// No site has this key.
    #[error("no site has this chat key")]
    UnknownSite,
    /// The database failed.
    #[error("the site could not be read")]
    Storage(#[from] StorageError),
}

/// Reads the policy. It is for everybody, also for pages that may not show the chat: a policy that cannot be read is none.
///
/// # Errors
/// See [`PolicyError`].
pub async fn get_cookie_policy(ctx: &Context, chat_key: &str) -> Result<SitePolicy, PolicyError> {
    let key = ChatKey::parse(chat_key).ok_or(PolicyError::UnknownSite)?;
    let site = ctx.db.view().await?.sites().find_by_key(&key).await?.ok_or(PolicyError::UnknownSite)?;
    let asked_for: Vec<Purpose> = site.privacy.uses().iter().map(purpose).collect();
    let policy = cookie_policy(&key, site.tracking_mode, &asked_for);
    Ok(SitePolicy { site, policy, asked_for })
}

/// The registry's word for a purpose that waits for a consent.
fn purpose(asked_for: ConsentPurpose) -> Purpose {
    match asked_for {
        ConsentPurpose::Statistics => Purpose::Statistics,
        ConsentPurpose::Recording => Purpose::Recording,
        ConsentPurpose::Marketing => Purpose::Marketing,
    }
}
