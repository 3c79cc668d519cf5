//! `serve --demo`: an account with a site, two agents and a few conversations, to try everything on.
//!
//! Nothing has a default password: at each start the two agents get new ones, which are printed.

use entrenous_app::account::{CreateAccount, CreateAccountError, create_account};
use entrenous_app::agent::{CreateAgent, CreateAgentError, create_agent};
use entrenous_app::texts::Language;
use entrenous_app::{Context, account};
use entrenous_domain::account::{Agent, Role};
use entrenous_domain::ids::AccountId;
use entrenous_domain::site::Site;
use entrenous_storage::StorageError;

use super::demo_content;
use crate::boot::BootError;

/// The demo's owner.
const OWNER: &str = "camille@demo.example";
/// The demo's second agent.
const COLLEAGUE: &str = "luc@demo.example";
/// Easy to read aloud and to type: no letters that look alike.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What `serve` prints of the demo.
#[derive(Debug)]
pub struct Demo {
    /// The site's public key, for the shop.
    pub chat_key: String,
    /// Who can sign in.
    pub agents: Vec<SignIn>,
}

/// A way to sign in.
#[derive(Debug)]
pub struct SignIn {
    /// The address.
    pub email: String,
    /// Made at this start.
    pub password: String,
}

/// Makes the demo, or gives an earlier one new passwords.
///
/// # Errors
/// `Demo` when the installation has other accounts; otherwise those of the database.
pub async fn prepare(ctx: &Context) -> Result<Demo, BootError> {
    let passwords = [password(ctx), password(ctx)];
    let site = if account::is_setup_open(ctx).await? { make(ctx, &passwords).await? } else { renew(ctx, &passwords).await? };
    let [owner, colleague] = passwords;
    Ok(Demo {
        chat_key: site.chat_key.as_str().to_owned(),
        agents: vec![SignIn { email: OWNER.to_owned(), password: owner }, SignIn { email: COLLEAGUE.to_owned(), password: colleague }],
    })
}

/// Four groups of four characters: 80 bits of chance.
fn password(ctx: &Context) -> String {
    let characters = ctx.random::<16>().map(|byte| ALPHABET.get(usize::from(byte % 32)).copied().unwrap_or(b'a'));
    characters.chunks(4).map(|group| group.iter().copied().map(char::from).collect::<String>()).collect::<Vec<_>>().join("-")
}

async fn make(ctx: &Context, passwords: &[String; 2]) -> Result<Site, BootError> {
    let created = create_account(
        ctx,
        CreateAccount {
            account_name: "Atelier Brume".to_owned(),
            name: "Camille Durand".to_owned(),
            email: OWNER.to_owned(),
            password: passwords[0].clone(),
            site_name: "Atelier Brume".to_owned(),
            language: Language::En,
        },
    )
    .await
    .map_err(|error| match error {
        CreateAccountError::Storage(error) => BootError::Storage(error),
        other => BootError::Demo(other.to_string()),
    })?;
    let colleague = create_agent(
        ctx,
        &created.account.id,
        CreateAgent {
            email: COLLEAGUE.to_owned(),
            name: "Luc Martin".to_owned(),
            description: "Orders".to_owned(),
            role: Role::Agent,
            language: Language::En,
            password: passwords[1].clone(),
            sites: vec![created.site.id.clone()],
        },
    )
    .await
    .map_err(|error| match error {
        CreateAgentError::Storage(error) => BootError::Storage(error),
        other => BootError::Demo(other.to_string()),
    })?;
    let failed = |error: demo_content::ContentError| BootError::Demo(error.to_string());
    demo_content::fill(ctx, &created.site, &created.owner, &colleague).await.map_err(failed)?;
    Ok(created.site)
}

async fn renew(ctx: &Context, passwords: &[String; 2]) -> Result<Site, BootError> {
    let [owner, colleague] = passwords;
    let found = set_password(ctx, OWNER, owner).await?;
    let Some(agent) = found else {
        return Err(BootError::Demo("the data folder holds another installation; choose an empty one with --data-dir".to_owned()));
    };
    // The colleague may have been deactivated or removed while somebody tried things out.
    let _perhaps = set_password(ctx, COLLEAGUE, colleague).await?;
    first_site(ctx, &agent.account).await?.ok_or_else(|| BootError::Demo("the demo account has no site any more".to_owned()))
}

async fn set_password(ctx: &Context, email: &str, password: &str) -> Result<Option<Agent>, BootError> {
    let hash = ctx.passwords.hash(password, ctx.random()).await.map_err(|error| BootError::Demo(error.to_string()))?;
    let mut work = ctx.db.unit().await?;
    let Some(agent) = work.agents().find_by_email(email).await? else { return Ok(None) };
    work.credentials().set_password(&agent.account, &agent.id, &hash).await?;
    work.save().await?;
    Ok(Some(agent))
}

async fn first_site(ctx: &Context, account: &AccountId) -> Result<Option<Site>, StorageError> {
    let mut sites = ctx.db.view().await?.sites().list(account).await?;
    sites.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(sites.into_iter().next())
}
