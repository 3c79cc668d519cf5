//! An open WebSocket that holds no buffer while it is idle.
//!
//! tungstenite's stream keeps a read buffer for as long as the socket lives and never gives back what its largest
//! message needed; with ten thousand sockets that is most of the server's memory
//! (`docs/decisions/0002-sockets.md`).
//! This one reads into the stack and keeps only what is not yet a message, or not yet taken by the peer.
//! Messages and errors are tungstenite's, so sessions and tests speak one language.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes, BytesMut};
use futures_util::{Sink, Stream};
use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::error::{CapacityError, Error, ProtocolError};

use crate::ws::frame::{self, Frame, Kind};
use crate::ws::upgrade::SocketLimits;

/// More fragments than a sensible client ever makes of 64 KiB; each costs more work than it brings bytes.
const MAX_FRAGMENTS: usize = 16;
/// The most that is read at once, on the stack.
const MAX_PIECE_BYTES: usize = 4096;
/// How much is gathered before it is written without a flush.
const WRITE_BYTES: usize = 16 * 1024;

/// An open socket. One task owns it: reading also moves on what is still to be written.
#[derive(Debug)]
pub struct Socket {
    stream: TcpStream,
    limits: SocketLimits,
    /// Read, and not yet a whole frame.
    incoming: BytesMut,
    /// Fragments of a message whose end has not come; on the heap, because hardly any client makes some.
    joining: Option<Box<Joining>>,
    /// Frames that are not flushed, or that the peer's TCP has not taken yet.
    outgoing: BytesMut,
    /// The answer to the newest ping; an older one need not be answered (RFC 6455, section 5.5.3).
    pong: Option<Bytes>,
    reading: Reading,
    close_sent: bool,
}

#[derive(Debug)]
struct Joining {
    kind: Kind,
    bytes: BytesMut,
    n_fragments: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Open,
    /// The peer has closed: what is still to be written is written, then the stream ends.
    Closed,
    Ended,
}

impl Socket {
    /// Takes over a stream on which the handshake is done; `early` was read together with it.
    pub fn new(stream: TcpStream, early: &[u8], limits: SocketLimits) -> Self {
        Self {
            stream,
            limits,
            incoming: BytesMut::from(early),
            joining: None,
            outgoing: BytesMut::new(),
            pong: None,
            reading: Reading::Open,
            close_sent: false,
        }
    }

    /// The stream below, for what is not a message.
    pub fn get_mut(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Whether something was sent that the peer's TCP has not taken yet.
    pub fn has_unsent(&self) -> bool {
        !self.outgoing.is_empty()
    }

    /// The next message that is already here; `None` when more bytes are needed.
    fn take_message(&mut self) -> Result<Option<Message>, Error> {
        while let Some(frame) = frame::take(&mut self.incoming, self.limits.max_message_bytes)? {
            if let Some(message) = self.accept(frame)? {
                return Ok(Some(message));
            }
        }
        if self.incoming.is_empty() {
            // What a message needed is given back before the next one comes.
            self.incoming = BytesMut::new();
        }
        Ok(None)
    }

    /// What a frame completes, if it completes something.
    fn accept(&mut self, frame: Frame) -> Result<Option<Message>, Error> {
        match frame.kind {
            Kind::Ping => {
                self.pong = Some(frame.payload.clone());
                Ok(Some(Message::Ping(frame.payload)))
            }
            Kind::Pong => Ok(Some(Message::Pong(frame.payload))),
            Kind::Close => self.closed_by_peer(&frame.payload).map(Some),
            Kind::Text | Kind::Binary if self.joining.is_some() => Err(ProtocolError::ExpectedFragment(data_code(frame.kind)).into()),
            Kind::Text | Kind::Binary if frame.last => finished(frame.kind, frame.payload).map(Some),
            Kind::Text | Kind::Binary => {
                let bytes = BytesMut::from(&*frame.payload);
                self.joining = Some(Box::new(Joining { kind: frame.kind, bytes, n_fragments: 1 }));
                Ok(None)
            }
            Kind::Continuation => self.join(&frame),
        }
    }

    fn join(&mut self, frame: &Frame) -> Result<Option<Message>, Error> {
        let Some(mut joining) = self.joining.take() else {
            return Err(ProtocolError::UnexpectedContinueFrame.into());
        };
        let size = joining.bytes.len() + frame.payload.len();
        joining.n_fragments += 1;
        let max_size = self.limits.max_message_bytes;
        if size > max_size || joining.n_fragments > MAX_FRAGMENTS {
            return Err(CapacityError::MessageTooLong { size, max_size }.into());
        }
        joining.bytes.extend_from_slice(&frame.payload);
        if frame.last {
            return finished(joining.kind, joining.bytes.freeze()).map(Some);
        }
        self.joining = Some(joining);
        Ok(None)
    }

    fn closed_by_peer(&mut self, payload: &Bytes) -> Result<Message, Error> {
        let reason = frame::close_reason(payload)?;
        self.reading = Reading::Closed;
        if !self.close_sent {
            self.close_sent = true;
            self.pong = None;
            self.queue(Kind::Close, &frame::close_payload(reason.as_ref()));
        }
        Ok(Message::Close(reason))
    }

    fn queue(&mut self, kind: Kind, payload: &[u8]) {
        let header = frame::header(kind, payload.len());
        self.outgoing.reserve(header.len() + payload.len());
        self.outgoing.extend_from_slice(&header);
        self.outgoing.extend_from_slice(payload);
    }

    /// Writes what waits; ready when nothing does.
    fn poll_write_out(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if let Some(payload) = self.pong.take() {
            self.queue(Kind::Pong, &payload);
        }
        while !self.outgoing.is_empty() {
            let n_bytes = ready!(Pin::new(&mut self.stream).poll_write(context, &self.outgoing))?;
            if n_bytes == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.outgoing.advance(n_bytes);
        }
        self.outgoing = BytesMut::new();
        Poll::Ready(Ok(()))
    }

    /// Reads once; ready with the number of bytes, 0 at the end.
    fn poll_read_in(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut piece = [0; MAX_PIECE_BYTES];
        let size = self.limits.read_buffer_bytes.clamp(1, MAX_PIECE_BYTES);
        let mut piece = ReadBuf::new(&mut piece[..size]);
        ready!(Pin::new(&mut self.stream).poll_read(context, &mut piece))?;
        self.incoming.extend_from_slice(piece.filled());
        Poll::Ready(Ok(piece.filled().len()))
    }

    fn poll_message(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Message, Error>>> {
        loop {
            // A failure to write is told to whoever writes; a peer may still have said something worth reading.
            let written = self.poll_write_out(context);
            if self.reading == Reading::Closed {
                let _gone = ready!(written);
                return Poll::Ready(None);
            }
            if let Some(message) = self.take_message()? {
                return Poll::Ready(Some(Ok(message)));
            }
            if ready!(self.poll_read_in(context))? == 0 {
                return Poll::Ready(Some(Err(ProtocolError::ResetWithoutClosingHandshake.into())));
            }
        }
    }
}

impl Stream for Socket {
    type Item = Result<Message, Error>;

    /// After an error or the end there is nothing more; a close frame can still be sent.
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.reading == Reading::Ended {
            return Poll::Ready(None);
        }
        let next = ready!(self.poll_message(context));
        if matches!(next, None | Some(Err(_))) {
            self.reading = Reading::Ended;
            self.incoming = BytesMut::new();
            self.joining = None;
        }
        Poll::Ready(next)
    }
}

impl Sink<Message> for Socket {
    type Error = Error;

    /// Ready while little waits; otherwise when the peer has taken everything.
    fn poll_ready(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.outgoing.len() < WRITE_BYTES {
            return Poll::Ready(Ok(()));
        }
        self.poll_write_out(context).map_err(Error::from)
    }

    /// Keeps the message until it is flushed.
    ///
    /// Fails with `WriteBufferFull` when more than the limit would wait behind another message, and with `SendAfterClosing` after a close.
    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), Error> {
        if self.close_sent {
            return Err(ProtocolError::SendAfterClosing.into());
        }
        let (kind, payload) = match &message {
            Message::Text(text) => (Kind::Text, Bytes::from(text.clone())),
            Message::Binary(bytes) => (Kind::Binary, bytes.clone()),
            Message::Ping(bytes) => (Kind::Ping, bytes.clone()),
            Message::Pong(bytes) => (Kind::Pong, bytes.clone()),
            Message::Close(reason) => (Kind::Close, frame::close_payload(reason.as_ref())),
            Message::Frame(_) => return Err(ProtocolError::InvalidOpcode(0).into()),
        };
        if kind.is_control() && payload.len() > frame::MAX_CONTROL_BYTES {
            return Err(ProtocolError::ControlFrameTooBig.into());
        }
        // A close frame is always let through: it is small, and the last. So is a message that nothing waits before:
        // refusing it because of its size would never end.
        let waiting = self.outgoing.len() + payload.len();
        if kind != Kind::Close && !self.outgoing.is_empty() && waiting > self.limits.max_write_buffer_bytes {
            return Err(Error::WriteBufferFull(Box::new(message)));
        }
        self.close_sent = kind == Kind::Close;
        self.queue(kind, &payload);
        Ok(())
    }

    /// Writes everything, in one piece when the peer takes it.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.poll_write_out(context).map_err(Error::from)
    }

    /// Sends a close frame without a reason, if none was sent, and shuts the writing side.
    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if !self.close_sent {
            self.close_sent = true;
            self.pong = None;
            self.queue(Kind::Close, &[]);
        }
        ready!(self.poll_write_out(context))?;
        Pin::new(&mut self.stream).poll_shutdown(context).map_err(Error::from)
    }
}

fn finished(kind: Kind, payload: Bytes) -> Result<Message, Error> {
    if kind == Kind::Binary {
        return Ok(Message::Binary(payload));
    }
    frame::text(payload).map(Message::Text)
}

fn data_code(kind: Kind) -> tokio_tungstenite::tungstenite::protocol::frame::coding::Data {
    use tokio_tungstenite::tungstenite::protocol::frame::coding::Data;
    if kind == Kind::Text { Data::Text } else { Data::Binary }
}
