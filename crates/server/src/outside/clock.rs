//! The real clock and the real randomness: the only places that ask the system for either.

use entrenous_app::context::{Chance, Clock};
use entrenous_domain::time::Timestamp;

/// The system's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is handed")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Timestamp::from_ms(since.map_or(0, |elapsed| i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)))
    }
}

/// The system's randomness.
#[derive(Debug, Clone, Copy)]
pub struct SystemChance;

impl Chance for SystemChance {
    #[expect(
        clippy::disallowed_methods,
        clippy::expect_used,
        reason = "this is the randomness that everybody else is handed; without it no secret may be made"
    )]
    fn fill(&self, out: &mut [u8]) {
        getrandom::fill(out).expect("the system gives randomness");
    }
}
