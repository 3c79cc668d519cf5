//! Turns an HTTP request into a WebSocket whose buffers we choose.
//!
//! axum's own extractor would do, but it keeps hyper's boxed connection under every socket, and
//! its defaults read into 128 KiB and buffer writes without limit.
//! Here the TCP stream is taken back out of hyper, so an idle socket holds nothing but what
//! [`SocketLimits`] names; `docs/decisions/0002-sockets.md` has the measured difference.
//!
//! No extension is ever answered, so permessage-deflate cannot be negotiated.

use std::future::Future;

use axum::extract::FromRequestParts;
use axum::http::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use entrenous_protocol::error::ErrorCode;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_util::task::TaskTracker;

use crate::http::error::ApiError;
use crate::patience::Patient;
use crate::serve::ConnectionPlace;
pub use crate::ws::socket::Socket;

/// The memory one socket may hold, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocketLimits {
    /// Taken from the kernel at once, at most 4 KiB; an idle socket holds none of it.
    pub read_buffer_bytes: usize,
    /// A larger message, whole or in fragments, ends the socket with 1009.
    pub max_message_bytes: usize,
    /// Written but not yet taken by the peer's TCP; beyond it, sending a further message fails with `WriteBufferFull`.
    pub max_write_buffer_bytes: usize,
}

/// A request that asks for a WebSocket as RFC 6455 section 4.2.1 demands.
///
/// It proves the form of the request only; who may have a socket is decided before
/// [`SocketRequest::accept`] is called.
#[derive(Debug)]
pub struct SocketRequest {
    on_upgrade: OnUpgrade,
    accept: HeaderValue,
    place: Option<ConnectionPlace>,
}

/// Why a request cannot become a WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SocketRequestError {
    /// The request is no WebSocket handshake: method, `Connection`, `Upgrade` or key is missing or wrong.
    #[error("the request is not a WebSocket handshake")]
    NotAHandshake,
    /// The handshake is of another version than 13.
    #[error("only version 13 of the WebSocket protocol is spoken here")]
    Version,
    /// The connection under the request cannot be taken over, for example HTTP/1.0.
    #[error("the connection cannot be upgraded")]
    NotUpgradable,
}

impl IntoResponse for SocketRequestError {
    fn into_response(self) -> Response {
        match self {
            Self::NotAHandshake => ApiError::new(ErrorCode::BadRequest).into_response(),
            // RFC 6455 section 4.4: name the version that would work.
            Self::Version => (StatusCode::UPGRADE_REQUIRED, [(SEC_WEBSOCKET_VERSION, "13")]).into_response(),
            Self::NotUpgradable => StatusCode::UPGRADE_REQUIRED.into_response(),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SocketRequest {
    type Rejection = SocketRequestError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let accept = accept_value(&parts.method, &parts.headers)?;
        let on_upgrade = parts.extensions.remove::<OnUpgrade>().ok_or(SocketRequestError::NotUpgradable)?;
        let place = parts.extensions.remove::<ConnectionPlace>();
        Ok(Self { on_upgrade, accept, place })
    }
}

impl SocketRequest {
    /// Answers 101 and, once the connection is ours, runs `session` as a task of `tasks`.
    ///
    /// Nothing runs when the peer goes away before the answer reached it.
    pub fn accept<F, Fut>(self, limits: SocketLimits, tasks: &TaskTracker, session: F) -> Response
    where
        F: FnOnce(Socket) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let Self { on_upgrade, accept, place } = self;
        let sessions = tasks.clone();
        tasks.spawn(async move {
            let Ok(upgraded) = on_upgrade.await else { return };
            let Some(socket) = take_over(upgraded, limits) else { return };
            // A task of its own, so that the hand-over's memory is freed now and a socket costs
            // the size of its session alone; boxed, because an `async` block that awaits what
            // it captured has room for it twice.
            let session = Box::pin(session(socket));
            sessions.spawn(async move {
                let _place = place;
                session.await;
            });
        });
        let headers = [
            (CONNECTION, HeaderValue::from_static("upgrade")),
            (UPGRADE, HeaderValue::from_static("websocket")),
            (SEC_WEBSOCKET_ACCEPT, accept),
        ];
        (StatusCode::SWITCHING_PROTOCOLS, headers).into_response()
    }
}

/// The value that proves to the peer that its handshake was understood.
fn accept_value(method: &Method, headers: &HeaderMap) -> Result<HeaderValue, SocketRequestError> {
    let asks = method == Method::GET && lists(headers, &CONNECTION, "upgrade") && lists(headers, &UPGRADE, "websocket");
    if !asks {
        return Err(SocketRequestError::NotAHandshake);
    }
    if headers.get(SEC_WEBSOCKET_VERSION).is_none_or(|version| version != "13") {
        return Err(SocketRequestError::Version);
    }
    let key = headers.get(SEC_WEBSOCKET_KEY).ok_or(SocketRequestError::NotAHandshake)?;
    HeaderValue::try_from(derive_accept_key(key.as_bytes())).map_err(|_| SocketRequestError::NotAHandshake)
}

/// Whether a comma-separated header names `token`, in any case and in any of its lines.
fn lists(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|part| part.trim().eq_ignore_ascii_case(token))
}

/// Takes the TCP stream back out of hyper; `None` if the connection came over something else.
fn take_over(upgraded: Upgraded, limits: SocketLimits) -> Option<Socket> {
    let parts = upgraded.downcast::<TokioIo<Patient<TcpStream>>>().ok()?;
    // A peer may send its first frame together with the handshake; those bytes are already in hyper's buffer.
    Some(Socket::new(parts.io.into_inner().into_inner(), &parts.read_buf, limits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handshake() -> HeaderMap {
        HeaderMap::from_iter([
            (CONNECTION, HeaderValue::from_static("keep-alive, Upgrade")),
            (UPGRADE, HeaderValue::from_static("websocket")),
            (SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13")),
            (SEC_WEBSOCKET_KEY, HeaderValue::from_static("dGhlIHNhbXBsZSBub25jZQ==")),
        ])
    }

    #[test]
    fn the_example_of_the_standard_gets_its_answer() {
        let accept = accept_value(&Method::GET, &handshake()).unwrap();
        assert_eq!(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn a_handshake_without_any_one_of_its_parts_is_refused() {
        for name in [CONNECTION, UPGRADE, SEC_WEBSOCKET_KEY] {
            let mut headers = handshake();
            headers.remove(&name);
            assert_eq!(accept_value(&Method::GET, &headers), Err(SocketRequestError::NotAHandshake), "{name}");
        }
        assert_eq!(accept_value(&Method::POST, &handshake()), Err(SocketRequestError::NotAHandshake));
    }

    #[test]
    fn another_version_is_told_which_one_works() {
        let mut headers = handshake();
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("8"));
        let error = accept_value(&Method::GET, &headers).unwrap_err();
        let answer = error.into_response();
        assert_eq!(answer.status(), StatusCode::UPGRADE_REQUIRED);
        assert_eq!(answer.headers().get(SEC_WEBSOCKET_VERSION).unwrap(), "13");
    }
}
