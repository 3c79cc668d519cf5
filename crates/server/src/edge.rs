//! Where a peer's address comes in, and the only file that sees one.
//!
//! Behind a proxy the address is taken from `X-Forwarded-For`, but only when the connection itself
//! comes from a configured proxy; anybody else's header is ignored.
#![expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "this is the one place that knows addresses")]

use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::http::Request;
use entrenous_app::Context;
use entrenous_domain::privacy::{ClientAddr, RateKey};

use crate::http::extract::Peer;

/// Turns addresses into rate-limit keys.
#[derive(Debug, Clone)]
pub struct Edge {
    trusted: Vec<IpAddr>,
    ctx: Context,
}

impl Edge {
    /// `trusted_proxies` are plain addresses, as the configuration has checked them.
    pub fn new(trusted_proxies: &[String], ctx: Context) -> Self {
        Self { trusted: trusted_proxies.iter().filter_map(|text| text.parse().ok()).map(|ip: IpAddr| ip.to_canonical()).collect(), ctx }
    }

    /// Under which key a connection counts before anything of it was read; none for a proxy, which brings everybody's.
    pub fn counts_as(&self, peer: SocketAddr) -> Option<RateKey> {
        let ip = peer.ip().to_canonical();
        (!self.trusted.contains(&ip)).then(|| self.key(&client_addr(ip)))
    }

    /// Puts the peer's rate key into the request; the address goes no further.
    pub fn mark(&self, peer: SocketAddr, request: &mut Request<Body>) {
        let addr = self.client(peer.ip().to_canonical(), request);
        request.extensions_mut().insert(Peer(self.key(&addr)));
    }

    fn key(&self, addr: &ClientAddr) -> RateKey {
        addr.rate_key(|bytes| self.ctx.keys.rate_hash(self.ctx.now(), bytes))
    }

    fn client(&self, peer: IpAddr, request: &Request<Body>) -> ClientAddr {
        if !self.trusted.contains(&peer) {
            return client_addr(peer);
        }
        // The last entry that is not one of our proxies was written by one of them.
        let named = request
            .headers()
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|line| line.split(','))
            .filter_map(|part| part.trim().parse::<IpAddr>().ok())
            .map(|ip| ip.to_canonical())
            .rfind(|ip| !self.trusted.contains(ip));
        client_addr(named.unwrap_or(peer))
    }
}

fn client_addr(ip: IpAddr) -> ClientAddr {
    match ip {
        IpAddr::V4(v4) => ClientAddr::from_v4(v4.octets()),
        IpAddr::V6(v6) => ClientAddr::from_v6(v6.octets()),
    }
}

/// Whether a text is an address, for the configuration's check.
pub fn is_address(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use entrenous_testkit::TestContext;

    use super::*;

    fn key(edge: &Edge, peer: &str, forwarded: Option<&str>) -> RateKey {
        let mut request = Request::new(Body::empty());
        if let Some(value) = forwarded {
            request.headers_mut().insert("x-forwarded-for", value.parse().unwrap());
        }
        edge.mark(socket(peer), &mut request);
        request.extensions().get::<Peer>().unwrap().0
    }

    fn socket(peer: &str) -> SocketAddr {
        SocketAddr::new(peer.parse().unwrap(), 1)
    }

    #[tokio::test]
    async fn only_a_listed_proxy_is_believed() {
        let test = TestContext::sqlite().await;
        let edge = Edge::new(&["10.0.0.1".to_owned()], test.ctx.clone());
        let direct = key(&edge, "192.0.2.7", None);
        assert_eq!(key(&edge, "192.0.2.7", Some("198.51.100.1")), direct);
        assert_eq!(key(&edge, "10.0.0.1", Some("192.0.2.7")), direct);
        assert_eq!(key(&edge, "::ffff:10.0.0.1", Some("192.0.2.7")), direct);
        assert_eq!(key(&edge, "10.0.0.1", Some("203.0.113.9, 192.0.2.7")), direct);
        assert_ne!(key(&edge, "10.0.0.1", Some("192.0.2.8")), direct);
    }

    #[tokio::test]
    async fn a_proxys_connections_are_not_counted_and_tomorrow_nobody_is_known() {
        let test = TestContext::sqlite().await;
        let edge = Edge::new(&["10.0.0.1".to_owned()], test.ctx.clone());
        assert_eq!(edge.counts_as(socket("10.0.0.1")), None);
        assert_eq!(edge.counts_as(socket("::ffff:10.0.0.1")), None);
        let today = edge.counts_as(socket("192.0.2.7"));
        assert_eq!(edge.counts_as(socket("::ffff:192.0.2.7")), today);
        test.advance_ms(86_400_000);
        assert_ne!(edge.counts_as(socket("192.0.2.7")), today);
    }
}
