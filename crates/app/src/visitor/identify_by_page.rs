//! The page says who is writing, with a proof or without.

use entrenous_domain::visitor::{Identity, Visitor};

use super::identify::{IdentifyError, store};
use super::logout::{end, tell_gone};
use super::prove::{ProveError, check, must_be_fresh, use_up};
use super::recognise::Guest;
use crate::context::Context;

/// Why an identity is not taken.
#[derive(Debug, thiserror::Error)]
pub enum IdentifyByPageError {
    /// As for the visitor's own words.
    #[error("the identity is not taken")]
    Identify(#[from] IdentifyError),
    /// The proof does not count, or is missing.
    #[error("the identity is not proven")]
    Prove(#[from] ProveError),
    /// The proof names somebody else: the session of the person before is over, and a new one begins with the proof.
    #[error("somebody else is writing from now on")]
    SomebodyElse,
    /// The proof is the first of this visitor. Its token must change with it, so the session begins again with the proof.
    #[error("the session must begin again with this proof")]
    BeginAgain,
}

/// Stores what is new; agents see it at once. Signed words win over unsigned ones. Answers the visitor as it is now.
///
/// # Errors
/// See [`IdentifyByPageError`]. With all but `SomebodyElse` nothing is written, and the proof is used up only when all went well.
pub async fn identify_by_page(ctx: &Context, guest: &Guest, said: Identity, proof: Option<&str>) -> Result<Visitor, IdentifyByPageError> {
    let mut work = ctx.db.unit().await.map_err(IdentifyError::from)?;
    // The site as it is now: the one that a socket knows may be hours old.
    let site = work.sites().find_by_id(&guest.site.id).await.map_err(IdentifyError::from)?.ok_or(IdentifyError::Gone)?;
    let proven = check(ctx, &site, &said, proof)?;
    let found = work.visitors().get_for_change(&site.id, &guest.visitor.id).await.map_err(IdentifyError::from)?;
    let mut visitor = found.ok_or(IdentifyError::Gone)?;
    let before = visitor.identity.clone();
    let person = work.visitors().person(&site.id, &visitor.id).await.map_err(IdentifyError::from)?;
    let Some(proven) = proven else {
        let said = if person.is_some() { said.beside(&before) } else { said };
        visitor.identity.update(said).map_err(IdentifyError::Refused)?;
        if visitor.identity != before {
            store(ctx, work, &visitor, &before).await.map_err(IdentifyError::from)?;
        }
        return Ok(visitor);
    };
    if proven.person.is_some() && proven.person != person {
        must_be_fresh(&mut work, &site, &proven).await?;
        if person.is_none() {
            return Err(IdentifyByPageError::BeginAgain);
        }
        end(ctx, &mut work, &visitor).await.map_err(IdentifyError::from)?;
        work.save().await.map_err(IdentifyError::from)?;
        tell_gone(ctx, &visitor.id);
        return Err(IdentifyByPageError::SomebodyElse);
    }
    use_up(&mut work, &site, &proven).await?;
    let said = if person.is_some() { said.beside(&before) } else { said };
    visitor.identity.update(said).map_err(IdentifyError::Refused)?;
    visitor.identity.update(proven.identity).map_err(IdentifyError::Refused)?;
    store(ctx, work, &visitor, &before).await.map_err(IdentifyError::from)?;
    Ok(visitor)
}
