//! A chat box's socket, from the handshake to the end.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use entrenous_app::presence;
use entrenous_app::texts::Language;
use entrenous_app::visitor::{Guest, agent_cards, group_of, load_state, recognise};
use entrenous_domain::conversation::{AuthorKind, Conversation, Message, Rating};
use entrenous_domain::ids::{ConversationId, GroupId, VisitorId};
use entrenous_domain::privacy::RateKey;
use entrenous_domain::visitor::Visitor;
use entrenous_fanout::{Audience, Change, Signal, Subscription, Told, Topic};
use entrenous_protocol::PROTOCOL_VERSION;
use entrenous_protocol::availability::Availability;
use entrenous_protocol::error::ErrorCode;
use entrenous_protocol::message::MessageOut;
use entrenous_protocol::visitor::VisitorConversationOut;
use entrenous_protocol::ws::close;
use entrenous_protocol::ws::visitor::{VisitorClientFrame, VisitorServerFrame};
use entrenous_storage::StorageError;

use super::limits::{self, HEARTBEAT_MS, HELLO_MS, Pace, VISITOR_SOCKET, Verdict};
use super::line::{End, Happened, Line};
use super::upgrade::{Socket, SocketRequest};
use super::visitor_frames;
use crate::crowd::Share;
use crate::http::error::ApiError;
use crate::http::extract::Peer;
use crate::http::language;
use crate::http::visitor::{page, written_card, written_state};
use crate::state::AppState;

/// `GET /ws/visitor`.
pub async fn open(State(state): State<AppState>, Peer(peer): Peer, headers: HeaderMap, request: SocketRequest) -> Response {
    if state.stopping().is_cancelled() {
        return ApiError::new(ErrorCode::Restarting).into_response();
    }
    let Ok(place) = state.house.sockets.of_peer(peer) else {
        return ApiError::rate_limited(30_000).into_response();
    };
    let origin = headers.get(ORIGIN).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let language = language::of(&headers);
    let tasks = state.house.tasks.clone();
    request.accept(VISITOR_SOCKET, &tasks, move |socket| run(state, socket, (place, peer), origin, language))
}

async fn run(state: AppState, socket: Socket, place: (Share<RateKey>, RateKey), origin: Option<String>, language: Language) {
    let mut line = Line::new(socket);
    let greeted = Box::pin(greet(&state, &mut line, place, origin.as_deref())).await;
    drop(origin);
    let end = match greeted {
        Ok(mut session) => {
            session.language = language;
            note(Box::pin(presence::visitor_came(&state.ctx, &session.guest)).await);
            let end = talk(&state, &mut line, &mut session).await;
            note(Box::pin(presence::visitor_went(&state.ctx, &session.guest)).await);
            end
        }
        Err(end) => end,
    };
    let leaving = (end == End::Restart).then(|| leaving(&state));
    Box::pin(line.end(end, leaving)).await;
}

/// The talk goes on without it: agents see at the next message whether the visitor is there.
fn note(told: Result<(), StorageError>) {
    if let Err(error) = told {
        tracing::warn!(reason = %error, "agents could not be told whether a visitor is there");
    }
}

fn leaving(state: &AppState) -> String {
    let frame = VisitorServerFrame::Leaving { retry_after_ms: state.retry_hint_ms() };
    serde_json::to_string(&frame).unwrap_or_default()
}

/// What a socket knows between two frames. It is small: ten thousand of them wait for something to happen.
pub struct Session {
    /// Who.
    pub guest: Box<Guest>,
    /// In which language refusals go out.
    pub language: Language,
    /// The conversation that this socket was last told of: id, newest number, owner version, agents' read mark.
    pub known: Option<Known>,
    /// Whose connection it is, for limits.
    pub peer: RateKey,
    told: Subscription,
    /// The group that the visitor is routed to.
    group: Option<GroupId>,
    is_online: bool,
    pace: Pace,
    _of_peer: Share<RateKey>,
    _of_visitor: Share<VisitorId>,
}

/// The state of a conversation as this socket was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    id: ConversationId,
    last_seq: i64,
    owner_version: i64,
    agent_read_seq: i64,
    visitor_read_seq: i64,
    rating: Option<Rating>,
}

impl Known {
    /// From the conversation itself.
    pub fn of(conversation: &Conversation) -> Self {
        Self {
            id: conversation.id.clone(),
            last_seq: conversation.last_seq,
            owner_version: conversation.owner_version,
            agent_read_seq: conversation.agent_read_seq,
            visitor_read_seq: conversation.visitor_read_seq,
            rating: conversation.rating.clone(),
        }
    }

    /// What a client makes of it by itself when it hears the message: whoever writes has read what stands before.
    fn after(&self, message: &Message) -> Self {
        let mut known = Self { last_seq: self.last_seq.max(message.seq), ..self.clone() };
        match message.author.kind {
            AuthorKind::Visitor => known.visitor_read_seq = known.visitor_read_seq.max(message.seq),
            AuthorKind::Agent => known.agent_read_seq = known.agent_read_seq.max(message.seq),
            AuthorKind::Bot | AuthorKind::Automatic | AuthorKind::Ai | AuthorKind::System => {}
        }
        known
    }

    /// Whether this is an older state of the same conversation.
    pub fn is_before(&self, conversation: &Conversation) -> bool {
        self.id == conversation.id && self.last_seq <= conversation.last_seq && self.owner_version <= conversation.owner_version
    }
}

async fn greet(state: &AppState, line: &mut Line, place: (Share<RateKey>, RateKey), origin: Option<&str>) -> Result<Session, End> {
    let text = line.first(HELLO_MS, state.stopping()).await?;
    let Ok(VisitorClientFrame::Hello { protocol, chat_key, token, page: at }) = serde_json::from_str(&text) else {
        return Err(End::Close(close::NOT_YOU));
    };
    if protocol != PROTOCOL_VERSION {
        return Err(End::Close(close::NOT_YOU));
    }
    let guest = recognise(&state.ctx, &token).await.map_err(failed)?.ok_or(End::Close(close::NOT_YOU))?;
    if !guest.site.chat_key.as_str().eq_ignore_ascii_case(&chat_key) {
        return Err(End::Close(close::NOT_YOU));
    }
    if !guest.site.admits(origin) && !state.is_own(origin) {
        return Err(End::Close(close::NOT_ALLOWED));
    }
    let of_visitor = state.house.sockets.of_visitor(&guest.visitor.id).map_err(|_| End::Close(close::TOO_MANY))?;
    let asks_group = at.as_ref().is_some_and(|page| page.asks_group);
    if let Some(at) = at {
        // Where the visitor is helps agents; what was said can be read without it, also while the disk is full.
        if let Err(error) = entrenous_app::visitor::set_page(&state.ctx, &guest, &page(at)).await {
            tracing::warn!(reason = %error, "a visitor's page was not noted");
        }
    }
    // Listening begins before the state is read, so nothing falls between the two.
    let told = state.ctx.bus.listen(vec![Topic::Visitor(guest.visitor.id.clone()), Topic::SiteVisitors(guest.site.id.clone())]);
    // A token that died in between told its end to nobody.
    recognise(&state.ctx, &token).await.map_err(failed)?.ok_or(End::Close(close::NOT_YOU))?;
    // Read once: what this socket counts as told must be what `welcomed` tells.
    let now = load_state(&state.ctx, &guest).await.map_err(failed)?;
    let (is_online, group, known) = (now.is_online, now.group.clone(), now.conversation.as_ref().map(Known::of));
    let written = written_state(&state.ctx, &guest, now, asks_group).await.map_err(failed)?;
    let limits = limits::told(state.house.limits.visitor_frames_per_10s, state.ctx.settings.max_file_bytes);
    line.send(&VisitorServerFrame::Welcomed { state: written, limits, heartbeat_ms: HEARTBEAT_MS }).await?;
    Ok(Session {
        guest: Box::new(guest),
        language: Language::En,
        known,
        told,
        group,
        is_online,
        pace: Pace::new(state.house.limits.visitor_frames_per_10s),
        peer: place.1,
        _of_peer: place.0,
        _of_visitor: of_visitor,
    })
}

/// The database did not answer: the client comes back and resumes.
#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map_err`, which gives the value away")]
pub fn failed(error: StorageError) -> End {
    tracing::error!(reason = %error, "a socket's work failed");
    End::Close(close::TOO_SLOW)
}

async fn talk(state: &AppState, line: &mut Line, session: &mut Session) -> End {
    loop {
        let happened = match line.next(&mut session.told, state.stopping()).await {
            Ok(happened) => happened,
            Err(end) => return end,
        };
        // Boxed, so that an idle socket does not hold room for work it is not doing.
        let done = match happened {
            Happened::Heartbeat => line.send(&heartbeat(state, session)).await,
            Happened::Told(signal) => Box::pin(pass_on(state, line, session, &signal)).await,
            Happened::Frame(text) => match session.pace.count() {
                Verdict::Fine => Box::pin(visitor_frames::carry_out(state, line, session, &text)).await,
                Verdict::Refuse(ms) => {
                    visitor_frames::refuse(line, session, visitor_frames::named(&text), &ApiError::rate_limited(ms)).await
                }
                Verdict::Close => Err(End::Close(close::TOO_MANY)),
            },
        };
        if let Err(end) = done {
            return end;
        }
    }
}

fn availability(is_online: bool) -> Availability {
    if is_online { Availability::Online } else { Availability::Offline }
}

fn heartbeat(state: &AppState, session: &Session) -> VisitorServerFrame {
    VisitorServerFrame::Heartbeat {
        epoch: state.ctx.epoch.to_string(),
        conversation_id: session.known.as_ref().map(|known| known.id.to_string()),
        last_seq: session.known.as_ref().map_or(0, |known| known.last_seq),
        availability: availability(session.is_online),
    }
}

async fn pass_on(state: &AppState, line: &mut Line, session: &mut Session, signal: &Signal) -> Result<(), End> {
    match signal.told() {
        Told::Stored { conversation, change, .. } => {
            if conversation.owner.is_open() && conversation.group != session.group {
                reroute(state, line, session, conversation.group.clone()).await?;
            }
            let Change::MessageAdded(message) = change else {
                return conversation_changed(state, line, session, conversation, None).await;
            };
            let text = signal.text(Audience::Visitor, || {
                let frame = VisitorServerFrame::MessageAdded {
                    conversation_id: message.conversation.to_string(),
                    message: MessageOut::from(message),
                };
                Bytes::from(serde_json::to_vec(&frame).unwrap_or_default())
            });
            line.send_bytes(text).await?;
            conversation_changed(state, line, session, conversation, Some(message)).await
        }
        Told::Typing { conversation, name, typing, .. } => {
            let frame =
                VisitorServerFrame::TypingChanged { conversation_id: conversation.to_string(), agent_name: name.clone(), typing: *typing };
            line.send(&frame).await
        }
        Told::Availability { now } => {
            let is_online = now.is_online(session.group.as_ref());
            tell_availability(line, session, is_online).await
        }
        Told::VisitorGone => Err(End::Close(close::NOT_YOU)),
        // The client comes back by itself, spread over a moment, and `hello` asks for origin and chat key again.
        Told::AdmissionChanged => Err(End::Close(close::TOO_SLOW)),
        Told::Viewing { .. } | Told::VisitorPresence { .. } | Told::AgentChanged { .. } | Told::AccessChanged { .. } => Ok(()),
    }
}

async fn tell_availability(line: &mut Line, session: &mut Session, is_online: bool) -> Result<(), End> {
    if session.is_online == is_online {
        return Ok(());
    }
    session.is_online = is_online;
    line.send(&VisitorServerFrame::AvailabilityChanged { availability: availability(is_online) }).await
}

/// The visitor was routed to another group, where perhaps somebody else is there, or nobody.
async fn reroute(state: &AppState, line: &mut Line, session: &mut Session, group: Option<GroupId>) -> Result<(), End> {
    let now = presence::availability(&state.ctx, &session.guest.site.id).await.map_err(failed)?;
    session.group = group;
    let is_online = now.is_online(session.group.as_ref());
    tell_availability(line, session, is_online).await
}

/// Takes over what the visitor is from now on.
pub async fn identified(state: &AppState, line: &mut Line, session: &mut Session, visitor: Visitor) -> Result<(), End> {
    let mut view = state.ctx.db.view().await.map_err(failed)?;
    let newest = view.conversations().find_newest(&visitor.site, &visitor.id).await.map_err(failed)?;
    let group = group_of(&mut view, &visitor, newest.as_ref()).await.map_err(failed)?;
    drop(view);
    session.guest.visitor = visitor;
    if group == session.group { Ok(()) } else { reroute(state, line, session, group).await }
}

/// Tells of a new owner or read mark, when this socket neither knows it yet nor has just heard it from the message.
async fn conversation_changed(
    state: &AppState,
    line: &mut Line,
    session: &mut Session,
    conversation: &Conversation,
    message: Option<&Message>,
) -> Result<(), End> {
    let now = Known::of(conversation);
    let known = session.known.as_ref().filter(|known| known.id == now.id);
    if known.is_some_and(|known| known.last_seq > now.last_seq) {
        return Ok(());
    }
    let is_told = known.is_some_and(|known| message.map_or_else(|| known.clone(), |message| known.after(message)) == now);
    session.known = Some(now);
    if is_told {
        return Ok(());
    }
    let mut view = state.ctx.db.view().await.map_err(failed)?;
    let (site, group) = (&session.guest.site, session.group.as_ref());
    let (cards, _) = agent_cards(&state.ctx, &mut view, site, Some(conversation), group).await.map_err(failed)?;
    drop(view);
    let agents = cards.into_iter().map(written_card).collect();
    line.send(&VisitorServerFrame::ConversationChanged { conversation: VisitorConversationOut::from(conversation), agents }).await
}
