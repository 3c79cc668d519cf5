//! The first account, with its owner and its first site.

use entrenous_domain::account::{Account, Agent, PasswordError, Role, Status, check_password};
use entrenous_domain::chat_box::ChatBox;
use entrenous_domain::consent::SitePrivacy;
use entrenous_domain::ids::{AccountId, AgentId, SiteId};
use entrenous_domain::site::{ChatKey, Site, TrackingMode};
use entrenous_domain::site_identity::SiteIdentity;
use entrenous_domain::text;
use entrenous_storage::{StorageError, Work};

use crate::consent::begin_ledger;
use crate::context::Context;
use crate::password::HashError;
use crate::texts::Language;

/// Who makes an account, and for which website.
#[derive(Clone)]
pub struct CreateAccount {
    /// 1 to 80 characters.
    pub account_name: String,
    /// The owner's full name, 1 to 120 characters.
    pub name: String,
    /// The owner's address.
    pub email: String,
    /// The owner's password.
    pub password: String,
    /// The first site's name, 1 to 80 characters.
    pub site_name: String,
    /// The language of the owner and of the site.
    pub language: Language,
}

/// What was made.
#[derive(Debug, Clone)]
pub struct Created {
    /// The account.
    pub account: Account,
    /// Its owner.
    pub owner: Agent,
    /// Its first site.
    pub site: Site,
}

/// Why there is no account.
#[derive(Debug, thiserror::Error)]
pub enum CreateAccountError {
    /// There is one already.
    #[error("the set-up is closed")]
    SetupClosed,
    /// A name is empty; the field's name.
    #[error("{0} is empty")]
    NameEmpty(&'static str),
    /// The address cannot be one.
    #[error("this is not an e-mail address")]
    Email,
    /// The password is refused.
    #[error("the password was refused")]
    Password(PasswordError),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database failed.
    #[error("the account could not be stored")]
    Storage(#[from] StorageError),
}

/// A command whose parts were checked, with the password hashed.
pub(super) struct Ready {
    account_name: String,
    name: String,
    email: String,
    site_name: String,
    language: Language,
    hash: String,
}

/// Makes the first account. Only one call ever succeeds in an installation.
///
/// # Errors
/// See [`CreateAccountError`].
pub async fn create_account(ctx: &Context, cmd: CreateAccount) -> Result<Created, CreateAccountError> {
    let ready = ready(ctx, cmd).await?;
    let mut work = ctx.db.unit().await?;
    let created = add_account(ctx, &mut work, ready).await?;
    work.save().await?;
    Ok(created)
}

/// Checks a command and hashes its password; before the unit, because hashing is slow.
pub(super) async fn ready(ctx: &Context, cmd: CreateAccount) -> Result<Ready, CreateAccountError> {
    let named = |field: &'static str, raw: &str, max: usize| {
        let clean = text::line(raw, max);
        if clean.is_empty() { Err(CreateAccountError::NameEmpty(field)) } else { Ok(clean) }
    };
    let account_name = named("account_name", &cmd.account_name, 80)?;
    let name = named("name", &cmd.name, 120)?;
    let site_name = named("site_name", &cmd.site_name, 80)?;
    let email = text::email(&cmd.email).ok_or(CreateAccountError::Email)?;
    check_password(&cmd.password, &email).map_err(CreateAccountError::Password)?;
    let hash = ctx.passwords.hash(&cmd.password, ctx.random()).await?;
    Ok(Ready { account_name, name, email, site_name, language: cmd.language, hash })
}

/// Adds everything to the unit; of two units that race, one gets `SetupClosed`.
pub(super) async fn add_account(ctx: &Context, work: &mut Work, ready: Ready) -> Result<Created, CreateAccountError> {
    let now = ctx.now();
    if !work.accounts().close_setup(now).await? {
        return Err(CreateAccountError::SetupClosed);
    }
    let account = Account { id: ctx.new_id(AccountId::new), name: ready.account_name, created_at: now };
    work.accounts().add(&account).await?;
    let owner = Agent {
        id: ctx.new_id(AgentId::new),
        account: account.id.clone(),
        email: ready.email,
        nickname: crate::agent::nickname_of(&ready.name),
        name: ready.name,
        description: String::new(),
        role: Role::Owner,
        language: ready.language.code().to_owned(),
        active: true,
        invited: false,
        status: Status::Online,
        accepting: true,
        avatar: None,
        second_factor: false,
        sites: Vec::new(),
        created_at: now,
        last_login_at: None,
    };
    if !work.agents().add(&owner, Some(&ready.hash)).await? {
        // There is no agent before the first account.
        return Err(CreateAccountError::SetupClosed);
    }
    let site = Site {
        id: ctx.new_id(SiteId::new),
        account: account.id.clone(),
        chat_key: ChatKey::new(ctx.random()),
        name: ready.site_name,
        language: ready.language.code().to_owned(),
        tracking_mode: TrackingMode::WithConsent,
        allowed_origins: Vec::new(),
        chat_box: ChatBox::standard().as_json().to_owned(),
        privacy: SitePrivacy::standard(),
        identity: SiteIdentity::default(),
        event_number: 0,
        seen_at: None,
        seen_origin: None,
        created_at: now,
    };
    work.sites().add(&site).await?;
    begin_ledger(&ctx.keys, work, &site.id).await?;
    Ok(Created { account, owner, site })
}
