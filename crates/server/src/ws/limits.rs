//! What one peer, one visitor and one socket may do.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use entrenous_domain::ids::VisitorId;
use entrenous_domain::privacy::RateKey;
use entrenous_domain::time::Timestamp;
use entrenous_protocol::ws::LimitsOut;

use super::upgrade::SocketLimits;
use crate::config::Limits;

/// The largest frame in bytes.
pub const FRAME_BYTES: usize = 64 * 1024;
/// How often a heartbeat goes out, in milliseconds.
pub const HEARTBEAT_MS: u32 = 15_000;
/// A socket that has said nothing for so long is closed, in milliseconds.
pub const SILENCE_MS: u64 = 60_000;
/// How long the first frame may take, in milliseconds.
pub const HELLO_MS: u64 = 5_000;
/// How long one frame may take to leave, in milliseconds; longer is too slow.
pub const SEND_MS: u64 = 10_000;
/// The window in which frames are counted, in milliseconds.
const WINDOW_MS: u64 = 10_000;

/// The buffers of a visitor's socket.
pub const VISITOR_SOCKET: SocketLimits =
    SocketLimits { read_buffer_bytes: 2 * 1024, max_message_bytes: FRAME_BYTES, max_write_buffer_bytes: 512 * 1024 };
/// The buffers of an agent's socket.
pub const AGENT_SOCKET: SocketLimits =
    SocketLimits { read_buffer_bytes: 4 * 1024, max_message_bytes: FRAME_BYTES, max_write_buffer_bytes: 512 * 1024 };

/// What the client is told of its limits.
pub fn told(frames: u32, file_bytes: u64) -> LimitsOut {
    let chars = u32::try_from(entrenous_domain::conversation::MAX_TEXT_CHARS).unwrap_or(u32::MAX);
    LimitsOut { frame_bytes: u32::try_from(FRAME_BYTES).unwrap_or(u32::MAX), text_chars: chars, file_bytes, frames_per_10s: frames }
}

/// How many sockets are open, by peer and by visitor. In memory only.
#[derive(Debug)]
pub struct SocketCounts {
    per_peer: u32,
    per_visitor: u32,
    sessions_per_minute: u32,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    peers: HashMap<RateKey, u32>,
    visitors: HashMap<VisitorId, u32>,
    sessions: HashMap<RateKey, u32>,
    sessions_since: i64,
}

/// A place that a socket holds; given back when dropped.
#[derive(Debug)]
pub struct Place {
    counts: Arc<crate::state::House>,
    peer: Option<RateKey>,
    visitor: Option<VisitorId>,
}

impl SocketCounts {
    /// With at most so many sockets for each peer, and the configured rest.
    pub fn new(per_peer: u32, limits: Limits) -> Self {
        Self { per_peer, per_visitor: limits.sockets_per_visitor, sessions_per_minute: limits.sessions_per_minute, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a session that begins.
    ///
    /// # Errors
    /// The milliseconds to wait, when the peer began too many in this minute.
    pub fn session_begins(&self, peer: RateKey, now: Timestamp) -> Result<(), u64> {
        let mut state = self.state();
        if now.as_ms().saturating_sub(state.sessions_since) >= 60_000 {
            state.sessions.clear();
            state.sessions_since = now.as_ms();
        }
        let count = state.sessions.entry(peer).or_insert(0);
        *count = count.saturating_add(1);
        if *count > self.sessions_per_minute { Err(60_000) } else { Ok(()) }
    }
}

/// A place for a socket of this peer; `None` when it has too many.
pub fn place_of_peer(house: &Arc<crate::state::House>, peer: RateKey) -> Option<Place> {
    let mut state = house.sockets.state();
    let count = state.peers.entry(peer).or_insert(0);
    if *count >= house.sockets.per_peer {
        return None;
    }
    *count = count.saturating_add(1);
    drop(state);
    Some(Place { counts: Arc::clone(house), peer: Some(peer), visitor: None })
}

impl Place {
    /// Counts the socket for its visitor too; false when the visitor has too many.
    pub fn is_for(&mut self, visitor: &VisitorId) -> bool {
        let mut state = self.counts.sockets.state();
        let count = state.visitors.entry(visitor.clone()).or_insert(0);
        if *count >= self.counts.sockets.per_visitor {
            return false;
        }
        *count = count.saturating_add(1);
        drop(state);
        self.visitor = Some(visitor.clone());
        true
    }
}

fn give_back<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, u32>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(key);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.counts.sockets.state();
        if let Some(peer) = &self.peer {
            give_back(&mut state.peers, peer);
        }
        if let Some(visitor) = &self.visitor {
            give_back(&mut state.visitors, visitor);
        }
    }
}

/// Counts the frames of one socket in windows of ten seconds.
#[derive(Debug)]
pub struct Pace {
    allowed: u32,
    seen: u32,
    since: tokio::time::Instant,
}

/// What to do with a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Carry it out.
    Fine,
    /// Refuse it; it may come again after so many milliseconds.
    Refuse(u64),
    /// The client does not listen: close.
    Close,
}

impl Pace {
    /// So many frames in ten seconds.
    pub fn new(allowed: u32) -> Self {
        Self { allowed, seen: 0, since: tokio::time::Instant::now() }
    }

    /// Counts one frame.
    pub fn count(&mut self) -> Verdict {
        let elapsed = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        if elapsed >= WINDOW_MS {
            self.since = tokio::time::Instant::now();
            self.seen = 0;
        }
        self.seen = self.seen.saturating_add(1);
        if self.seen <= self.allowed {
            Verdict::Fine
        } else if self.seen <= self.allowed.saturating_mul(3) {
            Verdict::Refuse(WINDOW_MS.saturating_sub(elapsed.min(WINDOW_MS)))
        } else {
            Verdict::Close
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_flood_is_refused_then_closed_and_forgiven_after_ten_seconds() {
        let mut pace = Pace::new(2);
        let verdicts: Vec<Verdict> = (0..7).map(|_| pace.count()).collect();
        assert_eq!(verdicts[..2], [Verdict::Fine, Verdict::Fine]);
        assert!(matches!(verdicts[2], Verdict::Refuse(_)));
        assert_eq!(verdicts[6], Verdict::Close);
        tokio::time::advance(std::time::Duration::from_secs(10)).await;
        assert_eq!(pace.count(), Verdict::Fine);
    }
}
