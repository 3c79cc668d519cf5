//! `GET /healthz` and `GET /readyz`, for whoever watches over the process.

use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use entrenous_protocol::error::ErrorCode;

use crate::http::error::{ApiError, ApiResult};
use crate::state::AppState;

fn said(text: &'static str) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))], text).into_response()
}

/// The process answers.
pub async fn alive() -> Response {
    said("alive\n")
}

/// The process takes work: the database answers, has room for what is written, and no stop was asked for.
pub async fn ready(State(state): State<AppState>) -> ApiResult<Response> {
    if state.stopping().is_cancelled() {
        return Err(ApiError::new(ErrorCode::Restarting));
    }
    state.ctx.db.check_file().await?;
    let mut view = state.ctx.db.view().await?;
    view.jobs().count_open().await?;
    drop(view);
    state.ctx.db.check_room().await?;
    Ok(said("ready\n"))
}
