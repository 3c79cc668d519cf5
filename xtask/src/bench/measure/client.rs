//! One WebSocket of the load generator.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::http;

/// An open socket that speaks text.
pub struct Client(WebSocketStream<TcpStream>);

impl Client {
    /// Connects from `source` and upgrades at `path`.
    ///
    /// # Errors
    /// When the server does not upgrade.
    pub async fn open(source: Ipv4Addr, address: SocketAddr, path: &str) -> Result<Self> {
        let stream = http::connect(source, address).await?;
        let mut request = format!("ws://{address}{path}").into_client_request()?;
        request.headers_mut().insert("origin", HeaderValue::try_from(format!("http://{address}"))?);
        // 10,000 of these live in this process too.
        let config = WebSocketConfig::default().read_buffer_size(2048).write_buffer_size(0);
        let (socket, _answer) =
            client_async_with_config(request, stream, Some(config)).await.with_context(|| format!("no socket at {path}"))?;
        Ok(Self(socket))
    }

    /// Sends a text frame.
    ///
    /// # Errors
    /// When the server has hung up.
    pub async fn say(&mut self, text: impl Into<Utf8Bytes>) -> Result<()> {
        self.0.send(Message::Text(text.into())).await.context("the server hung up")
    }

    /// The next text frame. May be dropped and asked again without losing one.
    ///
    /// # Errors
    /// When the server has hung up or closed; the message holds its reason.
    pub async fn hear(&mut self) -> Result<Utf8Bytes> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Ok(text),
                Some(Ok(Message::Close(Some(reason)))) => bail!("closed with {}: {}", reason.code, reason.reason),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error).context("the server hung up"),
                None => bail!("the server hung up"),
            }
        }
    }

    /// Waits for the first frame that holds `part`.
    ///
    /// # Errors
    /// When the socket ends before.
    pub async fn wait_for(&mut self, part: &str) -> Result<Utf8Bytes> {
        loop {
            let text = self.hear().await.with_context(|| format!("while waiting for {part}"))?;
            if text.contains(part) {
                return Ok(text);
            }
        }
    }
}
