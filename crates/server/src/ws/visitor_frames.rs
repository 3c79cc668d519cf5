//! What each frame of a chat box does.

use entrenous_app::conversation::{self, ActError, Range};
use entrenous_app::texts::text;
use entrenous_app::visitor;
use entrenous_domain::ids::ConversationId;
use entrenous_protocol::contact::{TranscriptAcceptedOut, TranscriptIn};
use entrenous_protocol::error::ErrorCode;
use entrenous_protocol::message::MessageOut;
use entrenous_protocol::visitor::{AcceptedOut, VisitorConversationOut};
use entrenous_protocol::ws::RefusedOut;
use entrenous_protocol::ws::visitor::{VisitorClientFrame, VisitorServerFrame};

use super::line::{End, Line};
use super::portion;
use super::visitor::{Known, Session, failed, identified};
use crate::http::error::ApiError;
use crate::http::visitor::{command, contact, contact_refused, page, transcript_wish};
use crate::state::AppState;

/// The most messages of one answer to `resume`.
const BATCH: i64 = 50;

/// Says that a frame was not carried out.
pub async fn refuse(line: &mut Line, session: &Session, client_msg_id: Option<String>, error: &ApiError) -> Result<(), End> {
    line.send(&VisitorServerFrame::Refused { refused: refused(session.language, client_msg_id, error) }).await
}

/// A refusal as it is sent; what may be tried again says when.
pub fn refused(language: entrenous_app::texts::Language, client_msg_id: Option<String>, error: &ApiError) -> RefusedOut {
    if let Some(source) = &error.source {
        tracing::error!(code = ?error.code, reason = %source, "a frame failed");
    }
    let is_passing = matches!(error.code, ErrorCode::Unavailable | ErrorCode::StorageFull | ErrorCode::Restarting | ErrorCode::Internal);
    let key = error.fields.first().map_or(error.text, |(_, key)| key);
    RefusedOut {
        client_msg_id,
        code: error.code,
        message: text(language, key, &error.values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()),
        retry_after_ms: error.retry_after_ms.or(is_passing.then_some(5_000)),
    }
}

/// What the sender calls the message of a frame, so that a refusal says which one it is about.
pub fn named(raw: &str) -> Option<String> {
    let frame: serde_json::Value = serde_json::from_str(raw).ok()?;
    frame.get("client_msg_id")?.as_str().filter(|id| id.len() <= 64).map(str::to_owned)
}

/// Carries a frame out.
pub async fn carry_out(state: &AppState, line: &mut Line, session: &mut Session, raw: &str) -> Result<(), End> {
    let Ok(frame) = serde_json::from_str::<VisitorClientFrame>(raw) else {
        return refuse(line, session, None, &ApiError::new(ErrorCode::BadRequest)).await;
    };
    match frame {
        VisitorClientFrame::Beat {} => Ok(()),
        VisitorClientFrame::Hello { .. } => refuse(line, session, None, &ApiError::new(ErrorCode::BadRequest)).await,
        VisitorClientFrame::SendMessage { client_msg_id, content } => {
            let cmd = command(client_msg_id.clone(), content);
            match conversation::send_by_visitor(&state.ctx, &session.guest, &cmd).await {
                Ok(accepted) => line.send(&VisitorServerFrame::MessageAccepted { accepted: AcceptedOut::from(&accepted.message) }).await,
                Err(error) => refuse(line, session, Some(client_msg_id), &error.into()).await,
            }
        }
        VisitorClientFrame::Resume { conversation_id, after_seq, epoch } => {
            resume(state, line, session, &conversation_id, after_seq, &epoch).await
        }
        VisitorClientFrame::SetTyping { typing } => conversation::visitor_typing(&state.ctx, &session.guest, typing).await.map_err(failed),
        VisitorClientFrame::MarkRead { conversation_id, seq } => {
            let Ok(id) = ConversationId::parse(&conversation_id) else { return Ok(()) };
            match conversation::read_by_visitor(&state.ctx, &session.guest, &id, seq).await {
                Err(ActError::Storage(error)) => Err(failed(error)),
                _ => Ok(()),
            }
        }
        VisitorClientFrame::SetPage { page: at } => visitor::set_page(&state.ctx, &session.guest, &page(at)).await.map_err(failed),
        VisitorClientFrame::SetIdentity { mut identity } => {
            let proof = identity.proof.take();
            match visitor::identify_by_page(&state.ctx, &session.guest, identity.into(), proof.as_deref()).await {
                Ok(visitor) => identified(state, line, session, visitor).await,
                Err(error) => refuse(line, session, None, &error.into()).await,
            }
        }
        VisitorClientFrame::SubmitContact { contact: form } => {
            match visitor::submit_contact(&state.ctx, &session.guest, contact(form)).await {
                Ok(visitor) => {
                    identified(state, line, session, visitor).await?;
                    line.send(&VisitorServerFrame::ContactAccepted {}).await
                }
                Err(error) => refuse(line, session, None, &contact_refused(error)).await,
            }
        }
        VisitorClientFrame::RateConversation { conversation_id, value, comment } => {
            let done = match ConversationId::parse(&conversation_id) {
                Ok(id) => {
                    conversation::rate(&state.ctx, &session.guest, &id, value.into(), comment.as_deref()).await.map_err(ApiError::from)
                }
                Err(_) => Err(ApiError::not_found()),
            };
            match done {
                Ok(()) => Ok(()),
                Err(error) => refuse(line, session, None, &error).await,
            }
        }
        VisitorClientFrame::RequestTranscript { conversation_id, email, language } => {
            let wish = TranscriptIn { conversation_id, email, language };
            match transcript_wish(state, &session.guest, session.peer, wish).await {
                Ok(TranscriptAcceptedOut { needs_confirmation }) => {
                    line.send(&VisitorServerFrame::TranscriptAccepted { needs_confirmation }).await
                }
                Err(error) => refuse(line, session, None, &error).await,
            }
        }
        VisitorClientFrame::CloseConversation { conversation_id } => {
            let done = match ConversationId::parse(&conversation_id) {
                Ok(id) => conversation::close_by_visitor(&state.ctx, &session.guest, &id).await.map_err(ApiError::from),
                Err(_) => Err(ApiError::not_found()),
            };
            match done {
                Ok(()) => Ok(()),
                Err(error) => refuse(line, session, None, &error).await,
            }
        }
    }
}

async fn resume(state: &AppState, line: &mut Line, session: &mut Session, id: &str, after_seq: i64, epoch: &str) -> Result<(), End> {
    let resync = VisitorServerFrame::ResyncRequired {};
    let Ok(id) = ConversationId::parse(id) else { return line.send(&resync).await };
    if *epoch != *state.ctx.epoch || after_seq < 0 {
        return line.send(&resync).await;
    }
    let read = conversation::messages_for_visitor(&state.ctx, &session.guest, &id, Range::After(after_seq), BATCH).await;
    let page = match read {
        Ok(page) => page,
        Err(ActError::Storage(error)) => return Err(failed(error)),
        Err(_) => return line.send(&resync).await,
    };
    if after_seq > page.last_seq {
        return line.send(&resync).await;
    }
    let mut view = state.ctx.db.view().await.map_err(failed)?;
    let found = view.conversations().get(&session.guest.site.id, &id).await.map_err(failed)?;
    drop(view);
    let Some(conversation) = found else { return line.send(&resync).await };
    let newest = session.known.as_ref().is_none_or(|known| *known == Known::of(&conversation) || known.is_before(&conversation));
    if newest {
        session.known = Some(Known::of(&conversation));
    }
    let mut messages = page.messages.iter().map(MessageOut::from).collect();
    let more = portion::cut(&mut messages) || page.more;
    line.send(&VisitorServerFrame::Resumed { conversation: VisitorConversationOut::from(&conversation), messages, more }).await
}
