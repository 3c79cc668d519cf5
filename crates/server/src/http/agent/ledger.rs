//! Requests to erase what a site's consent ledger knows of a browser.

use axum::extract::State;
use entrenous_app::consent::{Trace, erase_for_person};
use entrenous_domain::ids::SiteId;
use entrenous_protocol::consent::{ConsentEraseIn, ConsentErasedOut};

use crate::http::error::ApiResult;
use crate::http::extract::{Body, PathId, Reply, Signed};
use crate::state::AppState;

/// Erases every record of the browser that the receipt or id belongs to.
pub async fn erase(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<SiteId>,
    Body(body): Body<ConsentEraseIn>,
) -> ApiResult<Reply<ConsentErasedOut>> {
    let erased = erase_for_person(&state.ctx, &actor, &id, &Trace::parse(&body.trace)).await?;
    Ok(Reply(ConsentErasedOut { erased: u32::try_from(erased).unwrap_or(u32::MAX) }))
}
