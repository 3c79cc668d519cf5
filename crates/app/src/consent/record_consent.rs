//! A browser tells what was shown, answered or taken back.

use entrenous_domain::consent::{
    ANSWER_LIFE_MS, Answer, ChainHead, ConsentEvent, ConsentMethod, ConsentSource, Digest, Entry, GpcState, PurposeSet, Relayed, Standing,
    SubjectHash, TextUsed, granted,
};
use entrenous_domain::ids::ConsentEntryId;
use entrenous_domain::site::Site;
use entrenous_storage::Work;

use super::door::{ConsentError, Door, RECORD, RECORD_BY_SUBJECT, enter, is_random_id, subject_hash};
use super::scope::{Scopes, issue};
use super::{chain, gate, text};
use crate::context::Context;

/// The event.
#[derive(Debug, Clone)]
pub struct RecordConsent {
    /// What the browser calls it: 22 to 64 characters, another one for each event.
    pub client_id: String,
    /// The random id that the browser keeps with its answer.
    pub subject: String,
    /// What happened.
    pub event: ConsentEvent,
    /// Who says so.
    pub source: ConsentSource,
    /// Yes or no for every purpose.
    pub choices: PurposeSet,
    /// Version and language of the texts that were shown.
    pub text: Option<(u32, String)>,
    /// The entry that says what was shown before.
    pub shown: Option<ConsentEntryId>,
    /// By which act.
    pub method: ConsentMethod,
    /// What became of the refusal signal.
    pub gpc: GpcState,
    /// What a manager says about it.
    pub evidence: Option<Relayed>,
}

/// The entry, and tokens for what it grants.
#[derive(Debug)]
pub struct Recorded {
    /// The entry.
    pub entry: Entry,
    /// Tokens; none when nothing is granted, or when a newer answer counts.
    pub scopes: Scopes,
}

/// Adds the event to the site's ledger, and forgets what its answer does not allow any more.
/// An event that was told before is answered as before.
///
/// # Errors
/// See [`ConsentError`].
pub async fn record_consent(ctx: &Context, door: &Door, cmd: RecordConsent) -> Result<Recorded, ConsentError> {
    ctx.throttle.take(ctx.now(), &[(RECORD, door.peer), (RECORD_BY_SUBJECT, ctx.rate_key(&cmd.subject))])?;
    if !is_random_id(&cmd.client_id, 22, 64) {
        return Err(ConsentError::Field("client_id"));
    }
    let used = cmd.text.as_ref().map(|(version, language)| text::find(*version, language).ok_or(ConsentError::UnknownText)).transpose()?;
    let mut work = ctx.db.unit().await?;
    let site = enter(&mut work, door).await?;
    let subject = subject_hash(ctx, &site.id, &cmd.subject).ok_or(ConsentError::Field("subject"))?;
    let head = chain::hold(&ctx.keys, &mut work, &site.id).await?;
    let told = work.consent_entries().find_by_client(&site.id, &subject, &cmd.client_id).await?;
    let entry = match told {
        Some(told) if is_same(&told, &cmd, signal(door, cmd.gpc)) => told,
        Some(_) => return Err(ConsentError::Repeated),
        None => {
            let gpc = signal(door, cmd.gpc);
            add(ctx, &mut work, &site, &head, subject, used, RecordConsent { gpc, ..cmd }).await?
        }
    };
    let newest = work.consent_entries().find_decision(&site.id, &subject).await?;
    work.save().await?;
    let standing = newest.map(|newest| Standing::new(&site.privacy, &newest, ctx.now()));
    let scopes = standing.map(|standing| issue(ctx, &entry, &standing)).unwrap_or_default();
    Ok(Recorded { entry, scopes })
}

/// Whether a repetition says what was said the first time.
fn is_same(told: &Entry, cmd: &RecordConsent, gpc: GpcState) -> bool {
    (told.event, &told.source, told.choices, told.method, told.gpc) == (cmd.event, &cmd.source, cmd.choices, cmd.method, gpc)
}

/// The browser's signal; a header speaks also where the page did not hear it.
fn signal(door: &Door, heard: GpcState) -> GpcState {
    if door.has_signal && heard == GpcState::None { GpcState::Applied } else { heard }
}

async fn add(
    ctx: &Context,
    work: &mut Work,
    site: &Site,
    head: &ChainHead,
    subject: SubjectHash,
    used: Option<TextUsed>,
    cmd: RecordConsent,
) -> Result<Entry, ConsentError> {
    let now = ctx.now();
    let before = work.consent_entries().find_decision(&site.id, &subject).await?;
    let before = before.map_or(PurposeSet::NONE, |entry| Standing::new(&site.privacy, &entry, now).live());
    let granted = granted(&site.privacy, Answer { event: cmd.event, gpc: cmd.gpc, choices: cmd.choices }, before);
    let entry = Entry {
        id: ctx.new_id(ConsentEntryId::new),
        site: site.id.clone(),
        position: head.length.saturating_add(1),
        prev: head.leaf,
        event: cmd.event,
        at: now,
        subject,
        client_id: cmd.client_id,
        source: cmd.source,
        gpc: cmd.gpc,
        evidence: cmd.evidence.map(|relayed| relayed.seal(|id| record_hash(ctx, site, id))).filter(|evidence| !evidence.is_empty()),
        shown: what_was_shown(work, site, &subject, cmd.shown).await?,
        text: used,
        choices: cmd.choices,
        granted,
        method: cmd.method,
        expires_at: now.plus_ms(ANSWER_LIFE_MS),
        salt: ctx.random(),
    };
    if let Some((used, wording)) = entry.text.as_ref().and_then(|used| Some((used, text::wording(used)?))) {
        work.consent_texts().add(used, &wording, now).await?;
    }
    chain::append(ctx, work, head, &entry).await?;
    if entry.event != ConsentEvent::Shown {
        gate::forget(work, &site.id, &subject, granted).await?;
    }
    Ok(entry)
}

/// What stands for a manager's id of its record: another hash on every site.
fn record_hash(ctx: &Context, site: &Site, id: &str) -> Digest {
    ctx.keys.sign_ledger("evidence", &[site.id.as_str().as_bytes(), b"\0", id.as_bytes()])
}

/// The entry that the browser names, if it says what this browser was shown.
///
/// Another one is left out instead of refused: a refusal or withdrawal must never fail for a reason like that.
async fn what_was_shown(
    work: &mut Work,
    site: &Site,
    subject: &SubjectHash,
    named: Option<ConsentEntryId>,
) -> Result<Option<ConsentEntryId>, ConsentError> {
    let Some(id) = named else { return Ok(None) };
    let found = work.consent_entries().get(&site.id, &id).await?;
    Ok(found.filter(|entry| entry.event == ConsentEvent::Shown && entry.subject == *subject).map(|entry| entry.id))
}
