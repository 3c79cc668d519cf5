//! The few HTTP requests that come before a socket, from an address of our choice.
//!
//! Servers count sockets and sessions for each address, and 10,000 visitors have more than one.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// An answer: its cookies and its body.
pub struct Answer {
    /// `name=value` of each `Set-Cookie`, ready to be sent back.
    pub cookies: Vec<String>,
    /// The JSON body; null without one.
    pub body: Value,
}

/// A loopback address for the `number`th visitor, 20 visitors to an address.
pub fn source(number: usize) -> Ipv4Addr {
    let place = number / 20;
    let byte = |value: usize| u8::try_from(value).unwrap_or(u8::MAX);
    Ipv4Addr::new(127, byte(1 + place / 40_000), byte(place / 200 % 200), byte(1 + place % 200))
}

/// Connects from `source`; the port is free again as soon as we hang up.
///
/// # Errors
/// When no port is free or nobody listens.
pub async fn connect(source: Ipv4Addr, address: SocketAddr) -> Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    // A reset instead of a farewell: 10,000 ports in TIME_WAIT would be missing in the next round.
    socket.set_zero_linger()?;
    socket.bind(SocketAddr::from((source, 0))).with_context(|| format!("no free port at {source}"))?;
    let stream = socket.connect(address).await.with_context(|| format!("{address} does not answer"))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Sends one request and reads its answer; the connection is not used again.
///
/// # Errors
/// When the server hangs up or answers anything but a success; the message holds its words.
pub async fn ask(source: Ipv4Addr, address: SocketAddr, line: &str, cookie: Option<&str>, body: Option<&Value>) -> Result<Answer> {
    let mut stream = connect(source, address).await?;
    let body = body.map(Value::to_string).unwrap_or_default();
    let cookie = cookie.map(|cookie| format!("cookie: {cookie}\r\n")).unwrap_or_default();
    let request = format!(
        "{line} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n{cookie}\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    answer(&String::from_utf8_lossy(&bytes)).with_context(|| format!("`{line}`"))
}

fn answer(text: &str) -> Result<Answer> {
    let (head, body) = text.split_once("\r\n\r\n").context("the answer was cut short")?;
    let status = head.split(' ').nth(1).context("the answer has no status")?;
    ensure!(status.starts_with('2'), "answered {status}: {body}");
    let cookies = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        .filter_map(|(_, value)| value.split(';').next())
        .map(|pair| pair.trim().to_owned())
        .collect();
    let body = if body.is_empty() { Value::Null } else { serde_json::from_str(body).context("the answer is not JSON")? };
    Ok(Answer { cookies, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_its_cookies_and_its_body() {
        let text = "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; HttpOnly\r\nset-cookie: b=2\r\n\r\n{\"x\":1}";
        let answer = answer(text).unwrap();
        assert_eq!(answer.cookies, ["a=1", "b=2"]);
        assert_eq!(answer.body["x"], 1);
    }

    #[test]
    fn a_refusal_is_told_in_the_servers_words() {
        let refused = answer("HTTP/1.1 429 Too Many Requests\r\n\r\nslow down").err().unwrap();
        assert!(refused.to_string().contains("slow down"));
    }

    #[test]
    fn twenty_visitors_share_an_address_and_ten_thousand_do_not() {
        assert_eq!(source(0), source(19));
        assert_ne!(source(19), source(20));
        let all: std::collections::HashSet<_> = (0..10_000).map(source).collect();
        assert_eq!(all.len(), 500);
    }
}
