//! What an agent sees and says of itself.

use axum::extract::State;
use entrenous_app::agent::{self, ChangeMe};
use entrenous_domain::account::{Actor, Status};
use entrenous_protocol::account::{MeOut, MePatch};
use entrenous_protocol::availability::AgentStatus;
use entrenous_protocol::error::ErrorCode;

use super::agents::described;
use super::setup::language;
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, Reply, Signed};
use crate::state::AppState;

/// The agent and its account.
pub async fn get(State(state): State<AppState>, Signed(actor): Signed) -> ApiResult<Reply<MeOut>> {
    answer(&state, &actor).await
}

/// Changes names, description, language, status, accepting.
pub async fn change(State(state): State<AppState>, Signed(actor): Signed, Body(body): Body<MePatch>) -> ApiResult<Reply<MeOut>> {
    let status = match body.status {
        None => None,
        Some(AgentStatus::Online) => Some(Status::Online),
        Some(AgentStatus::Away) => Some(Status::Away),
        // Offline is what a closed dashboard looks like, not something to choose.
        Some(AgentStatus::Offline) => return Err(ApiError::field("status", "error.status")),
    };
    let cmd = ChangeMe {
        name: body.name,
        nickname: body.nickname,
        description: body.description,
        language: body.language.as_deref().map(language).transpose()?,
        status,
        accepting: body.accepting,
    };
    agent::change_me(&state.ctx, &actor, cmd).await?;
    answer(&state, &actor).await
}

/// The agent as it is now.
pub(super) async fn answer(state: &AppState, actor: &Actor) -> ApiResult<Reply<MeOut>> {
    let me = agent::get_me(&state.ctx, actor).await?.ok_or_else(|| ApiError::new(ErrorCode::Unauthenticated))?;
    Ok(Reply(MeOut {
        agent: described(state, actor, &me.agent).await?,
        account_id: me.account.id.to_string(),
        account_name: me.account.name,
        language: me.agent.language,
        recovery_codes_left: me.recovery_codes_left,
        mail_is_sent: state.ctx.mailer.is_sent(),
    }))
}
