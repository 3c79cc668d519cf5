//! Reading and writing a thread.

use axum::extract::State;
use axum::http::StatusCode;
use entrenous_app::conversation::{self, AddNote, Range};
use entrenous_domain::ids::ConversationId;
use entrenous_protocol::conversation::{MessageIn, MessageListQuery, MessagePageOut, NoteIn, ReadIn};
use entrenous_protocol::message::{MessageOut, NoteOut};
use entrenous_protocol::visitor::AcceptedOut;

use crate::http::error::ApiResult;
use crate::http::extract::{Body, PathId, Reply, Search, Signed};
use crate::http::visitor::command;
use crate::state::AppState;

/// A page of a thread, with its notes.
pub async fn list(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<ConversationId>,
    Search(query): Search<MessageListQuery>,
) -> ApiResult<Reply<MessagePageOut>> {
    let range = match (query.after_seq, query.before_seq) {
        (Some(seq), _) => Range::After(seq),
        (None, seq) => Range::Before(seq.unwrap_or(i64::MAX)),
    };
    let limit = i64::from(query.limit.unwrap_or(50).clamp(1, 200));
    let page = conversation::messages_for_agent(&state.ctx, &actor, &id, range, limit).await?;
    Ok(Reply(MessagePageOut {
        messages: page.messages.iter().map(MessageOut::from).collect(),
        notes: page.notes.iter().map(NoteOut::from).collect(),
        last_seq: page.last_seq,
        more: page.more,
    }))
}

/// Answers; who was not in the conversation joins it.
pub async fn send(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<ConversationId>,
    Body(body): Body<MessageIn>,
) -> ApiResult<Reply<AcceptedOut>> {
    let accepted = conversation::send_by_agent(&state.ctx, &actor, &id, &command(body.client_msg_id, body.content)).await?;
    Ok(Reply(AcceptedOut::from(&accepted.message)))
}

/// Adds a note.
pub async fn note(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<ConversationId>,
    Body(body): Body<NoteIn>,
) -> ApiResult<Reply<NoteOut>> {
    let cmd = AddNote { client_msg_id: body.client_msg_id, text: body.text };
    let note = conversation::add_note(&state.ctx, &actor, &id, &cmd).await?;
    Ok(Reply(NoteOut::from(&note)))
}

/// Moves the agents' read mark.
pub async fn mark_read(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<ConversationId>,
    Body(body): Body<ReadIn>,
) -> ApiResult<StatusCode> {
    conversation::read_by_agent(&state.ctx, &actor, &id, body.seq).await?;
    Ok(StatusCode::NO_CONTENT)
}
