//! Where the agent is signed in.

use axum::extract::State;
use axum::http::StatusCode;
use entrenous_app::account;
use entrenous_domain::ids::SessionId;
use entrenous_protocol::account::{AgentSessionOut, SessionListOut};

use crate::http::error::ApiResult;
use crate::http::extract::{PathId, Reply, Signed};
use crate::state::AppState;

/// The agent's live sessions, newest first.
pub async fn list(State(state): State<AppState>, Signed(actor): Signed) -> ApiResult<Reply<SessionListOut>> {
    let sessions = account::list_sessions(&state.ctx, &actor).await?;
    let sessions = sessions.into_iter().map(|session| AgentSessionOut {
        current: session.id == *actor.session(),
        id: session.id.to_string(),
        device: session.device,
        created_at: session.created_at.as_ms(),
        last_seen_at: session.last_seen_at.as_ms(),
    });
    Ok(Reply(SessionListOut { sessions: sessions.collect() }))
}

/// Ends one session.
pub async fn revoke(State(state): State<AppState>, Signed(actor): Signed, PathId(id): PathId<SessionId>) -> ApiResult<StatusCode> {
    account::revoke_session(&state.ctx, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends all sessions but this one.
pub async fn revoke_others(State(state): State<AppState>, Signed(actor): Signed) -> ApiResult<StatusCode> {
    account::revoke_other_sessions(&state.ctx, &actor).await?;
    Ok(StatusCode::NO_CONTENT)
}
