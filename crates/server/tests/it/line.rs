//! A client's socket: frames as JSON, one connection at a time, with its end as a value.

use futures_util::{SinkExt as _, StreamExt as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

/// The connection is over; the client connects again.
#[derive(Debug)]
pub struct Cut;

/// An open socket.
pub struct Line(WebSocketStream<TcpStream>);

impl Line {
    /// Opens a socket on `address` (`host:port`). `origin` is sent as browsers do.
    pub async fn open(address: &str, path: &str, origin: Option<&str>) -> Result<Self, Cut> {
        let stream = TcpStream::connect(address).await.map_err(|_| Cut)?;
        let mut request = format!("ws://{address}{path}").into_client_request().map_err(|_| Cut)?;
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().map_err(|_| Cut)?);
        }
        let (socket, _) = client_async(request, stream).await.map_err(|_| Cut)?;
        Ok(Self(socket))
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: &impl Serialize) -> Result<(), Cut> {
        let text = serde_json::to_string(frame).unwrap();
        self.0.send(Message::text(text)).await.map_err(|_| Cut)
    }

    /// The next frame.
    pub async fn next<F: DeserializeOwned>(&mut self) -> Result<F, Cut> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Cut),
                Some(Ok(_)) => {}
            }
        }
    }

    /// Reads until the server closes, and answers its code; `None` when the connection broke without one.
    pub async fn closing_code(&mut self) -> Option<u16> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }
}
