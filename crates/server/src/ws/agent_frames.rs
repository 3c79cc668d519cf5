//! What each frame of a dashboard does.

use entrenous_app::conversation::{self, ActError, AddNote, Missed, Resumed};
use entrenous_domain::ids::{ConversationId, SiteId};
use entrenous_protocol::conversation::Position;
use entrenous_protocol::error::ErrorCode;
use entrenous_protocol::message::{MessageOut, NoteOut};
use entrenous_protocol::visitor::AcceptedOut;
use entrenous_protocol::ws::agent::{AgentClientFrame, AgentEvent, AgentServerFrame, NumberedEvent};

use super::agent::Session;
use super::line::{End, Line};
use super::portion;
use super::visitor::failed;
use super::visitor_frames::refused;
use crate::http::desk::written;
use crate::http::error::ApiError;
use crate::http::visitor::command;
use crate::state::AppState;

/// Says that a frame was not carried out.
pub async fn refuse(line: &mut Line, session: &Session, client_msg_id: Option<String>, error: &ApiError) -> Result<(), End> {
    line.send(&AgentServerFrame::Refused { refused: refused(session.language, client_msg_id, error) }).await
}

fn conversation_id(text: &str) -> Result<ConversationId, ApiError> {
    ConversationId::parse(text).map_err(|_| ApiError::not_found())
}

/// Carries a frame out.
pub async fn carry_out(state: &AppState, line: &mut Line, session: &mut Session, raw: &str) -> Result<(), End> {
    let Ok(frame) = serde_json::from_str::<AgentClientFrame>(raw) else {
        return refuse(line, session, None, &ApiError::new(ErrorCode::BadRequest)).await;
    };
    let ctx = &state.ctx;
    match frame {
        AgentClientFrame::Beat {} => Ok(()),
        AgentClientFrame::Hello { .. } => refuse(line, session, None, &ApiError::new(ErrorCode::BadRequest)).await,
        AgentClientFrame::Resume { position, epoch } => resume(state, line, session, position, &epoch).await,
        AgentClientFrame::SendMessage { client_msg_id, conversation_id: id, content } => {
            let sent = match conversation_id(&id) {
                Ok(id) => conversation::send_by_agent(ctx, &session.actor, &id, &command(client_msg_id.clone(), content))
                    .await
                    .map_err(ApiError::from),
                Err(error) => Err(error),
            };
            match sent {
                Ok(accepted) => line.send(&AgentServerFrame::MessageAccepted { accepted: AcceptedOut::from(&accepted.message) }).await,
                Err(error) => refuse(line, session, Some(client_msg_id), &error).await,
            }
        }
        AgentClientFrame::AddNote { client_msg_id, conversation_id: id, text } => {
            let cmd = AddNote { client_msg_id: client_msg_id.clone(), text };
            let added = match conversation_id(&id) {
                Ok(id) => conversation::add_note(ctx, &session.actor, &id, &cmd).await.map_err(ApiError::from),
                Err(error) => Err(error),
            };
            match added {
                Ok(note) => line.send(&AgentServerFrame::NoteAccepted { client_msg_id, id: note.id.to_string() }).await,
                Err(error) => refuse(line, session, Some(client_msg_id), &error).await,
            }
        }
        AgentClientFrame::SetTyping { conversation_id: id, typing } => {
            let Ok(id) = conversation_id(&id) else { return Ok(()) };
            quietly(conversation::agent_typing(ctx, &session.actor, &id, typing).await)
        }
        AgentClientFrame::SetViewing { conversation_id: id } => {
            let id = id.as_deref().map(conversation_id).transpose().unwrap_or_default();
            quietly(conversation::agent_viewing(ctx, &session.actor, session.viewer, id.as_ref()).await)
        }
        AgentClientFrame::MarkRead { conversation_id: id, seq } => {
            let Ok(id) = conversation_id(&id) else { return Ok(()) };
            quietly(conversation::read_by_agent(ctx, &session.actor, &id, seq).await)
        }
    }
}

/// Signs of life that come too late (the conversation is gone or out of reach) are not worth an answer.
fn quietly(done: Result<(), ActError>) -> Result<(), End> {
    match done {
        Err(ActError::Storage(error)) => Err(failed(error)),
        _ => Ok(()),
    }
}

async fn resume(state: &AppState, line: &mut Line, session: &Session, position: Position, epoch: &str) -> Result<(), End> {
    let resync = AgentServerFrame::ResyncRequired { site_id: position.site_id.clone() };
    let Ok(site) = SiteId::parse(&position.site_id) else { return line.send(&resync).await };
    if *epoch != *state.ctx.epoch {
        return line.send(&resync).await;
    }
    match conversation::resume_site(&state.ctx, &session.actor, &site, position.number).await {
        Ok(Resumed::Events { events, number, more }) => {
            let site_id = position.site_id;
            let numbered =
                |(number, missed)| NumberedEvent { position: Position { site_id: site_id.clone(), number }, event: written_missed(missed) };
            let mut events: Vec<NumberedEvent> = events.into_iter().map(numbered).collect();
            let is_cut = portion::cut(&mut events);
            let number = events.last().map_or(number, |last| last.position.number);
            line.send(&AgentServerFrame::Resumed { events, position: Position { site_id: site_id.clone(), number }, more: more || is_cut })
                .await
        }
        Ok(Resumed::TooOld) => line.send(&resync).await,
        Err(ActError::Storage(error)) => Err(failed(error)),
        Err(_) => line.send(&resync).await,
    }
}

fn written_missed(missed: Missed) -> AgentEvent {
    match missed {
        Missed::Message(listed, message) => {
            AgentEvent::MessageAdded { conversation: written(&listed), message: MessageOut::from(&message) }
        }
        Missed::Note(note) => AgentEvent::NoteAdded { conversation_id: note.conversation.to_string(), note: NoteOut::from(&note) },
        Missed::Changed(listed) => AgentEvent::ConversationChanged { conversation: written(&listed) },
        Missed::Withheld => AgentEvent::Withheld {},
        Missed::Removed(conversation) => AgentEvent::Removed { conversation_id: conversation.to_string() },
    }
}
