//! Groups of agents who share the visitors of a site.
//!
//! Whoever changes a group that is there locks its row and not the site's: a visitor's message has PostgreSQL look the group up
//! when a conversation goes to it, and takes the site, whose number it needs, last.

use std::collections::HashMap;

use entrenous_domain::account::{Group, GroupKey};
use entrenous_domain::ids::{AgentId, GroupId, SiteId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::row::Stored;
use crate::statements::statements;

impl Work {
    /// The groups of agents.
    pub fn groups(&mut self) -> Groups<'_> {
        Groups(self)
    }
}

statements! {
    GET = "SELECT id, site_id, key, name, created_at FROM agent_group WHERE site_id = $1 AND id = $2 AND removed_at IS NULL";
    GET_FOR_CHANGE = "SELECT id, site_id, key, name, created_at FROM agent_group
        WHERE site_id = $1 AND id = $2 AND removed_at IS NULL", lock_row;
    FIND_BY_KEY = "SELECT id, site_id, key, name, created_at FROM agent_group WHERE site_id = $1 AND key = $2 AND removed_at IS NULL";
    LIST = "SELECT id, site_id, key, name, created_at FROM agent_group WHERE site_id = $1 AND removed_at IS NULL
        ORDER BY name, id LIMIT 500";
    MEMBERS = "SELECT group_id, agent_id FROM agent_group_member WHERE group_id = $1 ORDER BY agent_id LIMIT 2000";
    MEMBERS_OF_SITE = "SELECT m.group_id, m.agent_id FROM agent_group_member m JOIN agent_group g ON g.id = m.group_id
        WHERE g.site_id = $1 ORDER BY m.group_id, m.agent_id LIMIT 100000";
    OF_AGENT = "SELECT g.site_id, g.id FROM agent_group_member m JOIN agent_group g ON g.id = m.group_id
        WHERE m.agent_id = $1 ORDER BY g.site_id, g.id LIMIT 10000";
    ADD = "INSERT INTO agent_group (id, site_id, key, name, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (site_id, key) DO NOTHING";
    SET = "UPDATE agent_group SET key = $3, name = $4 WHERE site_id = $1 AND id = $2 AND removed_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM agent_group o WHERE o.site_id = $1 AND o.key = $3 AND o.id <> $2)";
    /// Its key is free for another group from now on.
    SET_REMOVED = "UPDATE agent_group SET removed_at = $3, key = id WHERE site_id = $1 AND id = $2 AND removed_at IS NULL";
    LIST_REMOVED = "SELECT site_id, id FROM agent_group WHERE removed_at IS NOT NULL ORDER BY removed_at, id LIMIT $1";
    /// The index conversation_group carries the look for its conversations.
    REMOVE = "DELETE FROM agent_group WHERE site_id = $1 AND id = $2 AND removed_at <= $3
        AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.group_id = agent_group.id)";
    CLEAR_MEMBERS = "DELETE FROM agent_group_member WHERE group_id = (SELECT id FROM agent_group WHERE site_id = $1 AND id = $2)";
    /// Only somebody of the site's own account with access to the site becomes a member.
    ADD_MEMBER = "INSERT INTO agent_group_member (group_id, agent_id)
        SELECT g.id, a.id FROM agent_group g JOIN site s ON s.id = g.site_id JOIN agent a ON a.account_id = s.account_id
        WHERE g.site_id = $1 AND g.id = $2 AND a.id = $3
        AND (a.role IN ('owner', 'admin') OR EXISTS (SELECT 1 FROM agent_site n WHERE n.agent_id = a.id AND n.site_id = s.id))";
    /// After a change of rights: nobody stays in a group of a site that is out of reach.
    REMOVE_OUT_OF_REACH = "DELETE FROM agent_group_member WHERE agent_id = $1
        AND EXISTS (SELECT 1 FROM agent a WHERE a.id = $1 AND a.role = 'agent')
        AND group_id IN (SELECT g.id FROM agent_group g
            WHERE NOT EXISTS (SELECT 1 FROM agent_site n WHERE n.agent_id = $1 AND n.site_id = g.site_id))";
}

crate::row! {
    struct GroupRow {
        id: String,
        site_id: String,
        key: String,
        name: String,
        created_at: i64,
    }
}

impl GroupRow {
    fn with_agents(self, agents: Vec<AgentId>) -> Result<Group> {
        Ok(Group {
            id: GroupId::parse(&self.id).stored("agent_group", "id", &self.id)?,
            site: SiteId::parse(&self.site_id).stored("agent_group", "site_id", &self.id)?,
            key: GroupKey::parse(&self.key).stored("agent_group", "key", &self.id)?,
            name: self.name,
            agents,
            created_at: Timestamp::from_ms(self.created_at),
        })
    }
}

fn agent_id(row: &(String, String)) -> Result<AgentId> {
    AgentId::parse(&row.1).stored("agent_group_member", "agent_id", &row.0)
}

fn read_pair((site, group): (String, String)) -> Result<(SiteId, GroupId)> {
    let site = SiteId::parse(&site).stored("agent_group", "site_id", &group)?;
    Ok((site, GroupId::parse(&group).stored("agent_group", "id", &group)?))
}

/// The groups, within a unit of work.
#[derive(Debug)]
pub struct Groups<'w>(&'w mut Work);

impl Groups<'_> {
    async fn complete(&mut self, row: Option<GroupRow>) -> Result<Option<Group>> {
        let Some(row) = row else { return Ok(None) };
        let members: Vec<(String, String)> = self.0.many(MEMBERS, args![&row.id]).await?;
        let members = members.iter().map(agent_id).collect::<Result<_>>()?;
        row.with_agents(members).map(Some)
    }

    /// One group of the site.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, site: &SiteId, id: &GroupId) -> Result<Option<Group>> {
        let row = self.0.one(GET, args![site.as_str(), id.as_str()]).await?;
        self.complete(row).await
    }

    /// One group of the site, held until the unit ends. No unit that holds it may wait for the site.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get_for_change(&mut self, site: &SiteId, id: &GroupId) -> Result<Option<Group>> {
        let row = self.0.one(GET_FOR_CHANGE, args![site.as_str(), id.as_str()]).await?;
        self.complete(row).await
    }

    /// The group that a page names.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_by_key(&mut self, site: &SiteId, key: &GroupKey) -> Result<Option<Group>> {
        let row = self.0.one(FIND_BY_KEY, args![site.as_str(), key.as_str()]).await?;
        self.complete(row).await
    }

    /// Who is in which group of a site.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn members(&mut self, site: &SiteId) -> Result<Vec<(GroupId, AgentId)>> {
        let pairs: Vec<(String, String)> = self.0.many(MEMBERS_OF_SITE, args![site.as_str()]).await?;
        pairs.iter().map(|pair| Ok((GroupId::parse(&pair.0).stored("agent_group_member", "group_id", &pair.0)?, agent_id(pair)?))).collect()
    }

    /// In which groups an agent is, each with its site.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of_agent(&mut self, agent: &AgentId) -> Result<Vec<(SiteId, GroupId)>> {
        let rows: Vec<(String, String)> = self.0.many(OF_AGENT, args![agent.as_str()]).await?;
        rows.into_iter().map(read_pair).collect()
    }

    /// All groups of the site, by name.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list(&mut self, site: &SiteId) -> Result<Vec<Group>> {
        let rows: Vec<GroupRow> = self.0.many(LIST, args![site.as_str()]).await?;
        let pairs: Vec<(String, String)> = self.0.many(MEMBERS_OF_SITE, args![site.as_str()]).await?;
        let mut members: HashMap<String, Vec<AgentId>> = HashMap::new();
        for pair in pairs {
            let agent = agent_id(&pair)?;
            members.entry(pair.0).or_default().push(agent);
        }
        rows.into_iter()
            .map(|row| {
                let agents = members.remove(&row.id).unwrap_or_default();
                row.with_agents(agents)
            })
            .collect()
    }

    /// Adds a group without members. False when the site has the key already.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, group: &Group) -> Result<bool> {
        let args = args![group.id.as_str(), group.site.as_str(), group.key.as_str(), &group.name, group.created_at.as_ms()];
        Ok(self.0.run(ADD, args).await? == 1)
    }

    /// Stores key and name. False when another group of the site has the key, or the group is gone.
    ///
    /// # Errors
    /// Those of the database; `Conflict` when the same key is given to two groups at the same moment.
    pub async fn set(&mut self, group: &Group) -> Result<bool> {
        Ok(self.0.run(SET, args![group.site.as_str(), group.id.as_str(), group.key.as_str(), &group.name]).await? == 1)
    }

    /// Replaces the members. False, and nothing usable in the unit, when one has no access to the site.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_members(&mut self, site: &SiteId, id: &GroupId, agents: &[AgentId]) -> Result<bool> {
        self.0.run(CLEAR_MEMBERS, args![site.as_str(), id.as_str()]).await?;
        for agent in agents {
            if self.0.run(ADD_MEMBER, args![site.as_str(), id.as_str(), agent.as_str()]).await? != 1 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes an agent out of the groups of sites that are out of reach.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_out_of_reach(&mut self, agent: &AgentId) -> Result<u64> {
        self.0.run(REMOVE_OUT_OF_REACH, args![agent.as_str()]).await
    }

    /// Takes a group away from everybody: it has no members any more and no page can name it. Its conversations are in it until
    /// they are moved. False when the site has none such.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_removed(&mut self, site: &SiteId, id: &GroupId, now: Timestamp) -> Result<bool> {
        if self.0.run(SET_REMOVED, args![site.as_str(), id.as_str(), now.as_ms()]).await? == 0 {
            return Ok(false);
        }
        self.0.run(CLEAR_MEMBERS, args![site.as_str(), id.as_str()]).await?;
        Ok(true)
    }

    /// Groups of all sites that were removed and are not gone yet, the oldest first, at most `limit`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_removed(&mut self, limit: i64) -> Result<Vec<(SiteId, GroupId)>> {
        let rows: Vec<(String, String)> = self.0.many(LIST_REMOVED, args![limit]).await?;
        rows.into_iter().map(read_pair).collect()
    }

    /// Forgets a group that was removed at `before` or earlier, unless it has conversations.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove(&mut self, site: &SiteId, id: &GroupId, before: Timestamp) -> Result<()> {
        self.0.run(REMOVE, args![site.as_str(), id.as_str(), before.as_ms()]).await.map(drop)
    }
}
