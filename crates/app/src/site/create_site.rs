//! One more website.

use entrenous_domain::account::Actor;
use entrenous_domain::chat_box::ChatBox;
use entrenous_domain::consent::SitePrivacy;
use entrenous_domain::ids::SiteId;
use entrenous_domain::language::language_code;
use entrenous_domain::site::{AllowedOrigin, ChatKey, Site, TrackingMode};
use entrenous_domain::site_identity::SiteIdentity;
use entrenous_domain::text;

use super::get_site::{SiteError, SiteView};
use crate::consent::begin_ledger;
use crate::context::Context;

/// As many sites as an account may have: lists of them are read at once.
const MAX_SITES: i64 = 500;

/// The new site.
#[derive(Debug, Clone)]
pub struct CreateSite {
    /// 1 to 80 characters.
    pub name: String,
    /// A language code.
    pub language: String,
    /// Origins that may show the chat box; empty: every origin.
    pub allowed_domains: Vec<String>,
}

/// Adds a site with a new chat key and the product's own look.
///
/// # Errors
/// See [`SiteError`].
pub async fn create_site(ctx: &Context, actor: &Actor, cmd: CreateSite) -> Result<SiteView, SiteError> {
    let account = actor.administer_account().map_err(|_| SiteError::Forbidden)?.into_thing();
    let site = Site {
        id: ctx.new_id(SiteId::new),
        account,
        chat_key: ChatKey::new(ctx.random()),
        name: name(&cmd.name)?,
        language: language_code(&cmd.language).ok_or(SiteError::Language)?,
        tracking_mode: TrackingMode::WithConsent,
        allowed_origins: origins(&cmd.allowed_domains)?,
        chat_box: ChatBox::standard().as_json().to_owned(),
        privacy: SitePrivacy::standard(),
        identity: SiteIdentity::default(),
        event_number: 0,
        seen_at: None,
        seen_origin: None,
        created_at: ctx.now(),
    };
    let mut work = ctx.db.unit().await?;
    if work.sites().count(&site.account).await? >= MAX_SITES {
        return Err(SiteError::TooManySites);
    }
    work.sites().add(&site).await?;
    begin_ledger(&ctx.keys, &mut work, &site.id).await?;
    work.save().await?;
    Ok(SiteView { site, groups: Vec::new() })
}

pub(super) fn name(raw: &str) -> Result<String, SiteError> {
    let clean = text::line(raw, 81);
    if clean.is_empty() || clean.chars().count() > 80 { Err(SiteError::Name) } else { Ok(clean) }
}

/// Reads the list of domains; the same origin typed twice counts once. The order stays.
pub(super) fn origins(typed: &[String]) -> Result<Vec<AllowedOrigin>, SiteError> {
    if typed.len() > 100 {
        return Err(SiteError::TooManyDomains);
    }
    let mut origins: Vec<AllowedOrigin> = Vec::new();
    for text in typed {
        let origin = AllowedOrigin::parse(text).ok_or_else(|| SiteError::Domain(text::line(text, 80)))?;
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    Ok(origins)
}
