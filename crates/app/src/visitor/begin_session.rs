//! A visitor opens the box: known by its token, or new.

use entrenous_domain::ids::VisitorId;
use entrenous_domain::site::{ChatKey, Site};
use entrenous_domain::visitor::{Identity, Visitor, page_address, referrer_origin};
use entrenous_domain::{text, visitor::Page};
use entrenous_storage::{StorageError, Work};

use super::prove::{self, ProveError, Proven};
use super::recognise::{Guest, token_hash};
use super::{identify, logout};
use crate::context::Context;
use crate::secret::Token;

/// What the chat box knows when it is opened.
#[derive(Debug, Clone, Default)]
pub struct BeginSession {
    /// The site's public key.
    pub chat_key: String,
    /// The token of an earlier session.
    pub token: Option<String>,
    /// The page's address, title and referrer, as the browser gives them.
    pub page: RawPage,
    /// What the page said.
    pub identity: Identity,
    /// What the site's server signed about who is writing.
    pub proof: Option<String>,
    /// A proof that was refused before: the page means its person, and shows nothing of another one.
    pub refused_proof: Option<String>,
    /// What the server read from the request's head.
    pub browser: Browser,
    /// The origin of the page; `None` when the request names none.
    pub origin: Option<String>,
    /// Whether the page is one of our own, which may always show a box.
    pub is_own_page: bool,
}

/// The page as the browser gives it.
pub type RawPage = super::set_page::SetPage;

/// Browser family and major version, system, and kind of device; nothing finer is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Browser {
    /// Such as `Firefox 140`.
    pub browser: Option<String>,
    /// Such as `Android`.
    pub os: Option<String>,
    /// `desktop`, `phone` or `tablet`.
    pub device: Option<String>,
}

/// The visitor, and the token when it is new.
#[derive(Debug)]
pub struct Begun {
    /// The visitor on its site.
    pub guest: Guest,
    /// Shown once.
    pub token: Option<Token>,
    /// Whether the token that was given belongs to another person: the chat box forgets everything of the session before.
    pub is_reset: bool,
}

/// Why a session cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// No site has this key.
    #[error("no site has this chat key")]
    UnknownSite,
    /// The site does not admit the page's origin.
    #[error("the site does not admit this origin")]
    OriginNotAllowed,
    /// The proof does not count, or is missing.
    #[error("the identity is not proven")]
    Prove(#[from] ProveError),
    /// The database failed.
    #[error("the session could not be stored")]
    Storage(#[from] StorageError),
}

/// Begins or goes on. A token that this server did not issue for this site is replaced, never adopted.
///
/// An address of the identity that cannot be one is left out: it must not keep a visitor from writing.
///
/// The first proof of a visitor changes its token, so that whoever planted or saw the one before sees nothing of what follows,
/// and takes away what was said about it until then, except group and language;
/// a proof of another person ends the session and begins a new one with a new visitor.
///
/// # Errors
/// See [`BeginError`].
pub async fn begin_session(ctx: &Context, cmd: BeginSession) -> Result<Begun, BeginError> {
    let key = ChatKey::parse(&cmd.chat_key).ok_or(BeginError::UnknownSite)?;
    let mut work = ctx.db.unit().await?;
    let site = work.sites().find_by_key(&key).await?.ok_or(BeginError::UnknownSite)?;
    if !site.admits(cmd.origin.as_deref()) && !cmd.is_own_page {
        return Err(BeginError::OriginNotAllowed);
    }
    let proven = prove::check(ctx, &site, &cmd.identity, cmd.proof.as_deref())?;
    let before = find_before(ctx, &mut work, &site, &cmd, proven.as_ref()).await?;
    let is_new = before.visitor.is_none();
    let mut visitor = before.visitor.clone().unwrap_or_else(|| new_visitor(ctx, &site));
    let known = visitor.identity.clone();
    let mut identity = cmd.identity;
    // After this no update can fail: the only field that could is left out, and a proof with a wrong one does not count.
    identity.email = identity.email.filter(|email| text::email(email).is_some());
    let binds = proven.as_ref().and_then(|proven| proven.person.clone()).filter(|person| before.person.as_ref() != Some(person));
    if binds.is_some() {
        // Who was told of before was nobody proven: agents must not take a stranger's address for the person's.
        let Identity { group, language, .. } = visitor.identity;
        visitor.identity = Identity { group, language, ..Identity::default() };
    }
    if let Some(proven) = proven {
        prove::use_up(&mut work, &site, &proven).await?;
        // Twice, because of variables with the same id: what is signed wins in the end.
        let _taken = visitor.identity.update(proven.identity.clone());
        let _taken = visitor.identity.update(identity.beside(&visitor.identity));
        let _taken = visitor.identity.update(proven.identity);
    } else if before.person.is_some() {
        let _taken = visitor.identity.update(identity.beside(&visitor.identity));
    } else {
        let _taken = visitor.identity.update(identity);
    }
    take_page(&mut visitor.page, &cmd.page);
    visitor.browser = cmd.browser.browser.or(visitor.browser);
    visitor.os = cmd.browser.os.or(visitor.os);
    visitor.device = cmd.browser.device.or(visitor.device);
    visitor.last_seen_at = ctx.now();
    let token = (is_new || binds.is_some()).then(|| Token::new(ctx));
    let hash = token.as_ref().map(|token| token_hash(ctx, token.reveal()));
    let is_reset = before.ended.is_some();
    let change = Change { visitor: &visitor, known: &known, is_new, hash, person: binds, ended: before.ended.as_ref() };
    let is_plain = cmd.proof.is_none() && !is_reset;
    match (keep(ctx, work, change).await, before.visitor) {
        // A known visitor reads what was said although nothing new can be noted.
        (Err(StorageError::Full), Some(visitor)) if is_plain => Ok(Begun { guest: Guest { visitor, site }, token: None, is_reset }),
        (Err(error), _) => Err(error.into()),
        (Ok(()), _) => Ok(Begun { guest: Guest { visitor, site }, token, is_reset }),
    }
}

/// What the token leads to.
#[derive(Default)]
struct Before {
    /// The visitor with whom the session goes on.
    visitor: Option<Visitor>,
    /// Who it is, as far as a proof said so.
    person: Option<Vec<u8>>,
    /// The visitor whose session is over, because the page means another person.
    ended: Option<Visitor>,
}

async fn find_before(
    ctx: &Context,
    work: &mut Work,
    site: &Site,
    cmd: &BeginSession,
    proven: Option<&Proven>,
) -> Result<Before, StorageError> {
    let Some(token) = &cmd.token else { return Ok(Before::default()) };
    // Two tabs begin at once: the second one sees what the first one wrote, or that the token has died.
    let found = work.visitors().find_by_token_for_change(&token_hash(ctx, token)).await?.filter(|visitor| visitor.site == site.id);
    let Some(visitor) = found else { return Ok(Before::default()) };
    let person = work.visitors().person(&site.id, &visitor.id).await?;
    let meant = match (proven, &cmd.refused_proof) {
        (Some(proven), _) => proven.person.clone(),
        // Whom an unreadable proof means nobody knows; it is nobody whom we know.
        (None, Some(refused)) => Some(prove::person_meant(ctx, site, refused).unwrap_or_default()),
        (None, None) => None,
    };
    if meant.is_some() && person.is_some() && meant != person {
        return Ok(Before { ended: Some(visitor), ..Before::default() });
    }
    Ok(Before { visitor: Some(visitor), person, ended: None })
}

/// What a session writes.
struct Change<'a> {
    visitor: &'a Visitor,
    /// What was known of it before.
    known: &'a Identity,
    is_new: bool,
    /// The hash of the new token, when there is one.
    hash: Option<Vec<u8>>,
    /// The person that it is from now on.
    person: Option<Vec<u8>>,
    /// The visitor whose token dies.
    ended: Option<&'a Visitor>,
}

async fn keep(ctx: &Context, mut work: Work, change: Change<'_>) -> Result<(), StorageError> {
    let Change { visitor, known, is_new, hash, person, ended } = change;
    match &hash {
        Some(hash) if is_new => work.visitors().add(visitor, hash).await?,
        Some(hash) => work.visitors().set_token(&visitor.site, &visitor.id, hash).await?,
        None => {}
    }
    if let Some(person) = &person {
        work.visitors().set_person(&visitor.site, &visitor.id, person).await?;
        // Whoever sat here before may have asked for this conversation: the person's words are not for them.
        work.transcript_requests().void(&visitor.site, &visitor.id).await?;
    }
    if let Some(ended) = ended {
        logout::end(ctx, &mut work, ended).await?;
    }
    if is_new {
        work.save().await?;
    } else if visitor.identity != *known {
        // Agents who have the conversation in front of them learn who it is, as after `identify`.
        identify::store(ctx, work, visitor, known).await?;
    } else {
        work.visitors().set(visitor).await?;
        work.save().await?;
    }
    let is_renewed = hash.is_some() && !is_new;
    // Whoever else holds the token of before is shown out.
    for gone in ended.into_iter().chain(is_renewed.then_some(visitor)) {
        logout::tell_gone(ctx, &gone.id);
    }
    Ok(())
}

fn new_visitor(ctx: &Context, site: &Site) -> Visitor {
    Visitor {
        id: ctx.new_id(VisitorId::new),
        site: site.id.clone(),
        identity: Identity::default(),
        browser: None,
        os: None,
        device: None,
        page: Page::default(),
        created_at: ctx.now(),
        last_seen_at: ctx.now(),
    }
}

/// Takes over a page's address and title without query and fragment, and the first referrer's origin.
pub(crate) fn take_page(page: &mut Page, raw: &RawPage) {
    let Some(url) = raw.url.as_deref().and_then(page_address) else { return };
    page.url = Some(url);
    page.title = raw.title.as_deref().map(|title| text::line(title, 200)).filter(|title| !title.is_empty());
    page.platform = raw.platform.as_deref().map(|platform| text::line(platform, 100)).filter(|platform| !platform.is_empty());
    page.referrer = page.referrer.take().or_else(|| raw.referrer.as_deref().and_then(referrer_origin));
}
