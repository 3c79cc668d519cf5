//! An agent with a password from the start: the demo's people, and tests.

use entrenous_domain::account::{Agent, PasswordError, Role, Status, check_password};
use entrenous_domain::ids::{AccountId, AgentId, SiteId};
use entrenous_domain::text;
use entrenous_storage::StorageError;

use crate::context::Context;
use crate::password::HashError;
use crate::texts::Language;

/// Who is added.
#[derive(Clone)]
pub struct CreateAgent {
    /// The address.
    pub email: String,
    /// The full name.
    pub name: String,
    /// A line such as "Orders"; may be empty.
    pub description: String,
    /// What the agent may do.
    pub role: Role,
    /// The dashboard's language.
    pub language: Language,
    /// The password.
    pub password: String,
    /// The named sites, of this account.
    pub sites: Vec<SiteId>,
}

/// Why nobody was added.
#[derive(Debug, thiserror::Error)]
pub enum CreateAgentError {
    /// The address cannot be one.
    #[error("this is not an e-mail address")]
    Email,
    /// The address is in use.
    #[error("the address is in use")]
    EmailTaken,
    /// A site is not of this account.
    #[error("a site is not of this account")]
    UnknownSite,
    /// The password is refused.
    #[error("the password was refused")]
    Password(PasswordError),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database failed.
    #[error("the agent could not be stored")]
    Storage(#[from] StorageError),
}

/// Adds an agent who can sign in at once. Only for code that speaks for the account itself.
///
/// # Errors
/// See [`CreateAgentError`].
pub async fn create_agent(ctx: &Context, account: &AccountId, cmd: CreateAgent) -> Result<Agent, CreateAgentError> {
    let email = text::email(&cmd.email).ok_or(CreateAgentError::Email)?;
    check_password(&cmd.password, &email).map_err(CreateAgentError::Password)?;
    let hash = ctx.passwords.hash(&cmd.password, ctx.random()).await?;
    let mut agent = new_agent(ctx, account, email, &cmd.name, cmd.role, cmd.language);
    agent.description = text::line(&cmd.description, 120);
    agent.invited = false;
    agent.sites.clone_from(&cmd.sites);
    let mut work = ctx.db.unit().await?;
    if !work.agents().add(&agent, Some(&hash)).await? {
        return Err(CreateAgentError::EmailTaken);
    }
    if !work.agents().set_sites(account, &agent.id, &cmd.sites).await? {
        return Err(CreateAgentError::UnknownSite);
    }
    work.save().await?;
    Ok(agent)
}

/// A new agent, invited and without sites.
pub(super) fn new_agent(ctx: &Context, account: &AccountId, email: String, name: &str, role: Role, language: Language) -> Agent {
    let name = text::line(name, 120);
    Agent {
        id: ctx.new_id(AgentId::new),
        account: account.clone(),
        nickname: nickname_of(if name.is_empty() { email.split('@').next().unwrap_or_default() } else { &name }),
        email,
        name,
        description: String::new(),
        role,
        language: language.code().to_owned(),
        active: true,
        invited: true,
        status: Status::Online,
        accepting: true,
        avatar: None,
        second_factor: false,
        sites: Vec::new(),
        created_at: ctx.now(),
        last_login_at: None,
    }
}

/// What visitors see at first: the first word of the name. The agent may change it.
pub fn nickname_of(name: &str) -> String {
    text::line(name.split_whitespace().next().unwrap_or_default(), 60)
}
