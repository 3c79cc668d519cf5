//! `GET /api/sites/{chat_key}/settings`: what the loader asks for, once for each page.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, HeaderValue, ORIGIN};
use axum::response::{IntoResponse, Response};
use entrenous_app::consent::TEXT_VERSION;
use entrenous_app::visitor::loader_settings;
use entrenous_domain::consent::SitePrivacy;
use entrenous_protocol::availability::Availability;
use entrenous_protocol::consent::LoaderConsentOut;
use entrenous_protocol::site::{ChatBoxSettings, LoaderSettingsOut};

use crate::http::assets;
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{PathId, Reply};
use crate::state::AppState;

use super::launcher_words;

/// The version of the answer's shape.
const VERSION: u32 = 1;

/// For how long a page may take them for true.
pub const SETTINGS_LIVE: &str = "public, max-age=60";

/// Answers the settings. No visitor is known here and none is made.
pub async fn settings(State(state): State<AppState>, headers: HeaderMap, PathId(key): PathId<String>) -> ApiResult<Response> {
    let origin = headers.get(ORIGIN).and_then(|value| value.to_str().ok());
    let found = find(&state, &key, origin).await?;
    Ok(([(CACHE_CONTROL, HeaderValue::from_static(SETTINGS_LIVE))], Reply(found)).into_response())
}

/// The settings for a page of the origin.
pub async fn find(state: &AppState, key: &str, origin: Option<&str>) -> ApiResult<LoaderSettingsOut> {
    let found = loader_settings(&state.ctx, key, origin, state.is_own(origin)).await?;
    let chat_box: ChatBoxSettings = serde_json::from_str(&found.site.chat_box).map_err(ApiError::internal)?;
    Ok(LoaderSettingsOut {
        v: VERSION,
        name: found.site.name,
        language: found.site.language,
        tracking_mode: found.site.tracking_mode.into(),
        availability: if found.is_online { Availability::Online } else { Availability::Offline },
        chat_box,
        box_url: assets::box_path(),
        greeting_url: assets::greeting_path(),
        consent: assets::consent_path().and_then(|url| asked(&found.site.privacy, url)),
        launcher: launcher_words::all(),
    })
}

/// What the consent module at `url` needs; nothing for a site that does nothing that needs a consent.
fn asked(privacy: &SitePrivacy, url: String) -> Option<LoaderConsentOut> {
    let purposes: Vec<_> = privacy.uses().iter().map(Into::into).collect();
    (!purposes.is_empty()).then(|| LoaderConsentOut {
        purposes,
        shows_bar: privacy.shows_bar(),
        gpc: privacy.gpc().into(),
        text_version: TEXT_VERSION,
        url,
    })
}

#[cfg(test)]
mod tests {
    use entrenous_domain::consent::{GpcRule, PurposeSet};
    use entrenous_protocol::consent::Purpose;

    use super::*;

    #[test]
    fn only_a_site_that_needs_a_consent_has_the_module_loaded() {
        assert_eq!(asked(&SitePrivacy::standard(), "/c.js".to_owned()), None);
        let both = PurposeSet { statistics: true, recording: false, marketing: true };
        let privacy = SitePrivacy::check(both, false, GpcRule::Overridable).unwrap();
        let told = asked(&privacy, "/c.js".to_owned()).unwrap();
        assert_eq!((told.purposes.as_slice(), told.shows_bar), ([Purpose::Statistics, Purpose::Marketing].as_slice(), false));
        assert_eq!((told.text_version, told.url.as_str()), (TEXT_VERSION, "/c.js"));
    }
}
