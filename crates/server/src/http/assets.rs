//! The browser's side: loader, chat box, dashboard and demo shop, out of the binary.
//!
//! A debug build reads the folders at run time. A build without `web/dist` serves a page that says how to make it.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName,
    HeaderValue, IF_NONE_MATCH, LOCATION, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::error::ApiError;
use super::router::{Identity, Route, route};
use crate::state::AppState;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Web;

#[derive(RustEmbed)]
#[folder = "../../demo"]
#[allow_missing = true]
struct Demo;

/// Names with a hash of their content never change.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// The loader's name stays while its content changes.
const FIVE_MINUTES: &str = "public, max-age=300";

/// The dashboard runs only what this server sent, talks only to it, and stands in no frame.
const DASHBOARD_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; \
    connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    object-src 'none'; require-trusted-types-for 'script'";

/// The demo shop is as strict as a careful shop's page: the chat box must work under it.
const DEMO_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; \
    base-uri 'none'; frame-ancestors 'self'; object-src 'none'; require-trusted-types-for 'script'";

/// The routes of this file.
pub fn routes() -> Vec<Route> {
    use Identity::Public;
    vec![
        route("GET", "/", Public, home),
        route("GET", "/widget/{*file}", Public, widget),
        route("GET", "/app", Public, dashboard),
        route("GET", "/app/", Public, dashboard),
        route("GET", "/app/{*path}", Public, dashboard),
        route("GET", "/demo", Public, demo),
        route("GET", "/demo/", Public, demo),
        route("GET", "/demo/{*path}", Public, demo),
    ]
}

/// Path of the chat box's module on this server.
pub fn box_path() -> String {
    entry_path("box").unwrap_or_else(|| "/".to_owned())
}

/// Path of the greeting's module on this server.
pub fn greeting_path() -> String {
    entry_path("greeting").unwrap_or_else(|| "/".to_owned())
}

/// Path of the consent module on this server; `None` when it is not in this binary.
pub fn consent_path() -> Option<String> {
    entry_path("consent")
}

fn entry_path(entry: &str) -> Option<String> {
    let manifest: serde_json::Value = serde_json::from_slice(&Web::get("manifest.json")?.data).ok()?;
    manifest.get(entry)?.as_str().map(|named| format!("/{named}"))
}

/// Whether the browser's side is in this binary.
pub fn is_built() -> bool {
    Web::get("loader.js").is_some() && Web::get("app/index.html").is_some()
}

async fn home() -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, HeaderValue::from_static("/app/"))]).into_response()
}

/// The loader as a file.
pub fn loader(headers: &HeaderMap) -> Response {
    shared(serve_web("loader.js", headers, FIVE_MINUTES))
}

/// The loader's text; `None` when it is not in this binary.
pub fn loader_code() -> Option<String> {
    String::from_utf8(Web::get("loader.js")?.data.into_owned()).ok()
}

async fn widget(request: Request) -> Response {
    let name = request.uri().path().trim_start_matches('/').to_owned();
    shared(serve_web(&name, request.headers(), FOR_EVER))
}

/// Files of the dashboard; every other address below `/app` is a place inside it.
async fn dashboard(request: Request) -> Response {
    let path = request.uri().path();
    if path == "/app" {
        return (StatusCode::SEE_OTHER, [(LOCATION, HeaderValue::from_static("/app/"))]).into_response();
    }
    if path.starts_with("/app/assets/") {
        return serve_web(path.trim_start_matches('/'), request.headers(), FOR_EVER);
    }
    if Web::get("app/index.html").is_none() {
        return not_built();
    }
    with_policy(serve_web("app/index.html", request.headers(), "no-cache"), DASHBOARD_POLICY)
}

/// The demo shop; its page names the demo site's chat key.
async fn demo(State(state): State<AppState>, request: Request) -> Response {
    let Some(key) = state.house.demo_key.as_deref() else { return ApiError::not_found().into_response() };
    let path = request.uri().path();
    if path == "/demo" {
        return (StatusCode::SEE_OTHER, [(LOCATION, HeaderValue::from_static("/demo/"))]).into_response();
    }
    let name = path.trim_start_matches("/demo/");
    let name = if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name.to_owned() };
    let Some(file) = Demo::get(&name) else { return ApiError::not_found().into_response() };
    let is_text = matches!(name.rsplit_once('.').map(|(_, ending)| ending), Some("html" | "js"));
    let body = if is_text { String::from_utf8_lossy(&file.data).replace("{{CHAT_KEY}}", key).into_bytes() } else { file.data.into_owned() };
    let headers = [(CONTENT_TYPE, HeaderValue::from_static(media_type(&name))), (CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
    with_policy((headers, body).into_response(), DEMO_POLICY)
}

fn with_policy(mut response: Response, policy: &'static str) -> Response {
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

/// Pages of other hosts load these.
pub fn shared(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    response
}

/// A file in the best encoding that the browser takes; 304 when the browser has it.
fn serve_web(name: &str, asked: &HeaderMap, cache: &'static str) -> Response {
    let accepted = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let encoded = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| takes(accepted, encoding))
        .find_map(|(encoding, ending)| Web::get(&format!("{name}.{ending}")).map(|file| (file, Some(encoding))));
    let Some((file, encoding)) = encoded.or_else(|| Web::get(name).map(|file| (file, None))) else {
        return if is_built() { ApiError::not_found().into_response() } else { not_built() };
    };
    let etag = etag(&file);
    let is_known = asked.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let mut response = if is_known { StatusCode::NOT_MODIFIED.into_response() } else { file.data.into_owned().into_response() };
    let headers = response.headers_mut();
    describe(headers, name, cache);
    if let Ok(value) = HeaderValue::from_str(&etag) {
        headers.insert(ETAG, value);
    }
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Whether a value of `accept-encoding` names the encoding.
pub fn takes(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|one| one.split(';').next().unwrap_or_default().trim() == encoding)
}

/// What a file is, how long it is good for, and that there are several encodings of it.
pub fn describe(headers: &mut HeaderMap, name: &str, cache: &'static str) {
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
}

fn etag(file: &EmbeddedFile) -> String {
    let hash: String = file.metadata.sha256_hash().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hash}\"")
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json" | "webmanifest") => "application/json",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("ico") => "image/x-icon",
        _ => "application/octet-stream",
    }
}

/// For whoever built the binary by hand; never part of a release.
fn not_built() -> Response {
    let text = "This binary was built without its browser side. Run `cargo xtask serve` (or `cargo xtask web`, then build again).\n";
    (StatusCode::SERVICE_UNAVAILABLE, [(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))], text).into_response()
}
