//! In which language a sentence goes out.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use entrenous_app::texts::Language;

/// The first of the client's languages that we have; English otherwise.
///
/// Weights are not read: browsers send the list in the order of preference.
pub fn of(headers: &HeaderMap) -> Language {
    headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .into_iter()
        .flat_map(|list| list.split(','))
        .find_map(|entry| Language::parse(entry.split(';').next().unwrap_or_default().trim()))
        .unwrap_or(Language::En)
}
