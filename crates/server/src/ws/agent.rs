//! A dashboard's socket, from the handshake to the end.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use entrenous_app::texts::Language;
use entrenous_app::{account, conversation, presence};
use entrenous_domain::account::{Actor, SiteAccess};
use entrenous_domain::conversation::Conversation;
use entrenous_domain::ids::SiteId;
use entrenous_domain::privacy::RateKey;
use entrenous_fanout::{Audience, Change, Signal, Subscription, Told, Topic};
use entrenous_protocol::PROTOCOL_VERSION;
use entrenous_protocol::account::AgentOut;
use entrenous_protocol::conversation::{ConversationOut, Position};
use entrenous_protocol::error::ErrorCode;
use entrenous_protocol::message::{MessageOut, NoteOut};
use entrenous_protocol::ws::agent::{AgentClientFrame, AgentEvent, AgentServerFrame, NumberedEvent};
use entrenous_protocol::ws::close;
use entrenous_storage::StorageError;

use super::agent_frames;
use super::limits::{self, AGENT_SOCKET, HEARTBEAT_MS, HELLO_MS, Pace, Verdict};
use super::line::{End, Happened, Line};
use super::upgrade::{Socket, SocketRequest};
use super::visitor::failed;
use super::visitor_frames::named;
use crate::crowd::Share;
use crate::http::error::ApiError;
use crate::http::extract::Peer;
use crate::http::language;
use crate::state::AppState;

/// `GET /ws/agent`. The origin must be there and be ours: a page elsewhere gets no socket.
pub async fn open(State(state): State<AppState>, Peer(peer): Peer, headers: HeaderMap, request: SocketRequest) -> Response {
    if state.stopping().is_cancelled() {
        return ApiError::new(ErrorCode::Restarting).into_response();
    }
    let origin = headers.get(ORIGIN).and_then(|value| value.to_str().ok());
    if !origin.is_some_and(|origin| state.is_own_origin(origin, &headers)) {
        return ApiError::new(ErrorCode::Forbidden).with_text("error.cross_site").into_response();
    }
    let Ok(place) = state.house.sockets.of_peer(peer) else {
        return ApiError::rate_limited(30_000).into_response();
    };
    let language = language::of(&headers);
    let tasks = state.house.tasks.clone();
    request.accept(AGENT_SOCKET, &tasks, move |socket| run(state, socket, place, language))
}

async fn run(state: AppState, socket: Socket, place: Share<RateKey>, language: Language) {
    let mut line = Line::new(socket);
    let end = match Box::pin(greet(&state, &mut line, place, language)).await {
        Ok(mut session) => {
            let end = talk(&state, &mut line, &mut session).await;
            Box::pin(leave(&state, &session)).await;
            end
        }
        Err(end) => end,
    };
    let leaving = (end == End::Restart).then(|| {
        let frame = AgentServerFrame::Leaving { retry_after_ms: state.retry_hint_ms() };
        serde_json::to_string(&frame).unwrap_or_default()
    });
    Box::pin(line.end(end, leaving)).await;
}

/// What a socket knows between two frames.
pub struct Session {
    /// Who; replaced when rights change.
    pub actor: Actor,
    /// In which language refusals go out.
    pub language: Language,
    /// Tells this dashboard's views from those of others.
    pub viewer: u64,
    told: Subscription,
    pace: Pace,
    _place: Share<RateKey>,
}

async fn greet(state: &AppState, line: &mut Line, place: Share<RateKey>, language: Language) -> Result<Session, End> {
    let text = line.first(HELLO_MS, state.stopping()).await?;
    let Ok(AgentClientFrame::Hello { protocol, ticket }) = serde_json::from_str(&text) else {
        return Err(End::Close(close::NOT_YOU));
    };
    if protocol != PROTOCOL_VERSION {
        return Err(End::Close(close::NOT_YOU));
    }
    let actor = account::redeem_ticket(&state.ctx, &ticket).await.map_err(failed)?.ok_or(End::Close(close::NOT_YOU))?;
    // Listening begins before anything is read, so nothing falls between the two.
    let mut told = state.ctx.bus.listen(vec![Topic::Account(actor.account().clone())]);
    let positions = positions(state, &actor, &mut told).await.map_err(failed)?;
    presence::agent_came(&state.ctx, &actor).await.map_err(failed)?;
    let session = Session {
        viewer: state.ctx.presence.new_viewer(),
        actor,
        language,
        told,
        pace: Pace::new(state.house.limits.agent_frames_per_10s),
        _place: place,
    };
    let agents = agents(state, &session.actor).await.map_err(failed);
    let welcomed = match agents {
        Ok(agents) => AgentServerFrame::Welcomed {
            agent_id: session.actor.agent().to_string(),
            epoch: state.ctx.epoch.to_string(),
            positions,
            agents,
            limits: limits::told(state.house.limits.agent_frames_per_10s, state.ctx.settings.max_file_bytes),
            heartbeat_ms: HEARTBEAT_MS,
        },
        Err(end) => {
            leave(state, &session).await;
            return Err(end);
        }
    };
    match line.send(&welcomed).await {
        Ok(()) => Ok(session),
        Err(end) => {
            leave(state, &session).await;
            Err(end)
        }
    }
}

/// What remains of a dashboard that went: it looks at nothing, and perhaps the agent is not here any more.
async fn leave(state: &AppState, session: &Session) {
    if let Err(error) = conversation::agent_viewing(&state.ctx, &session.actor, session.viewer, None).await {
        tracing::warn!(reason = %error, "a dashboard's farewell was not told");
    }
    if let Err(error) = presence::agent_went(&state.ctx, &session.actor).await {
        tracing::warn!(reason = %error, "a dashboard's farewell was not told");
    }
}

async fn agents(state: &AppState, actor: &Actor) -> Result<Vec<AgentOut>, StorageError> {
    let mut view = state.ctx.db.view().await?;
    let sites: Vec<SiteId> = view.sites().list(actor.account()).await?.into_iter().map(|site| site.id).collect();
    let agents = view.agents().list(actor.account()).await?;
    Ok(agents.iter().map(|agent| written_agent(state, actor, agent, &sites)).collect())
}

/// A colleague, naming only sites that the actor may know of.
fn written_agent(state: &AppState, actor: &Actor, agent: &entrenous_domain::account::Agent, sites: &[SiteId]) -> AgentOut {
    let mut written = AgentOut::new(agent, state.ctx.presence.agent_is_here(&agent.id), entrenous_app::visitor::avatar_path(agent), sites);
    if let SiteAccess::Named(known) = actor.sites() {
        written.site_ids.retain(|id| known.iter().any(|site| site.as_str() == id));
    }
    written
}

/// The newest event number of each site that the actor may see; the socket hears all of them from now on.
async fn positions(state: &AppState, actor: &Actor, told: &mut Subscription) -> Result<Vec<Position>, StorageError> {
    let mut view = state.ctx.db.view().await?;
    let sites = conversation::positions(&mut view, actor).await?;
    drop(view);
    for (site, _) in &sites {
        told.add(Topic::Site(site.clone()));
    }
    Ok(sites.into_iter().map(|(site, number)| Position { site_id: site.to_string(), number }).collect())
}

async fn talk(state: &AppState, line: &mut Line, session: &mut Session) -> End {
    loop {
        let happened = match line.next(&mut session.told, state.stopping()).await {
            Ok(happened) => happened,
            Err(end) => return end,
        };
        let done = match happened {
            Happened::Heartbeat => Box::pin(heartbeat(state, line, session)).await,
            Happened::Told(signal) => Box::pin(pass_on(state, line, session, &signal)).await,
            Happened::Frame(text) => match session.pace.count() {
                Verdict::Fine => Box::pin(agent_frames::carry_out(state, line, session, &text)).await,
                Verdict::Refuse(ms) => agent_frames::refuse(line, session, named(&text), &ApiError::rate_limited(ms)).await,
                Verdict::Close => Err(End::Close(close::TOO_MANY)),
            },
        };
        if let Err(end) = done {
            return end;
        }
    }
}

/// The session is proven again with each heartbeat, so that one that ran out closes its sockets too.
async fn heartbeat(state: &AppState, line: &mut Line, session: &mut Session) -> Result<(), End> {
    prove_again(state, session).await?;
    let positions = positions(state, &session.actor, &mut session.told).await.map_err(failed)?;
    line.send(&AgentServerFrame::Heartbeat { epoch: state.ctx.epoch.to_string(), positions }).await
}

/// Closes the socket when its session is over; with other rights the client connects again and gets its new view.
async fn prove_again(state: &AppState, session: &Session) -> Result<(), End> {
    match account::authenticate_session(&state.ctx, session.actor.agent(), session.actor.session()).await.map_err(failed)? {
        None => Err(End::Close(close::NOT_YOU)),
        Some(actor) if actor != session.actor => Err(End::Close(close::TOO_SLOW)),
        Some(_) => Ok(()),
    }
}

async fn pass_on(state: &AppState, line: &mut Line, session: &mut Session, signal: &Signal) -> Result<(), End> {
    match signal.told() {
        Told::Stored { site, number, conversation, change, .. } if !session.actor.sees(site, conversation.group.as_ref()) => {
            line.send(&withheld(&session.actor, site, *number, conversation, change)).await
        }
        Told::Stored { .. } => line.send_bytes(signal.text(Audience::Agents, || written_event(state, signal.told()))).await,
        Told::Typing { site, group, .. } | Told::Viewing { site, group, .. } if !session.actor.sees(site, group.as_ref()) => Ok(()),
        Told::Typing { conversation, author_kind, author_id, name, typing, .. } => {
            if author_id == session.actor.agent().as_str() {
                return Ok(());
            }
            let frame = AgentServerFrame::TypingChanged {
                conversation_id: conversation.to_string(),
                author_kind: (*author_kind).into(),
                author_id: author_id.clone(),
                name: name.clone(),
                typing: *typing,
            };
            line.send(&frame).await
        }
        Told::Viewing { conversation, agents, .. } => {
            let agent_ids = agents.iter().map(ToString::to_string).collect();
            line.send(&AgentServerFrame::ViewingChanged { conversation_id: conversation.to_string(), agent_ids }).await
        }
        Told::VisitorPresence { site, groups, .. } if !groups.iter().any(|group| session.actor.sees(site, group.as_ref())) => Ok(()),
        Told::VisitorPresence { visitor, connected, .. } => {
            line.send(&AgentServerFrame::VisitorPresenceChanged { visitor_id: visitor.to_string(), connected: *connected }).await
        }
        Told::AgentChanged { agent } => {
            let mut view = state.ctx.db.view().await.map_err(failed)?;
            let sites: Vec<SiteId> = view.sites().list(&agent.account).await.map_err(failed)?.into_iter().map(|site| site.id).collect();
            drop(view);
            line.send(&AgentServerFrame::AgentChanged { agent: written_agent(state, &session.actor, agent, &sites) }).await
        }
        Told::AccessChanged { agent } if agent == session.actor.agent() => prove_again(state, session).await,
        Told::AccessChanged { .. } | Told::Availability { .. } | Told::VisitorGone | Told::AdmissionChanged => Ok(()),
    }
}

/// A stored change of a group that the agent does not see: only its number counts, unless the conversation left the agent's sight with it.
fn withheld(actor: &Actor, site: &SiteId, number: i64, conversation: &Conversation, change: &Change) -> AgentServerFrame {
    let event = match change {
        Change::ConversationMoved { from } if actor.sees(site, from.as_ref()) => {
            AgentEvent::Removed { conversation_id: conversation.id.to_string() }
        }
        Change::ConversationMoved { .. } | Change::MessageAdded(_) | Change::NoteAdded(_) | Change::ConversationChanged => {
            AgentEvent::Withheld {}
        }
    };
    AgentServerFrame::Event { event: NumberedEvent { position: Position { site_id: site.to_string(), number }, event } }
}

/// A stored change as every dashboard of the site gets it; written once.
fn written_event(state: &AppState, told: &Told) -> Bytes {
    let Told::Stored { site, number, conversation, visitor, change } = told else { return Bytes::new() };
    let connected = state.ctx.presence.visitor_is_here(&visitor.id);
    let listed = || ConversationOut::new(conversation, visitor, connected);
    let event = match change {
        Change::MessageAdded(message) => AgentEvent::MessageAdded { conversation: listed(), message: MessageOut::from(message) },
        Change::NoteAdded(note) => AgentEvent::NoteAdded { conversation_id: note.conversation.to_string(), note: NoteOut::from(note) },
        Change::ConversationChanged | Change::ConversationMoved { .. } => AgentEvent::ConversationChanged { conversation: listed() },
    };
    let position = Position { site_id: site.to_string(), number: *number };
    let frame = AgentServerFrame::Event { event: NumberedEvent { position, event } };
    Bytes::from(serde_json::to_vec(&frame).unwrap_or_default())
}
