//! From a token to the visitor it belongs to.

use entrenous_domain::site::Site;
use entrenous_domain::visitor::Visitor;
use entrenous_storage::StorageError;

use crate::context::Context;

/// A visitor who has proven itself, on its site.
#[derive(Debug, Clone)]
pub struct Guest {
    /// Who.
    pub visitor: Visitor,
    /// Where.
    pub site: Site,
}

/// What the database keeps of a visitor token.
pub fn token_hash(ctx: &Context, token: &str) -> Vec<u8> {
    ctx.keys.hash("visitor", token)
}

/// The visitor whose token this is; `None` for everything that was not issued here.
///
/// # Errors
/// Those of the database.
pub async fn recognise(ctx: &Context, token: &str) -> Result<Option<Guest>, StorageError> {
    let mut view = ctx.db.view().await?;
    let Some(visitor) = view.visitors().find_by_token(&token_hash(ctx, token)).await? else { return Ok(None) };
    let site = view.sites().find_by_id(&visitor.site).await?;
    Ok(site.map(|site| Guest { visitor, site }))
}
