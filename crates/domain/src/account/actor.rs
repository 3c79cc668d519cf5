//! Who acts, and the one place that decides what the actor may touch.

use crate::account::Role;
use crate::authorized::Authorized;
use crate::ids::{AccountId, AgentId, GroupId, SessionId, SiteId};

/// Proof action: manage people, sites and groups of the account.
#[derive(Debug)]
pub enum Administer {}

/// Proof action: read and answer the conversations of a site.
#[derive(Debug)]
pub enum Answer {}

/// The actor may see the thing and may not do this with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forbidden;

/// Which sites of the account an actor reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiteAccess {
    /// Every site of the account, also later ones.
    All,
    /// Only these.
    Named(Vec<SiteId>),
}

/// Whether somebody in these groups sees conversations of a group; see [`Actor::sees`].
pub(super) fn is_in_sight(groups: &[(SiteId, GroupId)], site: &SiteId, group: Option<&GroupId>) -> bool {
    let mut own = groups.iter().filter(|(of, _)| of == site).map(|(_, group)| group).peekable();
    group.is_none_or(|group| own.peek().is_none() || own.any(|one| one == group))
}

/// A signed-in agent, proven by a complete session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    agent: AgentId,
    account: AccountId,
    role: Role,
    session: SessionId,
    sites: SiteAccess,
    groups: Vec<(SiteId, GroupId)>,
}

impl Actor {
    /// For the code that has checked a session, and for jobs' tests; nobody else has the parts.
    ///
    /// `groups` are those that the agent is in, each with its site.
    pub fn new(
        agent: AgentId,
        account: AccountId,
        role: Role,
        session: SessionId,
        named_sites: Vec<SiteId>,
        groups: Vec<(SiteId, GroupId)>,
    ) -> Self {
        let sites = if role.administers() { SiteAccess::All } else { SiteAccess::Named(named_sites) };
        let groups = if role.administers() { Vec::new() } else { groups };
        Self { agent, account, role, session, sites, groups }
    }

    /// Whether the actor sees conversations of this group on a site that it reaches.
    ///
    /// Who is in a group of the site sees those of the own groups and those without one; who is in none sees all, and so do owners and admins.
    pub fn sees(&self, site: &SiteId, group: Option<&GroupId>) -> bool {
        is_in_sight(&self.groups, site, group)
    }

    /// Who.
    pub fn agent(&self) -> &AgentId {
        &self.agent
    }

    /// Of which account.
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// With which role.
    pub fn role(&self) -> Role {
        self.role
    }

    /// In which session.
    pub fn session(&self) -> &SessionId {
        &self.session
    }

    /// Which sites the actor reaches.
    pub fn sites(&self) -> &SiteAccess {
        &self.sites
    }

    /// Proves that the actor manages the own account.
    ///
    /// # Errors
    /// [`Forbidden`] for the role agent.
    pub fn administer_account(&self) -> Result<Authorized<AccountId, Administer>, Forbidden> {
        if self.role.administers() { Ok(Authorized::new(self.account.clone())) } else { Err(Forbidden) }
    }

    /// Proves that the actor works on a site that was loaded; `None` when it must not know of it.
    pub fn answer_site(&self, account: &AccountId, site: &SiteId) -> Option<Authorized<SiteId, Answer>> {
        let named = match &self.sites {
            SiteAccess::All => true,
            SiteAccess::Named(sites) => sites.contains(site),
        };
        (*account == self.account && named).then(|| Authorized::new(site.clone()))
    }

    /// Proves that the actor manages a site that was loaded.
    ///
    /// `None` when the actor must not know of it.
    ///
    /// # Errors
    /// [`Forbidden`] when the actor sees the site without managing it.
    pub fn administer_site(&self, account: &AccountId, site: &SiteId) -> Option<Result<Authorized<SiteId, Administer>, Forbidden>> {
        self.answer_site(account, site)?;
        Some(if self.role.administers() { Ok(Authorized::new(site.clone())) } else { Err(Forbidden) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn id<T>(make: impl Fn(Timestamp, [u8; 10]) -> T, n: u8) -> T {
        make(Timestamp::from_ms(1), [n; 10])
    }

    #[test]
    fn another_account_s_site_does_not_exist_for_anybody() {
        let site = id(SiteId::new, 9);
        for role in Role::ALL {
            let actor = Actor::new(id(AgentId::new, 1), id(AccountId::new, 1), role, id(SessionId::new, 1), vec![site.clone()], Vec::new());
            assert!(actor.answer_site(&id(AccountId::new, 2), &site).is_none());
            assert!(actor.administer_site(&id(AccountId::new, 2), &site).is_none());
        }
    }

    #[test]
    fn an_agent_reaches_only_named_sites_and_manages_none() {
        let named = id(SiteId::new, 1);
        let other = id(SiteId::new, 2);
        let account = id(AccountId::new, 1);
        let actor = Actor::new(id(AgentId::new, 1), account.clone(), Role::Agent, id(SessionId::new, 1), vec![named.clone()], Vec::new());
        assert!(actor.answer_site(&account, &named).is_some());
        assert!(actor.answer_site(&account, &other).is_none());
        assert!(matches!(actor.administer_site(&account, &named), Some(Err(Forbidden))));
        assert!(actor.administer_account().is_err());
    }

    #[test]
    fn an_agent_sees_own_groups_and_conversations_without_one_unless_it_is_in_none() {
        let (here, there) = (id(SiteId::new, 1), id(SiteId::new, 2));
        let (own, other) = (id(GroupId::new, 1), id(GroupId::new, 2));
        let actor = |role| {
            let sites = vec![here.clone(), there.clone()];
            Actor::new(id(AgentId::new, 1), id(AccountId::new, 1), role, id(SessionId::new, 1), sites, vec![(here.clone(), own.clone())])
        };
        let agent = actor(Role::Agent);
        assert!(agent.sees(&here, None) && agent.sees(&here, Some(&own)) && !agent.sees(&here, Some(&other)));
        assert!(agent.sees(&there, Some(&other)), "in no group of that site");
        assert!(actor(Role::Admin).sees(&here, Some(&other)));
    }
}
