//! The settings of a website.

use entrenous_domain::account::Actor;
use entrenous_domain::chat_box::ChatBox;
use entrenous_domain::consent::SitePrivacy;
use entrenous_domain::ids::SiteId;
use entrenous_domain::language::language_code;
use entrenous_domain::site::TrackingMode;

use super::create_site::{name, origins};
use super::get_site::{SiteError, SiteView, get_managed};
use super::tell::tell_admission;
use crate::context::Context;

/// What to change; `None` leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct ChangeSite {
    /// 1 to 80 characters.
    pub name: Option<String>,
    /// A language code.
    pub language: Option<String>,
    /// When something may be stored.
    pub tracking_mode: Option<TrackingMode>,
    /// Origins that may show the chat box.
    pub allowed_domains: Option<Vec<String>>,
    /// Look and texts, as a whole.
    pub chat_box: Option<ChatBox>,
    /// What it does that needs a consent, as a whole.
    pub privacy: Option<SitePrivacy>,
    /// Whether the page's words about who is writing count only with a proof.
    pub identity_required: Option<bool>,
}

/// Changes a site that the actor manages.
///
/// # Errors
/// See [`SiteError`].
pub async fn change_site(ctx: &Context, actor: &Actor, id: &SiteId, cmd: ChangeSite) -> Result<SiteView, SiteError> {
    let mut work = ctx.db.unit().await?;
    let (mut site, proof) = get_managed(&mut work, actor, id).await?;
    if let Some(raw) = &cmd.name {
        site.name = name(raw)?;
    }
    if let Some(raw) = &cmd.language {
        site.language = language_code(raw).ok_or(SiteError::Language)?;
    }
    let admitted_before = site.allowed_origins.clone();
    if let Some(typed) = &cmd.allowed_domains {
        site.allowed_origins = origins(typed)?;
    }
    if let Some(chat_box) = &cmd.chat_box {
        chat_box.as_json().clone_into(&mut site.chat_box);
    }
    site.privacy = cmd.privacy.unwrap_or(site.privacy);
    site.tracking_mode = cmd.tracking_mode.unwrap_or(site.tracking_mode);
    work.sites().set_settings(&site).await?;
    let required_before = site.identity.required();
    if let Some(required) = cmd.identity_required {
        site.identity.set_required(required).map_err(|_| SiteError::NoIdentityKey)?;
        work.sites().set_identity(&site).await?;
    }
    let groups = work.groups().list(proof.thing()).await?;
    work.save().await?;
    if site.identity.required() != required_before {
        tracing::info!(site = %site.id, agent = %actor.agent(), required = !required_before, "whether identities must be proven was changed");
    }
    if site.allowed_origins != admitted_before {
        tell_admission(ctx, &site.id);
    }
    Ok(SiteView { site, groups })
}
