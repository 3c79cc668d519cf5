//! Talking to any of the systems: the same visitors, agents and messages in each one's own frames.

use std::net::Ipv4Addr;

use anyhow::Result;

use super::client::Client;
use super::{entrenous, http, socketio};

/// The begin of every `client_msg_id` that the bench makes; the message's number follows in eight digits.
const MARK: &str = "bench-";

/// What a visitor writes: about a line and a half of chat.
pub const TEXT: &str = "Hello, I ordered the blue bicycle on Monday and the parcel still has not left. Could you have a look, please?";

/// How to reach one running system.
pub enum Way {
    /// Our own protocol.
    Entrenous(entrenous::SignedIn),
    /// Socket.IO over Engine.IO 4.
    SocketIo(socketio::Relay),
}

/// Something heard on a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// The server has taken our message with this number.
    Accepted(usize),
    /// There is a message with this number.
    Added(usize),
    /// The server wants to know whether we are there.
    Ping,
    /// Nothing that matters here.
    Other,
}

/// A welcomed visitor or agent.
pub struct Talker {
    client: Client,
    speaks: Speaks,
}

#[derive(Clone, Copy)]
enum Speaks {
    Entrenous,
    SocketIo,
}

impl Way {
    /// The `number`th visitor, in a conversation of its own.
    ///
    /// # Errors
    /// When it is not welcomed.
    pub async fn visitor(&self, number: usize) -> Result<Talker> {
        let source = http::source(number);
        match self {
            Self::Entrenous(way) => Ok(Talker { client: way.visitor(source).await?, speaks: Speaks::Entrenous }),
            Self::SocketIo(way) => Ok(Talker { client: way.join(source, "visitor", number).await?, speaks: Speaks::SocketIo }),
        }
    }

    /// An agent who sees every conversation.
    ///
    /// # Errors
    /// When it is not welcomed.
    pub async fn agent(&self) -> Result<Talker> {
        let source = Ipv4Addr::LOCALHOST;
        match self {
            Self::Entrenous(way) => Ok(Talker { client: way.agent(source).await?, speaks: Speaks::Entrenous }),
            Self::SocketIo(way) => Ok(Talker { client: way.join(source, "agent", 0).await?, speaks: Speaks::SocketIo }),
        }
    }
}

impl Talker {
    /// Sends the message with this number.
    ///
    /// # Errors
    /// When the server has hung up.
    pub async fn send(&mut self, number: usize) -> Result<()> {
        let id = format!("{MARK}{number:08}");
        let frame = match self.speaks {
            Speaks::Entrenous => entrenous::message(&id, TEXT),
            Speaks::SocketIo => socketio::message(number, &id, TEXT),
        };
        self.client.say(frame).await
    }

    /// The next thing heard; a ping is answered before it is returned.
    ///
    /// # Errors
    /// When the server has hung up, closed, or refused something.
    pub async fn hear(&mut self) -> Result<Heard> {
        let frame = self.client.hear().await?;
        let (heard, pong) = match self.speaks {
            Speaks::Entrenous => (entrenous::understand(&frame)?, entrenous::PONG),
            Speaks::SocketIo => (socketio::understand(&frame), socketio::PONG),
        };
        if heard == Heard::Ping {
            self.client.say(pong).await?;
        }
        Ok(heard)
    }
}

/// The number in the first mark of a frame.
///
/// Found by its mark instead of by parsing JSON: the generator shares the processor with what it measures.
pub fn number_in(frame: &str) -> Option<usize> {
    let (_, after) = frame.split_once(MARK)?;
    after.get(..8)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_wherever_its_mark_stands() {
        assert_eq!(number_in(r#"{"client_msg_id":"bench-00000042"}"#), Some(42));
        assert_eq!(number_in(r#"{"client_msg_id":"other-00000042"}"#), None);
        assert_eq!(number_in("bench-12"), None);
    }
}
