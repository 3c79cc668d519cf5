//! The thread without a socket: read, send, mark as read, end.

use axum::extract::State;
use axum::http::StatusCode;
use entrenous_app::conversation::{self, Range, Say, SendMessage};
use entrenous_domain::ids::ConversationId;
use entrenous_protocol::conversation::{MessageIn, MessagePageOut};
use entrenous_protocol::message::{ContentIn, MessageOut};
use entrenous_protocol::visitor::{AcceptedOut, VisitorCloseIn, VisitorMessagesQuery, VisitorReadIn};

use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, Caller, Reply, Search};
use crate::state::AppState;

/// Messages of a page, as everywhere in the protocol.
const PAGE: i64 = 50;

fn conversation_id(text: &str) -> Result<ConversationId, ApiError> {
    ConversationId::parse(text).map_err(|_| ApiError::not_found())
}

/// What to say, as an action takes it.
pub fn command(client_msg_id: String, content: ContentIn) -> SendMessage {
    let say = match content {
        ContentIn::Text { text } => Say::Text(text),
        ContentIn::File { upload_id } => Say::File(upload_id),
    };
    SendMessage { client_msg_id, say }
}

/// A page of the visitor's own conversation.
pub async fn list(
    State(state): State<AppState>,
    Caller(guest): Caller,
    Search(query): Search<VisitorMessagesQuery>,
) -> ApiResult<Reply<MessagePageOut>> {
    let range = match (query.after_seq, query.before_seq) {
        (Some(seq), _) => Range::After(seq),
        (None, seq) => Range::Before(seq.unwrap_or(i64::MAX)),
    };
    let page = conversation::messages_for_visitor(&state.ctx, &guest, &conversation_id(&query.conversation_id)?, range, PAGE).await?;
    Ok(Reply(MessagePageOut {
        messages: page.messages.iter().map(MessageOut::from).collect(),
        notes: Vec::new(),
        last_seq: page.last_seq,
        more: page.more,
    }))
}

/// Takes a message.
pub async fn send(State(state): State<AppState>, Caller(guest): Caller, Body(body): Body<MessageIn>) -> ApiResult<Reply<AcceptedOut>> {
    let accepted = conversation::send_by_visitor(&state.ctx, &guest, &command(body.client_msg_id, body.content)).await?;
    Ok(Reply(AcceptedOut::from(&accepted.message)))
}

/// Moves the visitor's read mark.
pub async fn mark_read(State(state): State<AppState>, Caller(guest): Caller, Body(body): Body<VisitorReadIn>) -> ApiResult<StatusCode> {
    conversation::read_by_visitor(&state.ctx, &guest, &conversation_id(&body.conversation_id)?, body.seq).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends the conversation.
pub async fn close(State(state): State<AppState>, Caller(guest): Caller, Body(body): Body<VisitorCloseIn>) -> ApiResult<StatusCode> {
    conversation::close_by_visitor(&state.ctx, &guest, &conversation_id(&body.conversation_id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
