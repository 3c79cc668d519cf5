//! The account's websites.

use axum::extract::State;
use entrenous_app::site::{self, ChangeSite, CreateSite, SiteView, install_code};
use entrenous_domain::chat_box::{ChatBox, ChatBoxParts};
use entrenous_domain::consent;
use entrenous_domain::ids::SiteId;
use entrenous_domain::text;
use entrenous_protocol::consent::SitePrivacy;
use entrenous_protocol::site::{ChatBoxSettings, ContactFormWhen, SeenPageOut, SeenPagesOut, SiteIn, SiteListOut, SiteOut, SitePatch};

use super::{groups, identity_keys};
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, PathId, Reply, Signed};
use crate::state::AppState;

/// The sites that the agent works on, by name.
pub async fn list(State(state): State<AppState>, Signed(actor): Signed) -> ApiResult<Reply<SiteListOut>> {
    let sites = site::list_sites(&state.ctx, &actor).await?;
    let sites = sites.into_iter().map(|view| written(&state, view)).collect::<ApiResult<_>>()?;
    Ok(Reply(SiteListOut { sites }))
}

/// One site.
pub async fn get(State(state): State<AppState>, Signed(actor): Signed, PathId(id): PathId<SiteId>) -> ApiResult<Reply<SiteOut>> {
    Ok(Reply(written(&state, site::get_site(&state.ctx, &actor, &id).await?)?))
}

/// Adds a site.
pub async fn create(State(state): State<AppState>, Signed(actor): Signed, Body(body): Body<SiteIn>) -> ApiResult<Reply<SiteOut>> {
    let cmd = CreateSite { name: body.name, language: body.language, allowed_domains: body.allowed_domains };
    Ok(Reply(written(&state, site::create_site(&state.ctx, &actor, cmd).await?)?))
}

/// Changes a site's settings.
pub async fn change(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<SiteId>,
    Body(body): Body<SitePatch>,
) -> ApiResult<Reply<SiteOut>> {
    let cmd = ChangeSite {
        name: body.name,
        language: body.language,
        tracking_mode: body.tracking_mode.map(Into::into),
        allowed_domains: body.allowed_domains,
        chat_box: body.chat_box.map(checked).transpose()?,
        privacy: body.privacy.map(allowed).transpose()?,
        identity_required: body.identity_required,
    };
    Ok(Reply(written(&state, site::change_site(&state.ctx, &actor, &id, cmd).await?)?))
}

/// Gives a site another public key.
pub async fn renew_chat_key(State(state): State<AppState>, Signed(actor): Signed, PathId(id): PathId<SiteId>) -> ApiResult<Reply<SiteOut>> {
    Ok(Reply(written(&state, site::renew_chat_key(&state.ctx, &actor, &id).await?)?))
}

/// Which pages asked for the chat box lately.
pub async fn pages(State(state): State<AppState>, Signed(actor): Signed, PathId(id): PathId<SiteId>) -> ApiResult<Reply<SeenPagesOut>> {
    let pages = site::list_seen_pages(&state.ctx, &actor, &id).await?;
    let pages = pages.into_iter().map(|page| SeenPageOut {
        origin: page.origin,
        seen_at: page.seen_at.map(|at| at.as_ms()),
        refused_at: page.refused_at.map(|at| at.as_ms()),
    });
    Ok(Reply(SeenPagesOut { now: state.ctx.now().as_ms(), pages: pages.collect() }))
}

/// Cleans look and texts, and has the rules look at them.
fn checked(mut settings: ChatBoxSettings) -> ApiResult<ChatBox> {
    settings.color = settings.color.trim().to_ascii_lowercase();
    settings.privacy_url = settings.privacy_url.trim().to_owned();
    // Too long must be refused, not cut, so lines are cleaned with room to spare.
    for texts in settings.texts.values_mut() {
        texts.greeting_title = text::line(&texts.greeting_title, 2_000);
        texts.greeting_text = text::line(&texts.greeting_text, 2_000);
        texts.offline_text = text::line(&texts.offline_text, 2_000);
        texts.notice_text = text::message_text(&texts.notice_text);
        texts.form_text = text::line(&texts.form_text, 2_000);
    }
    // A tick below nothing would agree to nothing.
    settings.notice_tick_required &= settings.show_notice;
    let form = settings.contact_form;
    let asks = form.name || form.email || form.phone || form.group;
    let json = serde_json::to_string(&settings).map_err(ApiError::internal)?;
    let of_language = settings.texts.iter().flat_map(|(language, texts)| {
        [
            (language.as_str(), "greeting_title", texts.greeting_title.as_str(), 80),
            (language.as_str(), "greeting_text", texts.greeting_text.as_str(), 200),
            (language.as_str(), "offline_text", texts.offline_text.as_str(), 200),
            (language.as_str(), "notice_text", texts.notice_text.as_str(), 1_000),
            (language.as_str(), "form_text", texts.form_text.as_str(), 200),
        ]
    });
    let parts = ChatBoxParts {
        color: &settings.color,
        privacy_url: &settings.privacy_url,
        has_empty_form: form.when != ContactFormWhen::Never && !asks,
        texts: of_language.collect(),
    };
    Ok(ChatBox::check(&parts, json)?)
}

fn allowed(privacy: SitePrivacy) -> ApiResult<consent::SitePrivacy> {
    privacy.try_into().map_err(|consent::RecordingAbsent| ApiError::field("privacy.recording", "error.recording_absent"))
}

fn written(state: &AppState, view: SiteView) -> ApiResult<SiteOut> {
    let SiteView { site, groups } = view;
    Ok(SiteOut {
        id: site.id.to_string(),
        chat_key: site.chat_key.as_str().to_owned(),
        install_code: install_code(&state.ctx.settings.public_url, &site.chat_key),
        name: site.name,
        language: site.language,
        tracking_mode: site.tracking_mode.into(),
        allowed_domains: site.allowed_origins.iter().map(|origin| origin.as_str().to_owned()).collect(),
        chat_box: serde_json::from_str(&site.chat_box).map_err(ApiError::internal)?,
        privacy: site.privacy.into(),
        identity: identity_keys::written(&site.identity),
        seen_at: site.seen_at.map(|at| at.as_ms()),
        seen_origin: site.seen_origin,
        groups: groups.iter().map(groups::written).collect(),
        created_at: site.created_at.as_ms(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_look_of_a_new_site_is_one_that_the_protocol_reads_and_the_rules_allow() {
        let settings: ChatBoxSettings = serde_json::from_str(ChatBox::standard().as_json()).unwrap();
        assert_eq!(checked(settings).unwrap(), ChatBox::standard());
    }
}
