//! The set-up link: whether it is still open, and the form behind it.

use axum::extract::State;
use axum::response::Response;
use entrenous_app::account::{self, CreateAccount, SetUp};
use entrenous_app::texts::Language;
use entrenous_protocol::account::{LoginOut, LoginState, SetupIn, SetupStateOut};

use super::asker::Asker;
use super::cookie::with_session;
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, Reply};
use crate::state::AppState;

/// Whether the first account is still to be made.
pub async fn state(State(state): State<AppState>) -> ApiResult<Reply<SetupStateOut>> {
    Ok(Reply(SetupStateOut { open: account::is_setup_open(&state.ctx).await? }))
}

/// Makes the first account and signs its owner in.
pub async fn set_up(State(state): State<AppState>, asker: Asker, Body(body): Body<SetupIn>) -> ApiResult<Response> {
    let cmd = SetUp {
        token: body.token,
        account: CreateAccount {
            account_name: body.account_name,
            name: body.name,
            email: body.email,
            password: body.password,
            site_name: body.site_name,
            language: language(&body.language)?,
        },
        device: asker.device,
        peer: asker.peer,
    };
    let token = account::set_up(&state.ctx, cmd).await?;
    with_session(&state, &token, Reply(LoginOut { state: LoginState::SignedIn }))
}

/// Reads a language of the product, and nothing that only begins like one.
pub(super) fn language(code: &str) -> ApiResult<Language> {
    Language::parse(code).filter(|language| language.code() == code).ok_or_else(|| ApiError::field("language", "error.language"))
}
