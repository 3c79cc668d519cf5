//! What needs a consent: `POST /api/sites/{chat_key}/visits` (marketing) and `…/pages` (statistics), and whose they are (`…/visitor`).

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use entrenous_app::consent::{self, AddVisitPage, ConsentError};
use entrenous_app::visitor::SetPage;
use entrenous_protocol::consent::{LinkCounterIn, LinkVisitIn, VisitPageIn, VisitsIn};

use super::consent::Door;
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, credential};
use crate::state::AppState;

/// Keeps how often the browser came.
pub async fn set_visits(
    State(state): State<AppState>,
    Door(door): Door,
    headers: HeaderMap,
    Body(body): Body<VisitsIn>,
) -> ApiResult<StatusCode> {
    consent::set_visits(&state.ctx, &door, &token(&headers)?, body.count).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a page to the visit.
pub async fn add_page(
    State(state): State<AppState>,
    Door(door): Door,
    headers: HeaderMap,
    Body(body): Body<VisitPageIn>,
) -> ApiResult<StatusCode> {
    let page = SetPage { url: Some(body.url), title: body.title, referrer: body.referrer, platform: None };
    consent::add_visit_page(&state.ctx, &door, &token(&headers)?, &AddVisitPage { visit: body.visit, page }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says whose visit it is.
pub async fn link_visit(
    State(state): State<AppState>,
    Door(door): Door,
    headers: HeaderMap,
    Body(body): Body<LinkVisitIn>,
) -> ApiResult<StatusCode> {
    consent::link_visit(&state.ctx, &door, &token(&headers)?, &body.visit, &body.visitor).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says whose visits were counted.
pub async fn link_counter(
    State(state): State<AppState>,
    Door(door): Door,
    headers: HeaderMap,
    Body(body): Body<LinkCounterIn>,
) -> ApiResult<StatusCode> {
    consent::link_counter(&state.ctx, &door, &token(&headers)?, &body.visitor).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn token(headers: &HeaderMap) -> Result<String, ApiError> {
    credential(headers, "scope").ok_or_else(|| ConsentError::Forbidden.into())
}
