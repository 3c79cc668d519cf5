//! Join, leave, assign, close, reopen.

use axum::extract::State;
use entrenous_app::conversation::{OwnerChange, change_owner};
use entrenous_domain::account::Actor;
use entrenous_domain::ids::{AgentId, ConversationId};
use entrenous_protocol::conversation::{AssignIn, ConversationOut};

use super::written;
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, PathId, Reply, Signed};
use crate::state::AppState;

async fn change(state: &AppState, actor: &Actor, id: &ConversationId, what: OwnerChange) -> ApiResult<Reply<ConversationOut>> {
    Ok(Reply(written(&change_owner(&state.ctx, actor, id, &what).await?)))
}

/// The agent comes in.
pub async fn join(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<ConversationId>,
) -> ApiResult<Reply<ConversationOut>> {
    change(&state, &actor, &id, OwnerChange::Join).await
}

/// The agent goes.
pub async fn leave(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<ConversationId>,
) -> ApiResult<Reply<ConversationOut>> {
    change(&state, &actor, &id, OwnerChange::Leave).await
}

/// The agent gives it to somebody.
pub async fn assign(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<ConversationId>,
    Body(body): Body<AssignIn>,
) -> ApiResult<Reply<ConversationOut>> {
    let agent = AgentId::parse(&body.agent_id).map_err(|_| ApiError::field("agent_id", "error.not_found"))?;
    change(&state, &actor, &id, OwnerChange::Assign(agent)).await
}

/// The agent ends it.
pub async fn close(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<ConversationId>,
) -> ApiResult<Reply<ConversationOut>> {
    change(&state, &actor, &id, OwnerChange::Close).await
}

/// The agent opens it again.
pub async fn reopen(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<ConversationId>,
) -> ApiResult<Reply<ConversationOut>> {
    change(&state, &actor, &id, OwnerChange::Reopen).await
}
