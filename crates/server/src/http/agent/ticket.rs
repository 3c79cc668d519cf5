//! What opens a dashboard's socket.

use axum::extract::State;
use entrenous_app::account;
use entrenous_protocol::account::TicketOut;

use crate::http::error::ApiResult;
use crate::http::extract::{Reply, Signed};
use crate::state::AppState;

/// Gives a ticket that works once, for 30 seconds.
pub async fn give(State(state): State<AppState>, Signed(actor): Signed) -> ApiResult<Reply<TicketOut>> {
    Ok(Reply(TicketOut { ticket: account::give_ticket(&state.ctx, &actor).await?.reveal().to_owned() }))
}
