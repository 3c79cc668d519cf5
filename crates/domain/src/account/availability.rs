//! For whom somebody is there.

use crate::ids::{AgentId, GroupId};

/// Who is there for the visitors of a site, as far as visitors may know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteAvailability {
    /// Whether anybody accepts chats.
    anybody: bool,
    /// Whether somebody who is in no group of the site does: such agents answer for all groups.
    ungrouped: bool,
    /// The groups with a member who does, in the order of their ids.
    groups: Vec<GroupId>,
}

impl SiteAvailability {
    /// From those who are here and accept chats, and the members of the site's groups.
    pub fn of(here: &[AgentId], members: &[(GroupId, AgentId)]) -> Self {
        let mut groups: Vec<GroupId> = members.iter().filter(|(_, agent)| here.contains(agent)).map(|(group, _)| group.clone()).collect();
        groups.sort();
        groups.dedup();
        let is_grouped = |agent: &AgentId| members.iter().any(|(_, member)| member == agent);
        Self { anybody: !here.is_empty(), ungrouped: here.iter().any(|agent| !is_grouped(agent)), groups }
    }

    /// Whether somebody is there for a visitor who was routed to this group, or to none.
    pub fn is_online(&self, group: Option<&GroupId>) -> bool {
        group.map_or(self.anybody, |group| self.ungrouped || self.groups.contains(group))
    }
}

/// Of those who are here, those who answer for a group: its members, and whoever is in no group.
pub fn answering<'a>(
    here: &'a [AgentId],
    members: &'a [(GroupId, AgentId)],
    group: Option<&'a GroupId>,
) -> impl Iterator<Item = &'a AgentId> {
    here.iter().filter(move |agent| {
        let mut of = members.iter().filter(|(_, member)| member == *agent).map(|(group, _)| group).peekable();
        group.is_none_or(|group| of.peek().is_none() || of.any(|one| one == group))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn agent(n: u8) -> AgentId {
        AgentId::new(Timestamp::from_ms(1), [n; 10])
    }

    fn group(n: u8) -> GroupId {
        GroupId::new(Timestamp::from_ms(1), [n; 10])
    }

    #[test]
    fn a_group_is_online_with_a_member_or_somebody_who_is_in_no_group() {
        let members = [(group(1), agent(1)), (group(2), agent(2)), (group(2), agent(1))];
        let of = |here: &[AgentId]| {
            let availability = SiteAvailability::of(here, &members);
            let groups = [None, Some(group(1)), Some(group(2)), Some(group(3))].map(|one| availability.is_online(one.as_ref()));
            let answering = answering(here, &members, Some(&group(1))).cloned().collect::<Vec<_>>();
            assert_eq!(groups[1], !answering.is_empty());
            groups
        };
        assert_eq!(of(&[]), [false; 4]);
        assert_eq!(of(&[agent(1)]), [true, true, true, false]);
        assert_eq!(of(&[agent(2)]), [true, false, true, false]);
        assert_eq!(of(&[agent(3)]), [true; 4]);
    }
}
