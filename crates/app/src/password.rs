//! Password hashing: argon2id, one at a time on a thread of its own, and as slow for somebody unknown.
//!
//! Each hash needs 19 MiB, and the allocator keeps that much, several times, for every thread that ever hashed.
//! A busy morning would leave the server some hundred megabytes larger for good, so the thread uses one piece of memory
//! again and again.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use argon2::password_hash::{Output, ParamsString, PasswordHash, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use entrenous_domain::account::MAX_PASSWORD_BYTES;
use tokio::sync::oneshot;

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// What the product uses (OWASP Password Storage Cheat Sheet, argon2id).
    pub const PRODUCT: Cost = Cost { memory_kib: 19 * 1024, passes: 2 };
}

/// At most so many wait in each line; more are told to come back.
const WAITING: usize = 64;

/// Who waits for a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Somebody who is signed in or was, on this browser, or holds a link of ours: served first, so that a flood of
    /// strangers' tries keeps none of them waiting.
    Known,
    /// Everybody else.
    Anybody,
}

type Work = Box<dyn FnOnce(&mut Memory) + Send>;

/// What hashes are computed in; as large as the dearest one so far.
#[derive(Default)]
struct Memory(Vec<Block>);

impl Memory {
    fn hash(&mut self, params: Params, password: &str, salt: &[u8], n_bytes: usize) -> Result<Output, HashError> {
        let n_blocks = params.block_count();
        if self.0.len() < n_blocks {
            self.0 = vec![Block::default(); n_blocks];
        }
        let blocks = self.0.get_mut(..n_blocks).ok_or(HashError::Failed)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        Output::init_with(n_bytes, |out| Ok(argon.hash_password_into_with_memory(password.as_bytes(), salt, out, blocks)?))
            .map_err(|_| HashError::Failed)
    }
}

/// Hashes and checks passwords. Clones share the thread and its queue; the thread ends with the last of them.
#[derive(Clone, Debug)]
pub struct Passwords(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    cost: Cost,
    desk: Arc<Desk>,
    nobody: String,
}

/// Where the work waits for its thread.
#[derive(Default)]
struct Desk {
    lines: Mutex<Lines>,
    news: Condvar,
}

#[derive(Default)]
struct Lines {
    known: VecDeque<Work>,
    anybody: VecDeque<Work>,
    is_closed: bool,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").finish_non_exhaustive()
    }
}

impl Desk {
    fn take(&self, line: Line, work: Work) -> Result<(), HashError> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = match line {
            Line::Known => &mut lines.known,
            Line::Anybody => &mut lines.anybody,
        };
        if queue.len() >= WAITING {
            return Err(HashError::Busy);
        }
        queue.push_back(work);
        self.news.notify_one();
        Ok(())
    }

    /// Works until everybody who could bring more is gone. A panic is the end of one hash and not of the thread;
    /// whoever waited for it is told `Failed`.
    fn serve(&self) {
        let mut memory = Memory::default();
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(work) = lines.known.pop_front().or_else(|| lines.anybody.pop_front()) {
                drop(lines);
                let _panicked = catch_unwind(AssertUnwindSafe(|| work(&mut memory)));
                lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            } else if lines.is_closed {
                return;
            } else {
                lines = self.news.wait(lines).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.desk.lines.lock().unwrap_or_else(PoisonError::into_inner).is_closed = true;
        self.desk.news.notify_one();
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new(Cost::PRODUCT)
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// Too many wait already.
    #[error("too many passwords are being hashed")]
    Busy,
    /// The hash function refused its parameters or was stopped.
    #[error("the password could not be hashed")]
    Failed,
}

impl Passwords {
    /// With a cost; tests take a small one.
    ///
    /// # Panics
    /// When the system gives no thread; it is asked for once, at the start.
    pub fn new(cost: Cost) -> Self {
        // The hash of nobody's password: as dear to check as a real one, and equal to none,
        // because no input gives 32 zero bytes.
        let nobody = format!("$argon2id$v=19$m={},t={},p=1$bm9ib2R5bm9ib2R5bm8${}", cost.memory_kib, cost.passes, "A".repeat(43));
        let desk = Arc::new(Desk::default());
        let at_desk = Arc::clone(&desk);
        #[expect(clippy::expect_used, reason = "without this thread nobody can sign in; the server must not start")]
        std::thread::Builder::new().name("passwords".to_owned()).spawn(move || at_desk.serve()).expect("a thread for passwords");
        Self(Arc::new(Inner { cost, desk, nobody }))
    }

    /// An argon2id string with a random salt, for somebody who is known: strangers set no passwords.
    ///
    /// # Errors
    /// See [`HashError`].
    pub async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, HashError> {
        let cost = self.0.cost;
        let password = password.to_owned();
        self.in_turn(Line::Known, move |memory| {
            let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|_| HashError::Failed)?;
            let named = ParamsString::try_from(&params).map_err(|_| HashError::Failed)?;
            let output = memory.hash(params, &password, &salt, Params::DEFAULT_OUTPUT_LEN)?;
            let salt = SaltString::encode_b64(&salt).map_err(|_| HashError::Failed)?;
            let hash = PasswordHash {
                algorithm: ARGON2ID_IDENT,
                version: Some(Version::V0x13.into()),
                params: named,
                salt: Some(salt.as_salt()),
                hash: Some(output),
            };
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether a password fits a stored hash. Without one the same work is done, and the answer is no.
    ///
    /// # Errors
    /// See [`HashError`].
    pub async fn fits(&self, password: &str, stored: Option<&str>, line: Line) -> Result<bool, HashError> {
        // Nothing longer was ever accepted as a password, and a long one must not be hashed.
        if password.len() > MAX_PASSWORD_BYTES {
            return Ok(false);
        }
        let is_somebody = stored.is_some();
        let stored = stored.unwrap_or(&self.0.nobody).to_owned();
        let password = password.to_owned();
        self.in_turn(line, move |memory| {
            let stored = PasswordHash::new(&stored).map_err(|_| HashError::Failed)?;
            let (Some(salt), Some(expected)) = (stored.salt, stored.hash) else { return Err(HashError::Failed) };
            let params = Params::try_from(&stored).map_err(|_| HashError::Failed)?;
            let mut raw = [0; 64];
            let salt = salt.decode_b64(&mut raw).map_err(|_| HashError::Failed)?;
            // Outputs are compared in constant time.
            Ok(memory.hash(params, &password, salt, expected.len())? == expected && is_somebody)
        })
        .await
    }

    async fn in_turn<T, F>(&self, line: Line, work: F) -> Result<T, HashError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Memory) -> Result<T, HashError> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let work: Work = Box::new(move |memory| {
            // Nobody waits any more: the caller hung up, and the next in line shall not wait for its hash.
            if !tell.is_closed() {
                let _hung_up = tell.send(work(memory));
            }
        });
        self.0.desk.take(line, work)?;
        told.await.map_err(|_| HashError::Failed)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Cost = Cost { memory_kib: 64, passes: 1 };

    #[tokio::test]
    async fn only_the_right_password_fits_and_nobody_has_one() {
        let passwords = Passwords::new(SMALL);
        let hash = passwords.hash("trois bols bleus", [7; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        assert_eq!(passwords.fits("trois bols bleus", Some(&hash), Line::Anybody).await, Ok(true));
        assert_eq!(passwords.fits("trois bols blancs", Some(&hash), Line::Anybody).await, Ok(false));
        assert_eq!(passwords.fits("trois bols bleus", None, Line::Anybody).await, Ok(false));
        let long = "x".repeat(MAX_PASSWORD_BYTES + 1);
        let hash = passwords.hash(&long, [9; 16]).await.unwrap();
        assert_eq!(passwords.fits(&long, Some(&hash), Line::Anybody).await, Ok(false));
        assert_ne!(passwords.hash("trois bols bleus", [8; 16]).await.unwrap(), hash);
    }

    #[tokio::test]
    async fn the_memory_of_another_hash_leaves_no_trace() {
        let passwords = Passwords::new(SMALL);
        // Written by the reference implementation: `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1`.
        let dear = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        let cheap = passwords.hash("trois bols bleus", [7; 16]).await.unwrap();
        for _ in 0..2 {
            assert_eq!(passwords.fits("password", Some(dear), Line::Known).await, Ok(true));
            assert_eq!(passwords.fits("passwort", Some(dear), Line::Known).await, Ok(false));
            assert_eq!(passwords.fits("trois bols bleus", Some(&cheap), Line::Known).await, Ok(true));
        }
        assert_eq!(passwords.hash("trois bols bleus", [7; 16]).await.unwrap(), cheap);
    }

    #[tokio::test]
    async fn the_hash_of_nobody_costs_as_much_as_a_real_one() {
        let passwords = Passwords::new(Cost::PRODUCT);
        let nobody = PasswordHash::new(&passwords.0.nobody).unwrap();
        let params = Params::try_from(&nobody).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (19_456, 2, 1));
        assert_eq!(nobody.hash.unwrap().len(), 32);
    }

    /// Keeps the thread busy until the sender is used; answers when it has begun.
    async fn busy(passwords: &Passwords) -> std::sync::mpsc::SyncSender<()> {
        let (release, held) = std::sync::mpsc::sync_channel::<()>(1);
        let (begun, begins) = oneshot::channel();
        let work: Work = Box::new(move |_| {
            begun.send(()).unwrap();
            held.recv().unwrap();
        });
        passwords.0.desk.take(Line::Known, work).unwrap();
        begins.await.unwrap();
        release
    }

    #[tokio::test]
    async fn a_crowd_is_told_to_come_back_and_keeps_nobody_who_is_known_waiting() {
        let passwords = Passwords::new(SMALL);
        let release = busy(&passwords).await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let note = |who: &'static str| -> Work {
            let order = Arc::clone(&order);
            Box::new(move |_| order.lock().unwrap().push(who))
        };
        for _ in 0..WAITING {
            passwords.0.desk.take(Line::Anybody, note("stranger")).unwrap();
        }
        assert_eq!(passwords.fits("x", None, Line::Anybody).await, Err(HashError::Busy));
        passwords.0.desk.take(Line::Known, note("known")).unwrap();
        release.send(()).unwrap();
        while order.lock().unwrap().len() <= WAITING {
            tokio::task::yield_now().await;
        }
        let order = order.lock().unwrap();
        assert_eq!((order[0], order.len()), ("known", WAITING + 1));
    }
}
