//! Signing in: the password, then the second factor.

use axum::extract::State;
use axum::response::Response;
use entrenous_app::account::{self, SignIn, SignedIn, VerifySecondFactor};
use entrenous_protocol::account::{LoginIn, LoginOut, LoginState, SecondFactorIn};
use entrenous_protocol::error::ErrorCode;

use super::asker::Asker;
use super::cookie::with_session;
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, Reply};
use crate::state::AppState;

/// Takes address and password.
pub async fn login(State(state): State<AppState>, asker: Asker, Body(body): Body<LoginIn>) -> ApiResult<Response> {
    let cmd = SignIn { email: body.email, password: body.password, cookie: asker.cookie, device: asker.device, peer: asker.peer };
    let (token, next) = match account::sign_in(&state.ctx, cmd).await? {
        SignedIn::Complete(token) => (token, LoginState::SignedIn),
        SignedIn::SecondFactorRequired(token) => (token, LoginState::SecondFactorRequired),
    };
    with_session(&state, &token, Reply(LoginOut { state: next }))
}

/// Takes the code of an authenticator, or a recovery code; the session gets a new token.
pub async fn second_factor(State(state): State<AppState>, asker: Asker, Body(body): Body<SecondFactorIn>) -> ApiResult<Response> {
    let token = asker.cookie.ok_or_else(|| ApiError::new(ErrorCode::Unauthenticated))?;
    let cmd = VerifySecondFactor { token, code: body.code, peer: asker.peer };
    let token = account::verify_second_factor(&state.ctx, cmd).await?;
    with_session(&state, &token, Reply(LoginOut { state: LoginState::SignedIn }))
}
