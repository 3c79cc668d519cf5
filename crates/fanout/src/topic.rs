//! What one can listen to.

use entrenous_domain::ids::{AccountId, SiteId, VisitorId};

/// A subject of the bus. Subjects are built here and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Everything that agents of a site may hear.
    Site(SiteId),
    /// Everything that one visitor may hear.
    Visitor(VisitorId),
    /// Changes of the people and rights of an account.
    Account(AccountId),
}
