//! A visitor opens the box: known by its token, or new.

use entrenous_domain::ids::VisitorId;
use entrenous_domain::site::{ChatKey, Site};
use entrenous_domain::visitor::{Identity, Visitor, page_address, referrer_origin};
use entrenous_domain::{text, visitor::Page};
use entrenous_storage::{StorageError, Work};

use super::identify::{note_change, tell_noted};
use super::recognise::{Guest, token_hash};
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
    /// What the server read from the request's head.
    pub browser: Browser,
    /// The origin of the page; `None` when the request names none.
    pub origin: Option<String>,
    /// Whether the page is one of our own, which may always show a box.
    pub is_own_page: bool,
}

/// Address, title and referrer as the browser gives them.
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
    /// The database failed.
    #[error("the session could not be stored")]
    Storage(#[from] StorageError),
}

/// Begins or goes on. A token that this server did not issue for this site is replaced, never adopted.
///
/// An address of the identity that cannot be one is left out: it must not keep a visitor from writing.
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
    let known = match &cmd.token {
        Some(token) => work.visitors().find_by_token(&token_hash(ctx, token)).await?.filter(|visitor| visitor.site == site.id),
        None => None,
    };
    let before = known.clone();
    let mut visitor = known.unwrap_or_else(|| new_visitor(ctx, &site));
    let mut identity = cmd.identity;
    identity.email = identity.email.filter(|email| text::email(email).is_some());
    // It cannot fail: the only field that can was just left out.
    let _taken = visitor.identity.update(identity);
    take_page(&mut visitor.page, &cmd.page);
    visitor.browser = cmd.browser.browser.or(visitor.browser);
    visitor.os = cmd.browser.os.or(visitor.os);
    visitor.device = cmd.browser.device.or(visitor.device);
    visitor.last_seen_at = ctx.now();
    let token = before.is_none().then(|| Token::new(ctx));
    match (keep(ctx, work, &visitor, before.as_ref(), token.as_ref()).await, before) {
        // A known visitor reads what was said although nothing new can be noted.
        (Err(StorageError::Full), Some(visitor)) => Ok(Begun { guest: Guest { visitor, site }, token: None }),
        (Err(error), _) => Err(error.into()),
        (Ok(()), _) => Ok(Begun { guest: Guest { visitor, site }, token }),
    }
}

/// Agents see at once what a known visitor is called now, as after `identify`.
async fn keep(
    ctx: &Context,
    mut work: Work,
    visitor: &Visitor,
    before: Option<&Visitor>,
    token: Option<&Token>,
) -> Result<(), StorageError> {
    match token {
        Some(token) => work.visitors().add(visitor, &token_hash(ctx, token.reveal())).await?,
        None => work.visitors().set(visitor).await?,
    }
    let mut noted = Vec::new();
    if let Some(before) = before.filter(|before| before.identity != visitor.identity) {
        let open = work.conversations().find_open_for_change(&visitor.site, &visitor.id).await?;
        noted = note_change(ctx, &mut work, &before.identity, visitor, open).await?;
    }
    work.save().await?;
    tell_noted(ctx, noted, visitor);
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
    page.referrer = page.referrer.take().or_else(|| raw.referrer.as_deref().and_then(referrer_origin));
}
