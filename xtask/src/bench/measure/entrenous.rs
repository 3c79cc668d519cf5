//! Our own frames, and what comes before them: a session for a visitor, a ticket for an agent.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::client::Client;
use super::http;
use super::talk::{Heard, number_in};

/// `PROTOCOL_VERSION` of the crate `protocol`, on which xtask does not depend.
const PROTOCOL: u32 = 1;

/// The answer to a heartbeat.
pub const PONG: &str = r#"{"type":"beat"}"#;

/// A running server with an agent who is signed in.
pub struct SignedIn {
    address: SocketAddr,
    cookie: String,
    chat_key: String,
}

impl SignedIn {
    /// Signs in with what the server printed when it made its demo account.
    ///
    /// # Errors
    /// When it printed nothing of the kind, or the server refuses it.
    pub async fn sign_in(address: SocketAddr, printed: &[String]) -> Result<Self> {
        let (email, password) =
            credentials(printed).with_context(|| format!("no sign-in in what the server printed:\n{}", printed.join("\n")))?;
        let login = json!({ "email": email, "password": password });
        let here = Ipv4Addr::LOCALHOST;
        let answer = http::ask(here, address, "POST /api/agent/login", None, Some(&login)).await?;
        let cookie = answer.cookies.join("; ");
        let sites = http::ask(here, address, "GET /api/agent/sites", Some(&cookie), None).await?.body;
        let chat_key = text_of(&sites, "chat_key").context("the demo account has no site")?;
        Ok(Self { address, cookie, chat_key })
    }

    /// A new visitor with a socket that is welcomed.
    pub async fn visitor(&self, source: Ipv4Addr) -> Result<Client> {
        let session =
            json!({ "chat_key": self.chat_key, "page": { "url": "https://shop.example/bicycles/blue", "title": "Blue bicycle" } });
        let answer = http::ask(source, self.address, "POST /api/visitor/session", None, Some(&session)).await?;
        let token = answer.body["token"].as_str().context("the session has no token")?;
        let hello = json!({ "type": "hello", "protocol": PROTOCOL, "chat_key": self.chat_key, "token": token });
        self.welcomed(source, "/ws/visitor", &hello).await
    }

    /// A further socket of the agent, welcomed.
    pub async fn agent(&self, source: Ipv4Addr) -> Result<Client> {
        let answer = http::ask(source, self.address, "POST /api/agent/ticket", Some(&self.cookie), Some(&json!({}))).await?;
        let ticket = answer.body["ticket"].as_str().context("no ticket")?;
        self.welcomed(source, "/ws/agent", &json!({ "type": "hello", "protocol": PROTOCOL, "ticket": ticket })).await
    }

    async fn welcomed(&self, source: Ipv4Addr, path: &str, hello: &Value) -> Result<Client> {
        let mut client = Client::open(source, self.address, path).await?;
        client.say(hello.to_string()).await?;
        client.wait_for(r#""type":"welcomed""#).await?;
        Ok(client)
    }
}

/// A visitor's `send_message`.
pub fn message(client_msg_id: &str, text: &str) -> String {
    json!({ "type": "send_message", "client_msg_id": client_msg_id, "content": { "type": "text", "text": text } }).to_string()
}

/// Told apart by the tag, which the server writes first.
///
/// # Errors
/// When the server refused a message: the load would then not be what it claims to be.
pub fn understand(frame: &str) -> Result<Heard> {
    let tag = frame.strip_prefix(r#"{"type":""#).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    Ok(match (tag, number_in(frame)) {
        ("message_accepted", Some(number)) => Heard::Accepted(number),
        ("message_added" | "event", Some(number)) if frame.contains(r#""message_added""#) => Heard::Added(number),
        ("heartbeat", _) => Heard::Ping,
        ("refused", _) => bail!("refused: {frame}"),
        ("leaving", _) => bail!("the server is stopping"),
        _ => Heard::Other,
    })
}

/// The first address and the password beside or below it.
fn credentials(printed: &[String]) -> Option<(String, String)> {
    let words: Vec<&str> = printed.iter().flat_map(|line| line.split_whitespace()).collect();
    let at = words.iter().position(|word| word.contains('@') && !word.contains("://"))?;
    let trim = |word: &str| word.trim_matches([',', '(', ')', '"', '\'']).to_owned();
    let after = &words[at + 1..];
    let password = match after.iter().position(|word| word.to_lowercase().starts_with("password")) {
        Some(label) => after.get(label + 1)?,
        None => after.iter().find(|word| word.len() >= 10)?,
    };
    Some((trim(words[at]), trim(password)))
}

/// The first text with this name, at any depth.
fn text_of(value: &Value, name: &str) -> Option<String> {
    match value {
        Value::Object(fields) => match fields.get(name) {
            Some(Value::String(text)) => Some(text.clone()),
            _ => fields.values().find_map(|field| text_of(field, name)),
        },
        Value::Array(items) => items.iter().find_map(|item| text_of(item, name)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_frame_is_told_apart() {
        let accepted = r#"{"type":"message_accepted","accepted":{"client_msg_id":"bench-00000003"}}"#;
        let event = r#"{"type":"event","event":{"event":{"kind":"message_added","message":{"client_msg_id":"bench-00000004"}}}}"#;
        assert_eq!(understand(accepted).unwrap(), Heard::Accepted(3));
        assert_eq!(understand(event).unwrap(), Heard::Added(4));
        assert_eq!(understand(r#"{"type":"heartbeat","epoch":"e"}"#).unwrap(), Heard::Ping);
        assert!(understand(r#"{"type":"refused","refused":{}}"#).is_err());
    }

    #[test]
    fn a_sign_in_is_found_in_what_was_printed() {
        let printed = ["sign in: http://127.0.0.1:1/app".to_owned(), "anna@demo.example password: correct-horse".to_owned()];
        assert_eq!(credentials(&printed), Some(("anna@demo.example".to_owned(), "correct-horse".to_owned())));
    }
}
