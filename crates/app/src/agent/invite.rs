//! Somebody is asked to join the account.

use std::collections::BTreeSet;

use entrenous_domain::account::{Actor, Agent, Role};
use entrenous_domain::ids::{AgentId, SiteId};
use entrenous_domain::text;
use entrenous_storage::{StorageError, Work};

use super::create_agent::new_agent;
use super::tell::tell_agent;
use crate::account::{Letter, SendMail};
use crate::context::Context;
use crate::job::add_job;
use crate::texts::Language;
use crate::throttle::{Limit, Limited};

/// Invitations from one account, refused ones too: a team at once, and no trying out of addresses.
const PER_ACCOUNT: Limit = Limit { name: "invitations", burst: 50, refill_ms: 60_000 };
/// Mails with an invitation to one address: no flood in somebody's letter box.
const PER_EMAIL: Limit = Limit { name: "invitation_mail", burst: 3, refill_ms: 10 * 60_000 };

/// Whom to invite.
#[derive(Debug, Clone)]
pub struct Invite {
    /// The address.
    pub email: String,
    /// The full name, 1 to 120 characters.
    pub name: String,
    /// What the agent may do.
    pub role: Role,
    /// The sites; they count for the role agent only.
    pub sites: Vec<SiteId>,
}

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// The actor manages no people, or not such strong ones.
    #[error("the actor may not invite")]
    Forbidden,
    /// The account has no such agent, or it has accepted already.
    #[error("the account has no such invited agent")]
    NotFound,
    /// The name is empty.
    #[error("the name is empty")]
    NameEmpty,
    /// The address cannot be one.
    #[error("this is not an e-mail address")]
    Email,
    /// The address is in use.
    #[error("the address is in use")]
    EmailTaken,
    /// A site is not of this account.
    #[error("a site is not of this account")]
    UnknownSite,
    /// Too many mails.
    #[error("too many invitations")]
    RateLimited(Limited),
    /// The database failed.
    #[error("the invitation could not be stored")]
    Storage(#[from] StorageError),
}

/// Adds somebody without a password and sends the link that sets one.
///
/// # Errors
/// See [`InviteError`].
pub async fn invite(ctx: &Context, actor: &Actor, cmd: Invite) -> Result<Agent, InviteError> {
    actor.administer_account().map_err(|_| InviteError::Forbidden)?;
    if !actor.role().may_manage(cmd.role) {
        return Err(InviteError::Forbidden);
    }
    let email = text::email(&cmd.email).ok_or(InviteError::Email)?;
    let name = text::line(&cmd.name, 120);
    if name.is_empty() {
        return Err(InviteError::NameEmpty);
    }
    let sites: Vec<SiteId> = match cmd.role {
        Role::Agent => cmd.sites.into_iter().collect::<BTreeSet<_>>().into_iter().collect(),
        Role::Admin | Role::Owner => Vec::new(),
    };
    limit(ctx, PER_ACCOUNT, actor.account().as_str())?;
    let mut work = ctx.db.unit().await?;
    let inviter = work.agents().get(actor.account(), actor.agent()).await?.ok_or(InviteError::Forbidden)?;
    // The colleague's language is the best guess until the invited person chooses.
    let language = Language::parse(&inviter.language).unwrap_or(Language::En);
    let mut agent = new_agent(ctx, actor.account(), email, &name, cmd.role, language);
    agent.sites.clone_from(&sites);
    if !work.agents().add(&agent, None).await? {
        return Err(InviteError::EmailTaken);
    }
    if !work.agents().set_sites(actor.account(), &agent.id, &sites).await? {
        return Err(InviteError::UnknownSite);
    }
    limit(ctx, PER_EMAIL, &agent.email)?;
    add_mail(ctx, &mut work, &agent, &inviter).await?;
    work.save().await?;
    tell_agent(ctx, actor.account(), &agent.id).await;
    Ok(agent)
}

/// Sends the link again; earlier links go on working until they expire or one of them is used.
///
/// # Errors
/// See [`InviteError`].
pub async fn send_invitation_again(ctx: &Context, actor: &Actor, id: &AgentId) -> Result<(), InviteError> {
    actor.administer_account().map_err(|_| InviteError::Forbidden)?;
    let mut work = ctx.db.unit().await?;
    let agent = work.agents().get(actor.account(), id).await?.ok_or(InviteError::NotFound)?;
    if !actor.role().may_manage(agent.role) {
        return Err(InviteError::Forbidden);
    }
    if !agent.invited || !agent.active {
        return Err(InviteError::NotFound);
    }
    limit(ctx, PER_ACCOUNT, actor.account().as_str())?;
    limit(ctx, PER_EMAIL, &agent.email)?;
    let inviter = work.agents().get(actor.account(), actor.agent()).await?.ok_or(InviteError::Forbidden)?;
    add_mail(ctx, &mut work, &agent, &inviter).await?;
    work.save().await?;
    Ok(())
}

fn limit(ctx: &Context, limit: Limit, whose: &str) -> Result<(), InviteError> {
    ctx.throttle.take(ctx.now(), &[(limit, ctx.rate_key(whose))]).map_err(InviteError::RateLimited)
}

async fn add_mail(ctx: &Context, work: &mut Work, agent: &Agent, inviter: &Agent) -> Result<(), StorageError> {
    let letter = Letter::Invitation { account: agent.account.to_string(), agent: agent.id.to_string(), by: inviter.name.clone() };
    add_job(ctx, work, &SendMail { letter }).await
}
