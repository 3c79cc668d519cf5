//! One socket's line: frames out with a deadline, frames in with silence and pace watched.

use std::time::Duration;

use bytes::Bytes;
use entrenous_fanout::{Missed, Signal, Subscription};
use entrenous_protocol::ws::close;
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Serialize;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep_until, timeout};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};
use tokio_util::sync::CancellationToken;

use super::closing;
use super::limits::{HEARTBEAT_MS, SEND_MS, SILENCE_MS};
use super::upgrade::Socket;

/// Why a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The peer went; there is nobody to tell.
    Gone,
    /// We close it with this code (see `protocol::ws::close`).
    Close(u16),
    /// The server stops.
    Restart,
}

/// What happened on a line.
#[derive(Debug)]
pub enum Happened {
    /// The peer sent a text.
    Frame(Utf8Bytes),
    /// Something was told.
    Told(Signal),
    /// It is time for a heartbeat.
    Heartbeat,
}

/// A socket with its timers.
#[derive(Debug)]
pub struct Line {
    socket: Socket,
    heard: Instant,
    heartbeat: Interval,
}

impl Line {
    /// Begins; the first heartbeat comes after one interval.
    pub fn new(socket: Socket) -> Self {
        let every = Duration::from_millis(u64::from(HEARTBEAT_MS));
        let mut heartbeat = interval_at(Instant::now() + every, every);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { socket, heard: Instant::now(), heartbeat }
    }

    /// Sends a frame; it leaves with what is ready beside it, see [`Line::next`].
    /// A peer that does not take it in time is too slow.
    pub async fn send(&mut self, frame: &impl Serialize) -> Result<(), End> {
        let text = serde_json::to_string(frame).map_err(|_| End::Close(close::BAD_FRAME))?;
        self.send_text(Utf8Bytes::from(text)).await
    }

    /// Sends a text that was written before, perhaps for many.
    pub async fn send_bytes(&mut self, text: Bytes) -> Result<(), End> {
        let text = Utf8Bytes::try_from(text).map_err(|_| End::Close(close::BAD_FRAME))?;
        self.send_text(text).await
    }

    async fn send_text(&mut self, text: Utf8Bytes) -> Result<(), End> {
        self.in_time(async |socket| socket.feed(Message::Text(text)).await).await
    }

    async fn flush(&mut self) -> Result<(), End> {
        self.in_time(async |socket| socket.flush().await).await
    }

    async fn in_time(&mut self, write: impl AsyncFnOnce(&mut Socket) -> Result<(), Error>) -> Result<(), End> {
        match timeout(Duration::from_millis(SEND_MS), write(&mut self.socket)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(Error::WriteBufferFull(_))) | Err(_) => Err(End::Close(close::TOO_SLOW)),
            Ok(Err(_)) => Err(End::Gone),
        }
    }

    /// The first text, within `patience_ms`.
    pub async fn first(&mut self, patience_ms: u64, stop: &CancellationToken) -> Result<Utf8Bytes, End> {
        tokio::select! {
            () = stop.cancelled() => Err(End::Restart),
            text = timeout(Duration::from_millis(patience_ms), self.text()) => text.unwrap_or(Err(End::Close(close::NOT_YOU))),
        }
    }

    /// Waits for whatever comes first.
    ///
    /// What was told already comes before the frames go out that it follows, so one write takes them all:
    /// the answer to a message and the message itself, or the messages of a busy moment.
    pub async fn next(&mut self, told: &mut Subscription, stop: &CancellationToken) -> Result<Happened, End> {
        if self.socket.has_unsent() {
            if let Some(signal) = told.try_next().map_err(|Missed| End::Close(close::TOO_SLOW))? {
                return Ok(Happened::Told(signal));
            }
            self.flush().await?;
        }
        let silence = self.heard + Duration::from_millis(SILENCE_MS);
        tokio::select! {
            biased;
            () = stop.cancelled() => Err(End::Restart),
            signal = told.next() => match signal {
                Ok(signal) => Ok(Happened::Told(signal)),
                Err(Missed) => Err(End::Close(close::TOO_SLOW)),
            },
            _ = self.heartbeat.tick() => Ok(Happened::Heartbeat),
            text = text_of(&mut self.socket, &mut self.heard) => Ok(Happened::Frame(text?)),
            () = sleep_until(silence) => Err(End::Close(1001)),
        }
    }

    async fn text(&mut self) -> Result<Utf8Bytes, End> {
        text_of(&mut self.socket, &mut self.heard).await
    }

    /// Ends the line so that the peer learns why. `leaving` is the last frame before a restart.
    pub async fn end(mut self, end: End, leaving: Option<String>) {
        let code = match end {
            End::Gone => return,
            End::Close(code) => code,
            End::Restart => close::RESTART,
        };
        if let Some(text) = leaving {
            // A peer that is too slow for this frame learns the code all the same.
            let _late = self.send_text(Utf8Bytes::from(text)).await;
        }
        closing::close(self.socket, CloseFrame { code: code.into(), reason: Utf8Bytes::from_static("") }).await;
    }
}

/// The next text; pings are answered by the socket itself and count as a sign of life.
async fn text_of(socket: &mut Socket, heard: &mut Instant) -> Result<Utf8Bytes, End> {
    loop {
        let message = match socket.next().await {
            Some(Ok(message)) => message,
            Some(Err(Error::Capacity(_))) => return Err(End::Close(close::TOO_LARGE)),
            Some(Err(Error::Protocol(_) | Error::Utf8(_))) => return Err(End::Close(close::BAD_FRAME)),
            Some(Err(_)) | None => return Err(End::Gone),
        };
        *heard = Instant::now();
        match message {
            Message::Text(text) => return Ok(text),
            Message::Binary(_) => return Err(End::Close(1003)),
            Message::Close(_) => return Err(End::Gone),
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
        }
    }
}
