//! A [`Context`] whose clock stands still, whose chance is seeded, and whose mails stay here.
//!
//! ```no_run
//! # async fn example() {
//! let test = entrenous_testkit::TestContext::sqlite().await;
//! let created = test.account().await;
//! test.advance_ms(60_000);
//! assert!(test.ctx.now() > created.account.created_at);
//! # }
//! ```

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use entrenous_app::Context;
use entrenous_app::context::{Chance, Clock, Settings};
use entrenous_app::password::{Cost, Passwords};
use entrenous_app::ports::{Mail, MailError, MailFate, Mailer};
use entrenous_app::secret::Keys;
use entrenous_app::throttle::Throttle;
use entrenous_domain::privacy::RateKey;
use entrenous_domain::time::Timestamp;
use entrenous_fanout::{Bus, Presence};
use entrenous_storage::{Blobs, Db, Lane};
use sha2::{Digest, Sha256};

use crate::database::TestDatabase;

/// Where every test begins: 2026-01-01 00:00:00 UTC.
pub const BEGINNING: Timestamp = Timestamp::from_ms(1_767_225_600_000);
/// Under which address browsers would reach the server.
pub const PUBLIC_URL: &str = "https://chat.example.com";

/// A clock that moves only when it is told to.
#[derive(Debug)]
pub struct FrozenClock(AtomicI64);

impl Clock for FrozenClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::SeqCst))
    }
}

/// Chance that is the same in every run: the hashes of a seed and a counter.
#[derive(Debug)]
pub struct SeededChance {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededChance {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: AtomicU64::new(0) }
    }
}

impl Chance for SeededChance {
    fn fill(&self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            let drawn = self.drawn.fetch_add(1, Ordering::SeqCst);
            let hash = Sha256::new().chain_update(self.seed.to_be_bytes()).chain_update(drawn.to_be_bytes()).finalize();
            chunk.copy_from_slice(&hash[..chunk.len()]);
        }
    }
}

/// A mailer that keeps what it is given, and may say that it did not.
#[derive(Debug, Default)]
pub struct KeptMails {
    mails: Mutex<Vec<Mail>>,
    trouble: Mutex<Option<MailFate>>,
}

#[async_trait]
impl Mailer for KeptMails {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
        match *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(fate) => Err(MailError { fate, source: "the test wants trouble".into() }),
            None => Ok(()),
        }
    }

    fn is_sent(&self) -> bool {
        false
    }
}

/// What an action needs, and the handles with which a test moves it.
pub struct TestContext {
    /// For the actions.
    pub ctx: Context,
    clock: Arc<FrozenClock>,
    letters: Arc<KeptMails>,
    // Kept so that the file lives as long as the context.
    _database: Option<TestDatabase>,
}

impl std::fmt::Debug for TestContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestContext").finish_non_exhaustive()
    }
}

impl TestContext {
    /// Over a new SQLite file.
    pub async fn sqlite() -> Self {
        let database = TestDatabase::sqlite().await;
        let mut made = Self::over(database.db.clone());
        made._database = Some(database);
        made
    }

    /// Over a database that somebody else looks after, for [`crate::each_database`].
    pub fn over(db: Db) -> Self {
        let clock = Arc::new(FrozenClock(AtomicI64::new(BEGINNING.as_ms())));
        let letters = Arc::new(KeptMails::default());
        let settings = Settings {
            public_url: PUBLIC_URL.to_owned(),
            max_file_bytes: 10 * 1024 * 1024,
            max_visitor_bytes_per_day: 100 * 1024 * 1024,
            max_address_bytes_per_day: 500 * 1024 * 1024,
            event_keep_ms: 24 * 60 * 60_000,
            ledger_keep_ms: 365 * 24 * 60 * 60_000,
        };
        let ctx = Context {
            db,
            bus: Bus::local(),
            presence: Presence::default(),
            blobs: Blobs::in_memory(),
            clock: clock.clone(),
            chance: Arc::new(SeededChance::new(1)),
            keys: Keys::new(&[7; 32], [8; 32]),
            // The real cost is the business of one test of its own.
            passwords: Passwords::new(Cost { memory_kib: 64, passes: 1 }),
            seen_pages: entrenous_app::visitor::SeenPages::default(),
            throttle: Throttle::default(),
            decoding: Arc::new(tokio::sync::Semaphore::new(2)),
            mailer: letters.clone(),
            settings: Arc::new(settings),
            epoch: Arc::from("epoch"),
        };
        Self { ctx, clock, letters, _database: None }
    }

    /// Moves the clock.
    pub fn advance_ms(&self, ms: i64) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Runs every job that is due, of all lanes; answers how many ran.
    pub async fn run_jobs(&self) -> usize {
        let mut ran = 0;
        for lane in Lane::ALL {
            ran += entrenous_jobs::run_due(&self.ctx, lane, "test").await.expect("the queue answers");
        }
        ran
    }

    /// From now on every mail has this fate; it is kept all the same, so that tries can be counted.
    pub fn trouble_mails(&self, fate: MailFate) {
        *self.letters.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(fate);
    }

    /// Takes out the mails that were sent, oldest first.
    pub fn take_mails(&self) -> Vec<Mail> {
        std::mem::take(&mut *self.letters.mails.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A peer's key; the same number is the same peer.
    pub fn peer(&self, number: u64) -> RateKey {
        RateKey::from_hash(number.to_be_bytes())
    }
}

/// The token in the only link of a mail.
pub fn token_in(mail: &Mail) -> String {
    let (_, rest) = mail.text.split_once("token=").expect("the mail has a link with a token");
    rest.split_whitespace().next().unwrap_or_default().to_owned()
}
