//! What one can listen to.

use entrenous_domain::ids::{AccountId, SiteId, VisitorId};

/// A subject of the bus. Subjects are built here and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Everything that agents of a site may hear.
    Site(SiteId),
    /// Everything that one visitor may hear.
    Visitor(VisitorId),
    /// What every visitor of a site may hear: whether somebody is there.
    SiteVisitors(SiteId),
    /// Changes of the people and rights of an account.
    Account(AccountId),
}
