//! `GET /loader.js`: what every page loads. With `?key=<chat key>` the site's settings come along, so that a page asks once.

use std::io::Write as _;

use axum::extract::State;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, HeaderValue, IF_NONE_MATCH, ORIGIN, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::settings::{self, SETTINGS_LIVE};
use crate::http::assets;
use crate::http::error::ApiResult;
use crate::http::extract::Search;
use crate::state::AppState;

/// What the address may say; whatever else stands there is nobody's business.
#[derive(Deserialize)]
pub struct Asked {
    key: Option<String>,
}

/// Answers the loader, alone where the settings are not to be had: it asks for them itself then, and tells the page why it may not.
pub async fn loader(State(state): State<AppState>, headers: HeaderMap, asked: ApiResult<Search<Asked>>) -> Response {
    let key = asked.ok().and_then(|Search(asked)| asked.key);
    match with_settings(&state, &headers, key).await {
        Some(both) => both,
        None => assets::loader(&headers),
    }
}

/// `None` without a key, for a page that may not have the settings, and for one that does not say where it is:
/// a browser names the origin where the tag has `crossorigin`.
async fn with_settings(state: &AppState, headers: &HeaderMap, key: Option<String>) -> Option<Response> {
    let key = key?;
    let origin = headers.get(ORIGIN)?.to_str().ok()?;
    let settings = settings::find(state, &key, Some(origin)).await.ok()?;
    let settings = serde_json::to_string(&settings).ok()?;
    let code = together(&key, &settings, &assets::loader_code()?);
    Some(written(headers, code.as_bytes()))
}

/// One script: the loader, and around it a `fetch` that has one answer in its pocket, once.
///
/// The key was found, so it is hexadecimal; JSON is an expression of the language since ES2019.
/// The block keeps both names from the page.
fn together(key: &str, settings: &str, loader: &str) -> String {
    format!(
        "{{let known={settings};const fetch=(url,how)=>{{if(known&&url.endsWith(\"/api/sites/{key}/settings\")){{\
         const body=known;known=0;return Promise.resolve({{ok:true,json:()=>body}})}}return window.fetch(url,how)}};{loader}}}"
    )
}

fn written(asked: &HeaderMap, code: &[u8]) -> Response {
    let hash: String = Sha256::digest(code).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    // Weak, for it names the text in whichever encoding.
    let etag = format!("W/\"{hash}\"");
    let is_known = asked.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let takes_gzip =
        asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|accepted| assets::takes(accepted, "gzip"));
    let zipped = if takes_gzip && !is_known { gzip(code) } else { None };
    let is_zipped = zipped.is_some();
    let mut response =
        if is_known { StatusCode::NOT_MODIFIED.into_response() } else { zipped.unwrap_or_else(|| code.to_vec()).into_response() };
    let headers = response.headers_mut();
    assets::describe(headers, "loader.js", SETTINGS_LIVE);
    headers.append(VARY, HeaderValue::from_static("origin"));
    if is_zipped {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if let Ok(value) = HeaderValue::from_str(&etag) {
        headers.insert(ETAG, value);
    }
    assets::shared(response)
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;
    use http_body_util::BodyExt as _;

    use super::*;

    async fn body(response: Response) -> Vec<u8> {
        response.into_body().collect().await.unwrap().to_bytes().to_vec()
    }

    fn asking(name: axum::http::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn the_settings_stand_around_the_loader_for_the_one_address_they_answer() {
        let code = together("ab12", r#"{"v":1}"#, "!function(){}();");
        assert!(code.starts_with(r#"{let known={"v":1};"#), "{code}");
        assert!(code.contains(r#"url.endsWith("/api/sites/ab12/settings")"#), "{code}");
        assert!(code.ends_with("!function(){}();}"), "{code}");
    }

    #[tokio::test]
    async fn it_is_zipped_for_who_takes_it_and_not_sent_again_to_who_has_it() {
        let code = "let a;".repeat(500);
        let plain = written(&HeaderMap::new(), code.as_bytes());
        assert!(plain.headers().get(CONTENT_ENCODING).is_none());
        let vary: Vec<_> = plain.headers().get_all(VARY).iter().collect();
        assert_eq!(vary, ["accept-encoding", "origin"]);
        let etag = plain.headers()[ETAG].to_str().unwrap().to_owned();
        assert_eq!(body(plain).await, code.as_bytes());

        let zipped = written(&asking(ACCEPT_ENCODING, "br, gzip;q=0.8"), code.as_bytes());
        assert_eq!(zipped.headers()[CONTENT_ENCODING], "gzip");
        assert_eq!(zipped.headers()[ETAG], etag.as_str());
        let mut text = String::new();
        GzDecoder::new(body(zipped).await.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(text, code);

        let known = written(&asking(IF_NONE_MATCH, &etag), code.as_bytes());
        assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
        assert!(body(known).await.is_empty());
        assert_eq!(written(&asking(IF_NONE_MATCH, &etag), b"other").status(), StatusCode::OK);
    }
}
