//! A person with a login.

use crate::account::Role;
use crate::account::actor::is_in_sight;
use crate::ids::{AccountId, AgentId, GroupId, SiteId, UploadId};
use crate::time::Timestamp;

/// What an agent says about being there, while a dashboard is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// At the desk.
    Online,
    /// Connected, and not at the desk.
    Away,
}

impl Status {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Online => "online",
            Status::Away => "away",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        [Status::Online, Status::Away].into_iter().find(|status| status.as_str() == text)
    }
}

/// A person with a login; everything but secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Who.
    pub id: AgentId,
    /// Of which account.
    pub account: AccountId,
    /// The case-folded address used to sign in.
    pub email: String,
    /// The full name.
    pub name: String,
    /// What visitors see.
    pub nickname: String,
    /// A line such as "Orders"; may be empty.
    pub description: String,
    /// What the agent may do.
    pub role: Role,
    /// `en` or `fr`.
    pub language: String,
    /// False: cannot sign in.
    pub active: bool,
    /// True until the invitation is accepted: there is no password yet.
    pub invited: bool,
    /// What the agent says about being there.
    pub status: Status,
    /// Whether new visitors may come.
    pub accepting: bool,
    /// The stored picture.
    pub avatar: Option<UploadId>,
    /// Whether the second factor is confirmed.
    pub second_factor: bool,
    /// The named sites; owners and admins see all sites of the account anyway.
    pub sites: Vec<SiteId>,
    /// When the agent was made.
    pub created_at: Timestamp,
    /// The last sign-in.
    pub last_login_at: Option<Timestamp>,
}

impl Agent {
    /// Whether the agent may know of this site of the own account.
    pub fn reaches(&self, site: &SiteId) -> bool {
        self.role.administers() || self.sites.contains(site)
    }

    /// Whether the agent, who is in these groups, may see conversations of a group on a site; the same as for a signed-in
    /// [`Actor`](crate::account::Actor).
    pub fn sees(&self, groups: &[(SiteId, GroupId)], site: &SiteId, group: Option<&GroupId>) -> bool {
        self.reaches(site) && (self.role.administers() || is_in_sight(groups, site, group))
    }
}
