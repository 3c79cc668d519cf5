//! The link that makes the first account.

use entrenous_storage::{NewOneTimeToken, Purpose, StorageError};

use crate::context::Context;
use crate::secret::Token;

/// How long the link works: 7 days. Each start makes a new one.
const LIFE_MS: i64 = 7 * 24 * 60 * 60_000;

/// The address to open in a browser, to be shown to whoever started the server; `None` when an account exists.
///
/// Earlier links stop working, so only what this process printed last can be used.
///
/// # Errors
/// Those of the database.
pub async fn open_setup(ctx: &Context) -> Result<Option<String>, StorageError> {
    let mut work = ctx.db.unit().await?;
    if work.accounts().is_set_up().await? {
        return Ok(None);
    }
    let token = Token::new(ctx);
    let now = ctx.now();
    work.one_time_tokens().remove_all(Purpose::Setup).await?;
    let hash = ctx.keys.hash(Purpose::Setup.as_str(), token.reveal());
    let new = NewOneTimeToken { hash: &hash, purpose: Purpose::Setup, holder: None, created_at: now, expires_at: now.plus_ms(LIFE_MS) };
    work.one_time_tokens().add(&new).await?;
    work.save().await?;
    Ok(Some(format!("{}/app/setup?token={}", ctx.settings.public_url, token.reveal())))
}

/// Whether the first account is still to be made.
///
/// # Errors
/// Those of the database.
pub async fn is_setup_open(ctx: &Context) -> Result<bool, StorageError> {
    Ok(!ctx.db.view().await?.accounts().is_set_up().await?)
}
