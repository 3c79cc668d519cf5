//! The people of the account.

use axum::extract::State;
use entrenous_app::agent::{self, ChangeAgent};
use entrenous_app::site::list_site_ids;
use entrenous_app::visitor::avatar_path;
use entrenous_domain::account::{Actor, Agent};
use entrenous_domain::ids::{AgentId, SiteId};
use entrenous_protocol::account::{AgentListOut, AgentOut, AgentPatch};

use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, PathId, Reply, Signed};
use crate::state::AppState;

/// Everybody of the account, by name.
pub async fn list(State(state): State<AppState>, Signed(actor): Signed) -> ApiResult<Reply<AgentListOut>> {
    let agents = agent::list_agents(&state.ctx, &actor).await?;
    let reached = list_site_ids(&state.ctx, &actor).await?;
    Ok(Reply(AgentListOut { agents: agents.iter().map(|agent| written(&state, &reached, agent)).collect() }))
}

/// Changes what a colleague may do.
pub async fn change(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<AgentId>,
    Body(body): Body<AgentPatch>,
) -> ApiResult<Reply<AgentOut>> {
    let sites = body.site_ids.as_deref().map(site_ids).transpose()?;
    let cmd = ChangeAgent { role: body.role.map(Into::into), active: body.active, sites };
    let changed = agent::change_agent(&state.ctx, &actor, &id, cmd).await?;
    Ok(Reply(described(&state, &actor, &changed).await?))
}

/// An agent as the actor may see it.
pub(super) async fn described(state: &AppState, actor: &Actor, agent: &Agent) -> ApiResult<AgentOut> {
    Ok(written(state, &list_site_ids(&state.ctx, actor).await?, agent))
}

/// `reached` are the sites that the reader knows of; others are not named to it.
fn written(state: &AppState, reached: &[SiteId], agent: &Agent) -> AgentOut {
    let is_here = state.ctx.presence.agent_is_here(&agent.id);
    let mut shown = agent.clone();
    shown.sites.retain(|site| reached.contains(site));
    AgentOut::new(&shown, is_here, avatar_path(agent), reached)
}

/// Reads site ids; one that cannot be an id is answered like one that does not exist.
pub(super) fn site_ids(texts: &[String]) -> ApiResult<Vec<SiteId>> {
    texts.iter().map(|text| SiteId::parse(text).map_err(|_| ApiError::field("site_ids", "error.unknown_site"))).collect()
}
