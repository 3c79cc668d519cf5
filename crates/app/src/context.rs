//! What every action needs: the database, the bus, the blobs, time and chance, and the ports.

use std::sync::Arc;

use entrenous_domain::time::Timestamp;
use entrenous_fanout::{Bus, Presence};
use entrenous_storage::{Blobs, Db};
use tokio::sync::Semaphore;

use crate::password::Passwords;
use crate::ports::Mailer;
use crate::secret::Keys;
use crate::throttle::Throttle;
use crate::visitor::SeenPages;

/// The wall clock. Tests freeze and move it.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// Randomness. Tests seed it.
pub trait Chance: Send + Sync + 'static {
    /// Fills the buffer with random bytes good enough for secrets.
    fn fill(&self, out: &mut [u8]);
}

/// The first parameter of every action. Clones share everything.
#[derive(Clone)]
pub struct Context {
    /// The database.
    pub db: Db,
    /// Who is told.
    pub bus: Bus,
    /// Who is connected.
    pub presence: Presence,
    /// Files.
    pub blobs: Blobs,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
    /// Secrets of this installation, kept outside the database.
    pub keys: Keys,
    /// Password hashing, a few at a time.
    pub passwords: Passwords,
    /// Which pages asked for a chat box lately.
    pub seen_pages: SeenPages,
    /// Who tried what how often lately.
    pub throttle: Throttle,
    /// How many pictures may be decoded at once.
    pub decoding: Arc<Semaphore>,
    /// Outgoing mail.
    pub mailer: Arc<dyn Mailer>,
    /// What an operator configured and actions need.
    pub settings: Arc<Settings>,
    /// The database's epoch: changed by a restore, so that reused numbers are never silent.
    pub epoch: Arc<str>,
}

/// What an operator configured and actions need.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address under which browsers reach this server, without a slash at the end.
    pub public_url: String,
    /// The largest file, in bytes.
    pub max_file_bytes: u64,
    /// How many bytes of files one visitor may send in a day.
    pub max_visitor_bytes_per_day: u64,
    /// How many bytes of files the visitors of one address may send in a day, counted in whole MiB.
    pub max_address_bytes_per_day: u64,
    /// How long events are kept for clients that resume, in milliseconds.
    pub event_keep_ms: i64,
    /// How long a record of a consent ledger is kept after its answer has stopped to count, in milliseconds.
    pub ledger_keep_ms: i64,
}

impl Context {
    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// `N` random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut out = [0u8; N];
        self.chance.fill(&mut out);
        out
    }

    /// A new id: `ctx.new_id(SiteId::new)`.
    pub fn new_id<T>(&self, make: impl FnOnce(Timestamp, [u8; 10]) -> T) -> T {
        make(self.now(), self.random())
    }
}

impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").finish_non_exhaustive()
    }
}
