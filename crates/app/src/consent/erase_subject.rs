//! Erasing what the ledger knows of a browser, so that the chain still holds.

use entrenous_domain::account::Actor;
use entrenous_domain::consent::{PurposeSet, SubjectHash};
use entrenous_domain::ids::{ConsentEntryId, SiteId};
use entrenous_domain::time::Timestamp;
use entrenous_storage::{Db, Work};

use super::door::{ConsentError, hash_of_subject};
use super::{chain, gate};
use crate::context::Context;
use crate::privacy::empty_log_later;
use crate::secret::Keys;

/// What leads to a browser's records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trace {
    /// An entry of the ledger, as a receipt names it.
    Entry(ConsentEntryId),
    /// The random id that the browser keeps with its answer.
    Subject(String),
}

impl Trace {
    /// Reads what a person brings: the number of a receipt, or the browser's id.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        ConsentEntryId::parse(text).map_or_else(|_| Self::Subject(text.to_owned()), Self::Entry)
    }
}

/// Deletes every record and salt of the browser with this random id, and what was kept with its answers; the leaves stay and say
/// nothing. Answers how many records went.
///
/// # Errors
/// `Field("subject")` when it is no such id; those of the ledger and the database.
pub async fn erase_subject(ctx: &Context, site: &SiteId, subject: &str) -> Result<usize, ConsentError> {
    erase_while_serving(ctx, site, &Trace::Subject(subject.to_owned())).await
}

/// The same for an owner or admin of the site, who got the receipt or the id from the person.
///
/// # Errors
/// `UnknownSite` for a site that the actor may not know of, `NotManaged` for one that it only works on; others see `erase_while_serving`.
pub async fn erase_for_person(ctx: &Context, actor: &Actor, site: &SiteId, trace: &Trace) -> Result<usize, ConsentError> {
    let found = ctx.db.view().await?.sites().get(actor.account(), site).await?.ok_or(ConsentError::UnknownSite)?;
    let proof = actor.administer_site(&found.account, &found.id).ok_or(ConsentError::UnknownSite)?;
    let proof = proof.map_err(|_| ConsentError::NotManaged)?;
    let erased = erase_while_serving(ctx, proof.thing(), trace).await?;
    tracing::info!(site = %site, agent = %actor.agent(), n_records = erased, "records of a consent ledger were erased");
    Ok(erased)
}

/// Erases in a running server, where others read meanwhile: a job empties the database's log.
///
/// # Errors
/// As for [`erase_trace`].
pub(super) async fn erase_while_serving(ctx: &Context, site: &SiteId, trace: &Trace) -> Result<usize, ConsentError> {
    let mut work = ctx.db.unit().await?;
    let erased = erase_in(&mut work, &ctx.keys, ctx.now(), site, trace).await?;
    empty_log_later(ctx, &mut work).await?;
    work.save().await?;
    Ok(erased)
}

/// Erases without a server, as the command does: the right is the installation's key. Nothing of it is left in the database's log.
///
/// # Errors
/// `Field("subject")` when the trace is no id, `UnknownEntry` when no record has it (any more); those of the ledger and the database.
pub async fn erase_trace(db: &Db, keys: &Keys, now: Timestamp, site: &SiteId, trace: &Trace) -> Result<usize, ConsentError> {
    let mut work = db.unit().await?;
    let erased = erase_in(&mut work, keys, now, site, trace).await?;
    work.save().await?;
    db.truncate_log().await?;
    Ok(erased)
}

async fn erase_in(work: &mut Work, keys: &Keys, now: Timestamp, site: &SiteId, trace: &Trace) -> Result<usize, ConsentError> {
    let _held = chain::hold(keys, work, site).await?;
    let subject = match trace {
        Trace::Subject(text) => hash_of_subject(keys, site, text).ok_or(ConsentError::Field("subject"))?,
        Trace::Entry(id) => work.consent_entries().get(site, id).await?.ok_or(ConsentError::UnknownEntry)?.subject,
    };
    erase(work, keys, now, site, &subject).await
}

async fn erase(work: &mut Work, keys: &Keys, now: Timestamp, site: &SiteId, subject: &SubjectHash) -> Result<usize, ConsentError> {
    let places = work.consent_entries().erase(site, subject).await?;
    chain::set_erased(work, keys, now, site, &places).await?;
    gate::forget(work, site, subject, PurposeSet::NONE).await?;
    Ok(places.len())
}
