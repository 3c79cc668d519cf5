//! What every request shares.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::header::HOST;
use entrenous_app::Context;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::serve::Stop;

/// Shared by all requests and sockets. Clones share it.
#[derive(Clone, Debug)]
pub struct AppState {
    /// What actions need.
    pub ctx: Context,
    /// What the server itself needs.
    pub house: Arc<House>,
}

/// What the server itself needs.
#[derive(Debug)]
pub struct House {
    /// The origin of the configured public address, such as `https://chat.example.com`.
    pub public_origin: String,
    /// Whether no public address is configured, so that plain http on any name of this server counts as our own.
    pub follows_host: bool,
    /// Every socket and connection is a task of it.
    pub tasks: TaskTracker,
    /// When to stop.
    pub stop: Stop,
    /// The chat key of the demo site; the demo shop is served only with one.
    pub demo_key: Option<String>,
    /// What one peer or visitor may do.
    pub limits: crate::config::Limits,
    /// How many files may be on their way in.
    pub uploads: crate::http::upload_places::UploadPlaces,
    /// How many searches each agent has under way.
    pub searches: crate::http::search_places::SearchPlaces,
    /// How many sockets each peer and visitor has open.
    pub sockets: crate::ws::limits::SocketCounts,
}

impl AppState {
    /// Whether an origin is the one under which this server is reached: the configured one, or the host that was asked.
    ///
    /// The asked host counts only where no public address is configured: a dashboard on another name of the same server (an address of
    /// the local network) is the same origin for its browser, and a page elsewhere cannot choose that header.
    pub fn is_own_origin(&self, origin: &str, headers: &HeaderMap) -> bool {
        let host = headers.get(HOST).and_then(|value| value.to_str().ok());
        let asked = origin.strip_prefix("http://");
        self.is_own(Some(origin)) || (self.house.follows_host && asked.is_some() && asked == host)
    }

    /// Whether an origin is the configured one; our own pages (the demo shop, previews) may always show a chat box.
    pub fn is_own(&self, origin: Option<&str>) -> bool {
        origin.is_some_and(|origin| origin.eq_ignore_ascii_case(&self.house.public_origin))
    }

    /// How long a client that is sent away shall wait, in milliseconds: spread, so that not all come back at once.
    pub fn retry_hint_ms(&self) -> u64 {
        let [a, b] = self.ctx.random::<2>();
        // Up to about eight seconds; a restart takes less than one.
        500_u64.saturating_add(u64::from(u16::from_be_bytes([a, b])) / 8)
    }

    /// When the server shall stop.
    pub fn stopping(&self) -> &CancellationToken {
        &self.house.stop.soon
    }
}
