//! Groups of agents who share a site's visitors.

use axum::extract::State;
use axum::http::StatusCode;
use entrenous_app::site::{self, SaveGroup};
use entrenous_domain::account::Group;
use entrenous_domain::ids::{AgentId, GroupId, SiteId};
use entrenous_protocol::site::{GroupIn, GroupOut};

use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, PathId, PathIds, Reply, Signed};
use crate::state::AppState;

/// Adds a group.
pub async fn add(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(site): PathId<SiteId>,
    Body(body): Body<GroupIn>,
) -> ApiResult<Reply<GroupOut>> {
    Ok(Reply(written(&site::add_group(&state.ctx, &actor, &site, command(body)?).await?)))
}

/// Replaces a group's name, key and members.
pub async fn change(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathIds(site, id): PathIds<SiteId, GroupId>,
    Body(body): Body<GroupIn>,
) -> ApiResult<Reply<GroupOut>> {
    Ok(Reply(written(&site::change_group(&state.ctx, &actor, &site, &id, command(body)?).await?)))
}

/// Removes a group.
pub async fn remove(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathIds(site, id): PathIds<SiteId, GroupId>,
) -> ApiResult<StatusCode> {
    site::remove_group(&state.ctx, &actor, &site, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn command(body: GroupIn) -> ApiResult<SaveGroup> {
    // What cannot be an id is answered like an agent who does not exist.
    let agents = body.agent_ids.iter().map(|text| AgentId::parse(text).map_err(|_| ApiError::field("agent_ids", "error.agent_no_access")));
    Ok(SaveGroup { agents: agents.collect::<ApiResult<_>>()?, name: body.name, key: body.key })
}

/// A group as colleagues see it.
pub(super) fn written(group: &Group) -> GroupOut {
    GroupOut {
        id: group.id.to_string(),
        key: group.key.as_str().to_owned(),
        name: group.name.clone(),
        agent_ids: group.agents.iter().map(ToString::to_string).collect(),
    }
}
