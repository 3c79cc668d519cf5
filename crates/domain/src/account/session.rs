//! A sign-in, and how long it counts.

use crate::ids::{AgentId, SessionId};
use crate::time::Timestamp;

const MINUTE: i64 = 60_000;

/// Without a request for so long, a session is over.
pub const IDLE_MS: i64 = 12 * 60 * MINUTE;
/// After so long a session is over whatever happens.
pub const ABSOLUTE_MS: i64 = 14 * 24 * 60 * MINUTE;
/// How long the second factor may take after the password.
pub const SECOND_FACTOR_MS: i64 = 10 * MINUTE;
/// How many codes may be tried after one password.
pub const SECOND_FACTOR_ATTEMPTS: i64 = 5;

/// A sign-in of an agent in one browser. Its token is known only to the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which; it opens nothing.
    pub id: SessionId,
    /// Whose.
    pub agent: AgentId,
    /// False between the password and the second factor.
    pub complete: bool,
    /// Codes tried so far.
    pub attempts: i64,
    /// Browser family and operating system.
    pub device: String,
    /// The sign-in.
    pub created_at: Timestamp,
    /// The last request, to the minute.
    pub last_seen_at: Timestamp,
    /// The end, whatever happens.
    pub expires_at: Timestamp,
    /// When somebody ended it.
    pub revoked_at: Option<Timestamp>,
}

impl Session {
    /// A sign-in that begins now; an incomplete one lives only as long as the second factor may take.
    pub fn begin(id: SessionId, agent: AgentId, complete: bool, device: String, now: Timestamp) -> Self {
        let life = if complete { ABSOLUTE_MS } else { SECOND_FACTOR_MS };
        Self {
            id,
            agent,
            complete,
            attempts: 0,
            device,
            created_at: now,
            last_seen_at: now,
            expires_at: now.plus_ms(life),
            revoked_at: None,
        }
    }

    /// Whether it still counts for anything.
    pub fn is_alive(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at && now.since(self.last_seen_at) < IDLE_MS
    }

    /// Whether the moment of the last request is to be written down again: once in a minute is enough.
    pub fn is_seen_anew(&self, now: Timestamp) -> bool {
        now.since(self.last_seen_at) >= MINUTE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_idleness_by_age_and_by_hand() {
        let at = Timestamp::from_ms;
        let begun = Session::begin(SessionId::new(at(0), [1; 10]), AgentId::new(at(0), [1; 10]), true, String::new(), at(0));
        assert!(begun.is_alive(at(IDLE_MS - 1)) && !begun.is_alive(at(IDLE_MS)));
        let busy = Session { last_seen_at: at(ABSOLUTE_MS - 1), ..begun.clone() };
        assert!(busy.is_alive(at(ABSOLUTE_MS - 1)) && !busy.is_alive(at(ABSOLUTE_MS)));
        let revoked = Session { revoked_at: Some(at(1)), ..begun.clone() };
        assert!(!revoked.is_alive(at(2)));
        let half = Session::begin(begun.id, begun.agent, false, String::new(), at(0));
        assert!(!half.is_alive(at(SECOND_FACTOR_MS)));
    }
}
