//! `POST /api/visitor/transcript`.

use axum::extract::State;
use entrenous_app::transcript::{RequestTranscript, TranscriptWish, request_transcript};
use entrenous_app::visitor::Guest;
use entrenous_domain::ids::ConversationId;
use entrenous_domain::privacy::RateKey;
use entrenous_protocol::contact::{TranscriptAcceptedOut, TranscriptIn};

use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, Caller, Peer, Reply};
use crate::state::AppState;

/// Writes the wish down, however it came; whether the address must confirm it first.
///
/// # Errors
/// As it is sent.
pub async fn wish(state: &AppState, guest: &Guest, peer: RateKey, body: TranscriptIn) -> ApiResult<TranscriptAcceptedOut> {
    let conversation = ConversationId::parse(&body.conversation_id).map_err(|_| ApiError::not_found())?;
    let cmd = RequestTranscript { conversation, email: body.email, language: body.language, peer };
    let wish = request_transcript(&state.ctx, guest, &cmd).await?;
    Ok(TranscriptAcceptedOut { needs_confirmation: wish == TranscriptWish::Asked })
}

/// Takes a wish for a conversation by e-mail.
pub async fn request(
    State(state): State<AppState>,
    Peer(peer): Peer,
    Caller(guest): Caller,
    Body(body): Body<TranscriptIn>,
) -> ApiResult<Reply<TranscriptAcceptedOut>> {
    Ok(Reply(wish(&state, &guest, peer, body).await?))
}
