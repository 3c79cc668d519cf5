//! Where a peer's address comes in, and the only file that sees one.
//!
//! Behind a proxy the address is taken from `X-Forwarded-For`, but only when the connection itself
//! comes from a configured proxy; anybody else's header is ignored.
#![expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "this is the one place that knows addresses")]

use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::http::Request;
use entrenous_app::secret::Keys;
use entrenous_domain::privacy::ClientAddr;

use crate::http::extract::Peer;

/// Turns addresses into rate-limit keys.
#[derive(Debug, Clone)]
pub struct Edge {
    trusted: Vec<IpAddr>,
    keys: Keys,
}

impl Edge {
    /// `trusted_proxies` are plain addresses, as the configuration has checked them.
    pub fn new(trusted_proxies: &[String], keys: Keys) -> Self {
        Self { trusted: trusted_proxies.iter().filter_map(|text| text.parse().ok()).collect(), keys }
    }

    /// Puts the peer's rate key into the request; the address goes no further.
    pub fn mark(&self, peer: SocketAddr, request: &mut Request<Body>) {
        let addr = self.client(peer.ip(), request);
        let key = addr.rate_key(|bytes| self.keys.rate_hash(bytes));
        request.extensions_mut().insert(Peer(key));
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
    use super::*;

    fn key(edge: &Edge, peer: &str, forwarded: Option<&str>) -> entrenous_domain::privacy::RateKey {
        let mut request = Request::new(Body::empty());
        if let Some(value) = forwarded {
            request.headers_mut().insert("x-forwarded-for", value.parse().unwrap());
        }
        edge.mark(SocketAddr::new(peer.parse().unwrap(), 1), &mut request);
        request.extensions().get::<Peer>().unwrap().0
    }

    #[test]
    fn only_a_listed_proxy_is_believed() {
        let edge = Edge::new(&["10.0.0.1".to_owned()], Keys::new(&[1; 32], [2; 32]));
        let direct = key(&edge, "192.0.2.7", None);
        assert_eq!(key(&edge, "192.0.2.7", Some("198.51.100.1")), direct);
        assert_eq!(key(&edge, "10.0.0.1", Some("192.0.2.7")), direct);
        assert_eq!(key(&edge, "10.0.0.1", Some("203.0.113.9, 192.0.2.7")), direct);
        assert_ne!(key(&edge, "10.0.0.1", Some("192.0.2.8")), direct);
    }
}
