//! What one peer, one visitor and one socket may do.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use entrenous_domain::ids::VisitorId;
use entrenous_domain::privacy::RateKey;
use entrenous_domain::time::Timestamp;
use entrenous_protocol::ws::LimitsOut;

use super::upgrade::SocketLimits;
use crate::config::Limits;
use crate::crowd::{Crowd, Share, TooMany};

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

/// How many sockets are open and how many sessions begin. In memory only.
#[derive(Debug)]
pub struct SocketCounts {
    peers: Arc<Crowd<RateKey>>,
    visitors: Arc<Crowd<VisitorId>>,
    sessions_per_minute: u32,
    sessions: Mutex<Sessions>,
}

/// The sessions that each peer began in this minute.
#[derive(Debug, Default)]
struct Sessions {
    begun: HashMap<RateKey, u32>,
    since: i64,
}

impl SocketCounts {
    /// With at most so many sockets for each peer, and the configured rest.
    pub fn new(per_peer: u32, limits: Limits) -> Self {
        let [per_peer, per_visitor] = [per_peer, limits.sockets_per_visitor].map(|most| usize::try_from(most).unwrap_or(usize::MAX));
        Self {
            peers: Arc::new(Crowd::new(per_peer)),
            visitors: Arc::new(Crowd::new(per_visitor)),
            sessions_per_minute: limits.sessions_per_minute,
            sessions: Mutex::default(),
        }
    }

    /// Counts a socket of a peer.
    ///
    /// # Errors
    /// `TooMany`.
    pub fn of_peer(&self, peer: RateKey) -> Result<Share<RateKey>, TooMany> {
        self.peers.admit(peer)
    }

    /// Counts a socket of a visitor.
    ///
    /// # Errors
    /// `TooMany`.
    pub fn of_visitor(&self, visitor: &VisitorId) -> Result<Share<VisitorId>, TooMany> {
        self.visitors.admit(visitor.clone())
    }

    /// Counts a session that begins.
    ///
    /// # Errors
    /// The milliseconds to wait, when the peer began too many in this minute.
    pub fn session_begins(&self, peer: RateKey, now: Timestamp) -> Result<(), u64> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if now.as_ms().saturating_sub(sessions.since) >= 60_000 {
            sessions.begun.clear();
            sessions.since = now.as_ms();
        }
        let count = sessions.begun.entry(peer).or_insert(0);
        *count = count.saturating_add(1);
        if *count > self.sessions_per_minute { Err(60_000) } else { Ok(()) }
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
