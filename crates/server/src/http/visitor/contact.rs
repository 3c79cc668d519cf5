//! `POST /api/visitor/contact` and `POST /api/visitor/rating`.

use axum::extract::State;
use axum::http::StatusCode;
use entrenous_app::conversation;
use entrenous_app::visitor::{Contact, IdentifyError, submit_contact};
use entrenous_domain::ids::ConversationId;
use entrenous_domain::visitor::IdentityError;
use entrenous_protocol::contact::ContactIn;
use entrenous_protocol::error::ErrorCode;
use entrenous_protocol::rating::RatingIn;

use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, Caller};
use crate::state::AppState;

/// The form as an action takes it.
pub fn contact(form: ContactIn) -> Contact {
    let ContactIn { name, email, phone, group, processing_consent } = form;
    Contact { name, email, phone, group, has_processing_consent: processing_consent }
}

/// How a form is refused: frames name no fields, so the code says which one it is.
pub fn contact_refused(error: IdentifyError) -> ApiError {
    match error {
        IdentifyError::Refused(IdentityError::Email) => ApiError::email_malformed(),
        IdentifyError::Gone | IdentifyError::Storage(_) => error.into(),
    }
}

/// Takes the form before the first message.
pub async fn submit(State(state): State<AppState>, Caller(guest): Caller, Body(body): Body<ContactIn>) -> ApiResult<StatusCode> {
    submit_contact(&state.ctx, &guest, contact(body)).await.map_err(contact_refused)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a rating.
pub async fn rate(State(state): State<AppState>, Caller(guest): Caller, Body(body): Body<RatingIn>) -> ApiResult<StatusCode> {
    let id = ConversationId::parse(&body.conversation_id).map_err(|_| ApiError::not_found())?;
    conversation::rate(&state.ctx, &guest, &id, body.value.into(), body.comment.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl ApiError {
    /// What was typed as an e-mail address is none.
    pub fn email_malformed() -> Self {
        Self { fields: vec![("email".to_owned(), "error.email")], ..Self::new(ErrorCode::EmailMalformed) }
    }
}
