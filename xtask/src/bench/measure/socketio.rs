//! The relay's frames: Socket.IO 5 over Engine.IO 4, sockets only (socket.io's protocol documents).

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;
use serde_json::json;

use super::client::Client;
use super::talk::{Heard, number_in};

/// Engine.IO's answer to a ping.
pub const PONG: &str = "3";

/// A running relay.
pub struct Relay {
    address: SocketAddr,
}

impl Relay {
    /// The relay that listens at `address`.
    pub fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Opens a socket and waits until the relay has put it into its room.
    pub async fn join(&self, source: Ipv4Addr, role: &str, number: usize) -> Result<Client> {
        let mut client = Client::open(source, self.address, "/socket.io/?EIO=4&transport=websocket").await?;
        client.wait_for("0{").await?;
        client.say("40").await?;
        client.wait_for("40{").await?;
        let hello = json!(["hello", { "role": role, "conversation": format!("conversation-{number}") }]);
        client.say(format!("420{hello}")).await?;
        client.wait_for("430[").await?;
        Ok(client)
    }
}

/// An event that asks for an acknowledgement with the message's own number.
pub fn message(number: usize, client_msg_id: &str, text: &str) -> String {
    let event = json!(["send_message", { "client_msg_id": client_msg_id, "text": text }]);
    format!("42{number}{event}")
}

/// `2` is a ping, `42[…]` an event, `43N[…]` an acknowledgement.
pub fn understand(frame: &str) -> Heard {
    match (frame.get(..2), number_in(frame)) {
        (Some("43"), Some(number)) => Heard::Accepted(number),
        (Some("42"), Some(number)) => Heard::Added(number),
        _ if frame == "2" => Heard::Ping,
        _ => Heard::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_frame_is_told_apart() {
        assert_eq!(understand("2"), Heard::Ping);
        assert_eq!(understand(r#"437[{"client_msg_id":"bench-00000007"}]"#), Heard::Accepted(7));
        assert_eq!(understand(r#"42["message_added",{"client_msg_id":"bench-00000008"}]"#), Heard::Added(8));
        assert_eq!(understand(r#"40{"sid":"x"}"#), Heard::Other);
    }

    #[test]
    fn a_message_carries_its_number_as_acknowledgement_id() {
        assert!(message(12, "bench-00000012", "hi").starts_with(r#"4212["send_message",{"#));
    }
}
