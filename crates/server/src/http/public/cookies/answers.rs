//! `GET /api/sites/{chat_key}/cookies`, `GET /privacy/{chat_key}/cookies` and `…/cookies/table`.
//!
//! All three show the same list, for everybody, in the language of `?lang=en|fr` or else of the browser.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, VARY,
};
use axum::response::{IntoResponse, Response};
use entrenous_app::privacy::{SitePolicy, get_cookie_policy};
use entrenous_app::texts::Language;
use serde::Deserialize;

use super::{page as html, words};
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{PathId, Reply, Search};
use crate::http::language;
use crate::state::AppState;

/// The query of the three addresses: any names, of which `lang` has a language code.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct LanguageQuery(Vec<(String, String)>);

impl LanguageQuery {
    /// What we do not speak counts as absent, so that a site can hand on its own; of several the first that we do counts.
    fn language(&self, headers: &HeaderMap) -> Language {
        let mut asked = self.0.iter().filter(|(name, _)| name == "lang");
        asked.find_map(|(_, code)| Language::parse(code)).unwrap_or_else(|| language::of(headers))
    }
}

/// The list for programs.
pub async fn json(
    State(state): State<AppState>,
    headers: HeaderMap,
    PathId(key): PathId<String>,
    Search(query): Search<LanguageQuery>,
) -> ApiResult<Response> {
    let language = query.language(&headers);
    let found = get_cookie_policy(&state.ctx, &key).await?;
    Ok(kept(Reply(words::policy(&found, language, &address(&state, &found))), language))
}

/// The list for people.
pub async fn page(
    State(state): State<AppState>,
    headers: HeaderMap,
    PathId(key): PathId<String>,
    Search(query): Search<LanguageQuery>,
) -> ApiResult<Response> {
    let language = query.language(&headers);
    let found = get_cookie_policy(&state.ctx, &key).await?;
    let policy = words::policy(&found, language, &address(&state, &found));
    let page = html::whole(&policy, language, &words::privacy_url(&found.site)?, state.ctx.now());
    let mut response = kept(as_html(page), language);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_str(&html::content_policy()).map_err(ApiError::internal)?);
    Ok(response)
}

/// The list as a bare table, for the site's own policy.
pub async fn table(
    State(state): State<AppState>,
    headers: HeaderMap,
    PathId(key): PathId<String>,
    Search(query): Search<LanguageQuery>,
) -> ApiResult<Response> {
    let language = query.language(&headers);
    let found = get_cookie_policy(&state.ctx, &key).await?;
    let policy = words::policy(&found, language, &address(&state, &found));
    let mut response = kept(as_html(html::table(&policy, language)), language);
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    Ok(response)
}

/// The address of the page, whichever of the three was asked.
fn address(state: &AppState, found: &SitePolicy) -> String {
    format!("{}/privacy/{}/cookies", state.house.public_origin, found.site.chat_key.as_str())
}

fn as_html(text: String) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], text).into_response()
}

/// For five minutes in caches: a change of settings shows soon, and a site's own policy may be read by many.
fn kept(answer: impl IntoResponse, language: Language) -> Response {
    let mut response = answer.into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.code()));
    headers.insert(VARY, HeaderValue::from_static("accept-language"));
    response
}
