//! `GET /transcript?token=…`: a page with a button for each conversation that was asked for; `POST` of an address that also names
//! the conversation sends it.
//!
//! Looking changes nothing, because mail scanners open every link. Nobody is signed in here: the link proves the address.

use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, REFERRER_POLICY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use entrenous_app::markup::Markup;
use entrenous_app::texts::{Language, text};
use entrenous_app::transcript::{ConfirmError, FollowedLink, OpenWish, confirm_transcript, open_transcript};
use serde::Deserialize;

use super::cookies::{STYLE, STYLE_HASH};
use crate::http::agent::Asker;
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Peer, Search};
use crate::http::language;
use crate::state::AppState;

/// The query of the link.
#[derive(Debug, Deserialize)]
pub struct LinkQuery {
    token: String,
    /// Which conversation; only when a button was pressed.
    conversation: Option<String>,
}

/// Asks which conversation shall be sent, if any.
pub async fn open(
    State(state): State<AppState>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Search(query): Search<LinkQuery>,
) -> ApiResult<Response> {
    match open_transcript(&state.ctx, &query.token, peer).await {
        Ok(wishes) => {
            let newest = wishes.first();
            let language = newest.map_or(Language::En, |wish| wish.language);
            let is_one = wishes.len() == 1;
            let key = if is_one { "transcript.ask" } else { "transcript.choose" };
            // Wishes of several sites are told apart by their buttons.
            let site = newest.filter(|_| is_one).map_or("", |wish| wish.site_name.as_str());
            page(StatusCode::OK, language, site, key, &buttons(language, key, &query.token, &wishes))
        }
        Err(error) => refused(error, &headers),
    }
}

/// Sends the conversation.
pub async fn confirm(
    State(state): State<AppState>,
    asker: Asker,
    headers: HeaderMap,
    Search(query): Search<LinkQuery>,
) -> ApiResult<Response> {
    match confirm_transcript(&state.ctx, &query.token, query.conversation.as_deref().unwrap_or_default(), asker.peer).await {
        Ok(FollowedLink { language, site }) => page(StatusCode::OK, language, &site, "transcript.sent", &[]),
        Err(error) => refused(error, &headers),
    }
}

fn refused(error: ConfirmError, headers: &HeaderMap) -> ApiResult<Response> {
    match error {
        // Of which site an unknown link was, nobody knows.
        ConfirmError::LinkInvalid => page(StatusCode::GONE, language::of(headers), "", "transcript.invalid", &[]),
        ConfirmError::RateLimited(limited) => Err(limited.into()),
        ConfirmError::Storage(error) => Err(error.into()),
    }
}

/// A button: where it leads and what it says.
type Button = (String, String);

fn buttons(language: Language, key: &str, token: &str, wishes: &[OpenWish]) -> Vec<Button> {
    let button = |wish: &OpenWish| {
        let values = [("site", wish.site_name.as_str()), ("at", &wish.asked_at.utc_minute())];
        // What is shown is what is sent, also when another wish comes in between.
        let target = format!("?token={token}&conversation={}", wish.conversation);
        (target, text(language, &format!("{key}.button"), &values))
    };
    wishes.iter().map(button).collect()
}

/// One card in the middle of the screen, as the dashboard's small pages. `site` is a name, or empty.
fn page(status: StatusCode, language: Language, site: &str, key: &str, buttons: &[Button]) -> ApiResult<Response> {
    let title = text(language, &format!("{key}.title"), &[]);
    let mut page = Markup::default();
    page.element("<!doctype html>\n<html lang=\"", language.code(), "\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.tags("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.tags("<title>").text(&title);
    if !site.is_empty() {
        page.tags(" – ").text(site);
    }
    page.tags("</title>\n").tags("<style>").tags(STYLE).tags("</style>\n</head>\n<body>\n<main class=\"small\">\n");
    if !site.is_empty() {
        page.element("<p class=\"site\">", site, "</p>\n");
    }
    page.tags("<section>\n").element("<h1>", &title, "</h1>\n").element("<p>", &text(language, &format!("{key}.text"), &[]), "</p>\n");
    for (target, words) in buttons {
        // In an encoding that is no form's; a token that works consists of letters that need no escape in an address.
        page.element("<form method=\"post\" enctype=\"text/plain\" action=\"", target, "\">")
            .element("<button type=\"submit\">", words, "</button>")
            .tags("</form>\n");
    }
    page.tags("</section>\n</main>\n</body>\n</html>\n");
    let policy =
        format!("default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", *STYLE_HASH);
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).map_err(ApiError::internal)?),
        // A page that tells nobody sends the origin `null` with its form, and that is refused.
        (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    ];
    Ok((status, headers, page.into_string()).into_response())
}
