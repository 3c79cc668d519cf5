//! People with a login: profile, rights, sites. Their secrets are in `agent_credential.rs`.

use std::collections::HashMap;

use entrenous_domain::account::{Agent, Role, Status};
use entrenous_domain::ids::{AccountId, AgentId, SiteId, UploadId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::{Result, StorageError};
use crate::row::Stored;
use crate::statements::statements;

impl Work {
    /// The agents.
    pub fn agents(&mut self) -> Agents<'_> {
        Agents(self)
    }
}

statements! {
    GET = "SELECT id, account_id, email, name, nickname, description, role, language, active, status, accepting, avatar_upload_id,
        password_hash IS NULL AS invited, totp_confirmed, created_at, last_login_at FROM agent WHERE account_id = $1 AND id = $2";
    GET_FOR_CHANGE = "SELECT id, account_id, email, name, nickname, description, role, language, active, status, accepting,
        avatar_upload_id, password_hash IS NULL AS invited, totp_confirmed, created_at, last_login_at
        FROM agent WHERE account_id = $1 AND id = $2", lock_row;
    /// An account has some hundred agents at most; the list is short enough to be read at once.
    LIST = "SELECT id, account_id, email, name, nickname, description, role, language, active, status, accepting, avatar_upload_id,
        password_hash IS NULL AS invited, totp_confirmed, created_at, last_login_at
        FROM agent WHERE account_id = $1 ORDER BY name, id LIMIT 2000";
    FIND_BY_EMAIL = "SELECT id, account_id, email, name, nickname, description, role, language, active, status, accepting, avatar_upload_id,
        password_hash IS NULL AS invited, totp_confirmed, created_at, last_login_at FROM agent WHERE email = $1";
    ADD = "INSERT INTO agent (id, account_id, email, name, nickname, description, role, language, active, status, accepting,
        password_hash, totp_confirmed, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, FALSE, $13)
        ON CONFLICT (email) DO NOTHING";
    SET_PROFILE = "UPDATE agent SET name = $3, nickname = $4, description = $5, language = $6, status = $7, accepting = $8
        WHERE account_id = $1 AND id = $2";
    SET_RIGHTS = "UPDATE agent SET role = $3, active = $4 WHERE account_id = $1 AND id = $2";
    SET_AVATAR = "UPDATE agent SET avatar_upload_id = $3 WHERE account_id = $1 AND id = $2";
    SET_LAST_LOGIN = "UPDATE agent SET last_login_at = $3 WHERE account_id = $1 AND id = $2";
    /// Only somebody who never accepted an invitation leaves nothing behind.
    REMOVE_INVITED = "DELETE FROM agent WHERE account_id = $1 AND id = $2 AND password_hash IS NULL";
    COUNT_OWNERS = "SELECT count(*) FROM agent WHERE account_id = $1 AND role = 'owner' AND active = TRUE AND password_hash IS NOT NULL";
    SITES = "SELECT agent_id, site_id FROM agent_site WHERE agent_id = $1 ORDER BY site_id LIMIT 1000";
    SITES_OF_ACCOUNT = "SELECT s.agent_id, s.site_id FROM agent_site s JOIN agent a ON a.id = s.agent_id
        WHERE a.account_id = $1 ORDER BY s.agent_id, s.site_id LIMIT 100000";
    CLEAR_SITES = "DELETE FROM agent_site WHERE agent_id = (SELECT id FROM agent WHERE account_id = $1 AND id = $2)";
    /// Both ends are looked up in the account, so another account's site is never named.
    ADD_SITE = "INSERT INTO agent_site (agent_id, site_id) SELECT a.id, s.id FROM agent a JOIN site s ON s.account_id = a.account_id
        WHERE a.account_id = $1 AND a.id = $2 AND s.id = $3";
    /// Who can answer for a site: owners and admins of its account, and the agents named for it. The index agent_account carries it.
    LIST_ACCEPTING = "SELECT a.id FROM agent a JOIN site s ON s.account_id = a.account_id
        WHERE s.id = $1 AND a.active = TRUE AND a.accepting = TRUE AND a.status = 'online' AND a.password_hash IS NOT NULL
        AND (a.role IN ('owner', 'admin') OR EXISTS (SELECT 1 FROM agent_site n WHERE n.agent_id = a.id AND n.site_id = s.id))
        ORDER BY a.id LIMIT 2000";
}

crate::row! {
    struct AgentRow {
        id: String,
        account_id: String,
        email: String,
        name: String,
        nickname: String,
        description: String,
        role: String,
        language: String,
        active: bool,
        status: String,
        accepting: bool,
        avatar_upload_id: Option<String>,
        invited: bool,
        totp_confirmed: bool,
        created_at: i64,
        last_login_at: Option<i64>,
    }
}

impl AgentRow {
    fn with_sites(self, sites: Vec<SiteId>) -> Result<Agent> {
        let id = self.id;
        Ok(Agent {
            account: AccountId::parse(&self.account_id).stored("agent", "account_id", &id)?,
            email: self.email,
            name: self.name,
            nickname: self.nickname,
            description: self.description,
            role: Role::parse(&self.role).stored("agent", "role", &id)?,
            language: self.language,
            active: self.active,
            invited: self.invited,
            status: Status::parse(&self.status).stored("agent", "status", &id)?,
            accepting: self.accepting,
            avatar: self.avatar_upload_id.map(|text| UploadId::parse(&text)).transpose().stored("agent", "avatar_upload_id", &id)?,
            second_factor: self.totp_confirmed,
            sites,
            created_at: Timestamp::from_ms(self.created_at),
            last_login_at: self.last_login_at.map(Timestamp::from_ms),
            id: AgentId::parse(&id).stored("agent", "id", &id)?,
        })
    }
}

fn site_id(row: &(String, String)) -> Result<SiteId> {
    SiteId::parse(&row.1).stored("agent_site", "site_id", &row.0)
}

/// The agents, within a unit of work.
#[derive(Debug)]
pub struct Agents<'w>(&'w mut Work);

impl Agents<'_> {
    async fn complete(&mut self, row: Option<AgentRow>) -> Result<Option<Agent>> {
        let Some(row) = row else { return Ok(None) };
        let sites: Vec<(String, String)> = self.0.many(SITES, args![&row.id]).await?;
        let sites = sites.iter().map(site_id).collect::<Result<_>>()?;
        row.with_sites(sites).map(Some)
    }

    /// One agent of the account.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, account: &AccountId, id: &AgentId) -> Result<Option<Agent>> {
        let row = self.0.one(GET, args![account.as_str(), id.as_str()]).await?;
        self.complete(row).await
    }

    /// One agent of the account, held until the unit ends.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get_for_change(&mut self, account: &AccountId, id: &AgentId) -> Result<Option<Agent>> {
        let row = self.0.one(GET_FOR_CHANGE, args![account.as_str(), id.as_str()]).await?;
        self.complete(row).await
    }

    /// The agent with a folded address, in whatever account: the address is what a person signs in with.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_by_email(&mut self, email: &str) -> Result<Option<Agent>> {
        let row = self.0.one(FIND_BY_EMAIL, args![email]).await?;
        self.complete(row).await
    }

    /// Everybody of the account, by name.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list(&mut self, account: &AccountId) -> Result<Vec<Agent>> {
        let rows: Vec<AgentRow> = self.0.many(LIST, args![account.as_str()]).await?;
        let pairs: Vec<(String, String)> = self.0.many(SITES_OF_ACCOUNT, args![account.as_str()]).await?;
        let mut sites: HashMap<String, Vec<SiteId>> = HashMap::new();
        for pair in pairs {
            let site = site_id(&pair)?;
            sites.entry(pair.0).or_default().push(site);
        }
        rows.into_iter()
            .map(|row| {
                let named = sites.remove(&row.id).unwrap_or_default();
                row.with_sites(named)
            })
            .collect()
    }

    /// Adds an agent, without sites and without a second factor; no password means that the agent is invited.
    /// False when the address is taken.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, agent: &Agent, password_hash: Option<&str>) -> Result<bool> {
        let args = args![
            agent.id.as_str(),
            agent.account.as_str(),
            &agent.email,
            &agent.name,
            &agent.nickname,
            &agent.description,
            agent.role.as_str(),
            &agent.language,
            agent.active,
            agent.status.as_str(),
            agent.accepting,
            password_hash,
            agent.created_at.as_ms(),
        ];
        Ok(self.0.run(ADD, args).await? == 1)
    }

    /// Stores what an agent says of itself: names, description, language, status, accepting.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_profile(&mut self, agent: &Agent) -> Result<()> {
        let args = args![
            agent.account.as_str(),
            agent.id.as_str(),
            &agent.name,
            &agent.nickname,
            &agent.description,
            &agent.language,
            agent.status.as_str(),
            agent.accepting,
        ];
        self.0.run(SET_PROFILE, args).await?;
        Ok(())
    }

    /// Stores what others say of an agent: role and active.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_rights(&mut self, agent: &Agent) -> Result<()> {
        self.0.run(SET_RIGHTS, args![agent.account.as_str(), agent.id.as_str(), agent.role.as_str(), agent.active]).await?;
        Ok(())
    }

    /// Replaces the named sites. False, and nothing usable in the unit, when one is not of the account.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_sites(&mut self, account: &AccountId, id: &AgentId, sites: &[SiteId]) -> Result<bool> {
        self.0.run(CLEAR_SITES, args![account.as_str(), id.as_str()]).await?;
        for site in sites {
            if self.0.run(ADD_SITE, args![account.as_str(), id.as_str(), site.as_str()]).await? != 1 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Stores which upload is the picture.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_avatar(&mut self, account: &AccountId, id: &AgentId, avatar: Option<&UploadId>) -> Result<()> {
        self.0.run(SET_AVATAR, args![account.as_str(), id.as_str(), avatar.map(UploadId::as_str)]).await?;
        Ok(())
    }

    /// Stores the moment of a sign-in.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_last_login(&mut self, account: &AccountId, id: &AgentId, now: Timestamp) -> Result<()> {
        self.0.run(SET_LAST_LOGIN, args![account.as_str(), id.as_str(), now.as_ms()]).await?;
        Ok(())
    }

    /// Removes somebody who has not accepted the invitation. False when there is none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_invited(&mut self, account: &AccountId, id: &AgentId) -> Result<bool> {
        Ok(self.0.run(REMOVE_INVITED, args![account.as_str(), id.as_str()]).await? == 1)
    }

    /// How many owners can sign in. Hold the account (`accounts().get_for_change`) before deciding by it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count_owners(&mut self, account: &AccountId) -> Result<i64> {
        let count: Option<(i64,)> = self.0.one(COUNT_OWNERS, args![account.as_str()]).await?;
        count.map(|(count,)| count).ok_or_else(|| StorageError::Inconsistent { table: "agent", column: "count", id: String::new() })
    }

    /// Who says to be at the desk and accepts chats of a site, whether connected or not.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_accepting(&mut self, site: &SiteId) -> Result<Vec<AgentId>> {
        let rows: Vec<(String,)> = self.0.many(LIST_ACCEPTING, args![site.as_str()]).await?;
        rows.into_iter().map(|(id,)| AgentId::parse(&id).stored("agent", "id", &id)).collect()
    }
}
