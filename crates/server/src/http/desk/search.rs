//! Search over conversations and messages.

use axum::extract::State;
use entrenous_app::search::{self, Excerpt, Found};
use entrenous_domain::ids::SiteId;
use entrenous_protocol::conversation::{MarkOut, SearchHitOut, SearchOut, SearchQuery};

use super::written;
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Reply, Search, Signed};
use crate::state::AppState;

/// How long a query may be, in characters.
const MAX_QUERY: usize = 200;

/// Finds texts in which each word begins a word.
pub async fn search(
    State(state): State<AppState>,
    Signed(actor): Signed,
    Search(query): Search<SearchQuery>,
) -> ApiResult<Reply<SearchOut>> {
    let site = query.site_id.as_deref().map(SiteId::parse).transpose().map_err(|_| ApiError::not_found())?;
    let limit = i64::from(query.limit.unwrap_or(20).clamp(1, 50));
    // Cutting it would find what does not hold the words that were cut off.
    if query.q.chars().count() > MAX_QUERY {
        return Err(ApiError::field("q", "error.too_long"));
    }
    let _place = state.house.searches.take(actor.agent())?;
    let found = search::search(&state.ctx, &actor, &query.q, site.as_ref(), limit).await?;
    let hits = found.into_iter().map(|Found { listed, seq, excerpt }| {
        let marks = marks(&excerpt);
        SearchHitOut { conversation: written(&listed), seq, excerpt: excerpt.text, marks }
    });
    Ok(Reply(SearchOut { hits: hits.collect() }))
}

/// Characters become UTF-16 units.
fn marks(Excerpt { text, marks }: &Excerpt) -> Vec<MarkOut> {
    let unit = |n_characters: usize| text.chars().take(n_characters).map(char::len_utf16).sum();
    marks.iter().map(|mark| MarkOut { from: unit(mark.start), to: unit(mark.end) }).collect()
}
