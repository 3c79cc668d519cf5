//! Invitations: sent, sent again, withdrawn, opened, accepted.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use entrenous_app::agent::{self, AcceptInvitation, Invite};
use entrenous_domain::ids::AgentId;
use entrenous_protocol::account::{AgentOut, InvitationAcceptIn, InvitationIn, InvitationOpenIn, InvitationOut, LoginOut, LoginState};

use super::agents::{described, site_ids};
use super::asker::Asker;
use super::cookie::with_session;
use super::setup::language;
use crate::http::error::ApiResult;
use crate::http::extract::{Body, PathId, Reply, Signed};
use crate::state::AppState;

/// Invites somebody by e-mail.
pub async fn invite(State(state): State<AppState>, Signed(actor): Signed, Body(body): Body<InvitationIn>) -> ApiResult<Reply<AgentOut>> {
    let cmd = Invite { email: body.email, name: body.name, role: body.role.into(), sites: site_ids(&body.site_ids)? };
    let invited = agent::invite(&state.ctx, &actor, cmd).await?;
    Ok(Reply(described(&state, &actor, &invited).await?))
}

/// Sends the invitation again.
pub async fn send_again(State(state): State<AppState>, Signed(actor): Signed, PathId(id): PathId<AgentId>) -> ApiResult<StatusCode> {
    agent::send_invitation_again(&state.ctx, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Withdraws an invitation that was not accepted.
pub async fn withdraw(State(state): State<AppState>, Signed(actor): Signed, PathId(id): PathId<AgentId>) -> ApiResult<StatusCode> {
    agent::remove_invited(&state.ctx, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says what an invitation's link is for.
pub async fn open(State(state): State<AppState>, asker: Asker, Body(body): Body<InvitationOpenIn>) -> ApiResult<Reply<InvitationOut>> {
    let invitation = agent::open_invitation(&state.ctx, &body.token, asker.peer).await?;
    let agent::Invitation { agent, account_name } = invitation;
    Ok(Reply(InvitationOut { name: agent.name, email: agent.email, account_name }))
}

/// Follows an invitation's link: sets the first password and signs in.
pub async fn accept(State(state): State<AppState>, asker: Asker, Body(body): Body<InvitationAcceptIn>) -> ApiResult<Response> {
    let cmd = AcceptInvitation {
        token: body.token,
        name: body.name,
        password: body.password,
        language: language(&body.language)?,
        device: asker.device,
        peer: asker.peer,
    };
    let token = agent::accept_invitation(&state.ctx, cmd).await?;
    with_session(&state, &token, Reply(LoginOut { state: LoginState::SignedIn }))
}
