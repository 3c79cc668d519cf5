//! `POST /api/visitor/session`, `GET /api/visitor/state`, `POST /api/visitor/logout`.

use axum::extract::State;
use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, StatusCode};
use entrenous_app::Context;
use entrenous_app::presence;
use entrenous_app::visitor::{AgentCard, BeginSession, Guest, SetPage, VisitorState, begin_session, group_cards, load_state, logout};
use entrenous_domain::site::Site;
use entrenous_domain::visitor::Identity;
use entrenous_protocol::availability::Availability;
use entrenous_protocol::contact::{GroupCardOut, KnownOut};
use entrenous_protocol::site::ChatBoxSettings;
use entrenous_protocol::visitor::{
    AgentCardOut, PageIn, SessionIn, SessionOut, VisitorConversationOut, VisitorStateOut, VisitorStateQuery,
};
use entrenous_storage::StorageError;

use crate::http::browser;
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, Caller, Peer, Reply, Search};
use crate::state::AppState;

/// Begins or goes on.
pub async fn begin(
    State(state): State<AppState>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Body(body): Body<SessionIn>,
) -> ApiResult<Reply<SessionOut>> {
    state.house.sockets.session_begins(peer, state.ctx.now()).map_err(ApiError::rate_limited)?;
    let origin = headers.get(ORIGIN).and_then(|value| value.to_str().ok());
    let asks_group = body.page.as_ref().is_some_and(|page| page.asks_group);
    let mut said = body.identity.unwrap_or_default();
    let proof = said.proof.take();
    let cmd = BeginSession {
        chat_key: body.chat_key,
        token: body.token,
        page: body.page.map(page).unwrap_or_default(),
        identity: said.into(),
        proof,
        refused_proof: body.refused_proof,
        browser: browser::of(&headers),
        is_own_page: state.is_own(origin),
        origin: origin.map(str::to_owned),
    };
    let begun = begin_session(&state.ctx, cmd).await?;
    let token = begun.token.map(|token| token.reveal().to_owned());
    let now = load_state(&state.ctx, &begun.guest).await?;
    let written = written_state(&state.ctx, &begun.guest, now, asks_group).await?;
    Ok(Reply(SessionOut { token, is_reset: begun.is_reset, state: written }))
}

/// The state at this moment.
pub async fn state(
    State(state): State<AppState>,
    Caller(guest): Caller,
    Search(query): Search<VisitorStateQuery>,
) -> ApiResult<Reply<VisitorStateOut>> {
    let now = load_state(&state.ctx, &guest).await?;
    // Whoever has a socket is told of changes and needs not to ask.
    presence::visitor_asked(&state.ctx, &guest).await?;
    Ok(Reply(written_state(&state.ctx, &guest, now, query.asks_group).await?))
}

/// The token dies.
pub async fn end(State(state): State<AppState>, Caller(guest): Caller) -> ApiResult<StatusCode> {
    logout(&state.ctx, &guest).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The page as an action takes it.
pub fn page(page: PageIn) -> SetPage {
    SetPage { url: Some(page.url), title: page.title, referrer: page.referrer, platform: page.platform }
}

/// A card as it is sent.
pub fn written_card(card: AgentCard) -> AgentCardOut {
    AgentCardOut { id: card.id, name: card.name, description: card.description, avatar: card.avatar }
}

/// What need not be asked any more; never the values.
fn known(identity: &Identity) -> KnownOut {
    KnownOut { name: identity.name.is_some(), email: identity.email.is_some(), phone: identity.phone.is_some() }
}

fn written_availability(is_online: bool) -> Availability {
    if is_online { Availability::Online } else { Availability::Offline }
}

/// The groups to choose from, where the owner or the page lets the form ask for one.
async fn written_groups(ctx: &Context, site: &Site, asks_group: bool) -> Result<Vec<GroupCardOut>, StorageError> {
    let settings: Option<ChatBoxSettings> = serde_json::from_str(&site.chat_box).ok();
    if !asks_group && !settings.is_some_and(|settings| settings.contact_form.group) {
        return Ok(Vec::new());
    }
    let cards = group_cards(ctx, &site.id).await?.into_iter();
    Ok(cards.map(|card| GroupCardOut { key: card.key, name: card.name, availability: written_availability(card.is_online) }).collect())
}

/// A visitor's state as it is sent; `asks_group`: the page lets its form ask for a group.
///
/// # Errors
/// Those of the database.
pub async fn written_state(ctx: &Context, guest: &Guest, state: VisitorState, asks_group: bool) -> Result<VisitorStateOut, StorageError> {
    Ok(VisitorStateOut {
        visitor_id: guest.visitor.id.as_str().to_owned(),
        epoch: ctx.epoch.to_string(),
        availability: written_availability(state.is_online),
        groups: written_groups(ctx, &guest.site, asks_group).await?,
        known: known(&guest.visitor.identity),
        agents: state.agents.into_iter().map(written_card).collect(),
        conversation: state.conversation.as_ref().map(VisitorConversationOut::from),
    })
}
