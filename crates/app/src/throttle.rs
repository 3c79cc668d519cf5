//! Who tried what how often lately: limits on guessing, kept in memory and gone with the process.
//!
//! Every limit is a bucket that holds a few tries and gets one back after a while. Nothing in here
//! knows an address or a name: keys are keyed hashes ([`RateKey`]).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use entrenous_domain::privacy::RateKey;
use entrenous_domain::time::Timestamp;

use crate::context::Context;

/// At most so many keys are remembered; beyond that those that are nearest to freedom are forgotten.
const MAX_KEYS: usize = 50_000;

/// How often something may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is limited; buckets of different limits are apart.
    pub name: &'static str,
    /// So many tries at once.
    pub burst: i64,
    /// One more after so many milliseconds.
    pub refill_ms: i64,
}

/// One bucket: a limit and whose.
pub type Claim = (Limit, RateKey);

/// A bucket was empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limited {
    /// When the next try will be heard, in milliseconds from now.
    pub retry_after_ms: u64,
}

/// The buckets. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Throttle(Arc<Mutex<HashMap<(&'static str, RateKey), i64>>>);

impl Throttle {
    // The value of a bucket is the moment at which it will be full again ("theoretical arrival time"
    // of the generic cell rate algorithm): one number, and no timer that fills anything.
    fn buckets(&self) -> MutexGuard<'_, HashMap<(&'static str, RateKey), i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one try from every bucket, or from none.
    ///
    /// # Errors
    /// The longest wait, when one is empty.
    pub fn take(&self, now: Timestamp, claims: &[Claim]) -> Result<(), Limited> {
        self.take_times(now, claims, 1)
    }

    /// Takes several tries from every bucket, or none from any.
    ///
    /// # Errors
    /// The longest wait, when one holds too few. More than a bucket ever holds is refused for ever.
    pub fn take_times(&self, now: Timestamp, claims: &[Claim], times: i64) -> Result<(), Limited> {
        let now = now.as_ms();
        let mut buckets = self.buckets();
        let after = |full_at: i64, limit: &Limit| full_at.max(now).saturating_add(limit.refill_ms.saturating_mul(times));
        let wait = claims
            .iter()
            .map(|(limit, who)| {
                let full_at = buckets.get(&(limit.name, *who)).copied().unwrap_or(now);
                after(full_at, limit).saturating_sub(now).saturating_sub(limit.burst.saturating_mul(limit.refill_ms))
            })
            .max()
            .unwrap_or(0);
        if wait > 0 {
            return Err(Limited { retry_after_ms: u64::try_from(wait).unwrap_or(0) });
        }
        if buckets.len().saturating_add(claims.len()) > MAX_KEYS {
            forget_some(&mut buckets, now);
        }
        for (limit, who) in claims {
            let full_at = buckets.entry((limit.name, *who)).or_insert(now);
            *full_at = after(*full_at, limit);
        }
        Ok(())
    }

    /// Fills the buckets again: somebody proved in another way whose they are.
    pub fn forgive(&self, claims: &[Claim]) {
        let mut buckets = self.buckets();
        for (limit, who) in claims {
            buckets.remove(&(limit.name, *who));
        }
    }

    /// Gives one try back to every bucket: the try was a good one.
    pub fn give_back(&self, claims: &[Claim]) {
        let mut buckets = self.buckets();
        for (limit, who) in claims {
            if let Some(full_at) = buckets.get_mut(&(limit.name, *who)) {
                *full_at = full_at.saturating_sub(limit.refill_ms);
            }
        }
    }
}

/// Forgets full buckets, and when that is not enough the half that is nearest to being full.
fn forget_some(buckets: &mut HashMap<(&'static str, RateKey), i64>, now: i64) {
    buckets.retain(|_, full_at| *full_at > now);
    if buckets.len() > MAX_KEYS / 2 {
        let mut moments: Vec<i64> = buckets.values().copied().collect();
        let middle = moments.len() / 2;
        let (_, median, _) = moments.select_nth_unstable(middle);
        let median = *median;
        buckets.retain(|_, full_at| *full_at > median);
    }
}

impl Context {
    /// The key of something that is counted by its name, such as an e-mail address.
    pub fn rate_key(&self, name: &str) -> RateKey {
        RateKey::from_hash(self.keys.rate_hash(self.now(), name.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: Limit = Limit { name: "few", burst: 3, refill_ms: 1_000 };
    const MANY: Limit = Limit { name: "many", burst: 100, refill_ms: 1_000 };

    fn who(n: u32) -> RateKey {
        RateKey::from_hash((u64::from(n)).to_be_bytes())
    }

    #[test]
    fn a_bucket_empties_says_when_and_fills_again() {
        let throttle = Throttle::default();
        let at = Timestamp::from_ms;
        for _ in 0..3 {
            assert_eq!(throttle.take(at(0), &[(FEW, who(1))]), Ok(()));
        }
        assert_eq!(throttle.take(at(0), &[(FEW, who(1))]), Err(Limited { retry_after_ms: 1_000 }));
        assert_eq!(throttle.take(at(400), &[(FEW, who(1))]), Err(Limited { retry_after_ms: 600 }));
        assert_eq!(throttle.take(at(1_000), &[(FEW, who(1))]), Ok(()));
        assert!(throttle.take(at(1_000), &[(FEW, who(1))]).is_err());
        assert_eq!(throttle.take(at(1_000), &[(FEW, who(2))]), Ok(()));
    }

    #[test]
    fn a_refused_try_takes_from_no_bucket_and_a_good_one_is_given_back() {
        let throttle = Throttle::default();
        let now = Timestamp::from_ms(0);
        let both = [(FEW, who(1)), (MANY, who(1))];
        for _ in 0..50 {
            let taken = throttle.take(now, &both);
            if taken.is_err() {
                assert_eq!(throttle.take(now, &[(MANY, who(1))]), Ok(()));
            }
        }
        assert!(throttle.take(now, &both).is_err());
        throttle.give_back(&both);
        assert_eq!(throttle.take(now, &both), Ok(()));
    }

    #[test]
    fn memory_is_bounded_and_the_most_guilty_are_remembered() {
        let throttle = Throttle::default();
        let now = Timestamp::from_ms(0);
        for _ in 0..3 {
            assert_eq!(throttle.take(now, &[(FEW, who(u32::MAX))]), Ok(()));
        }
        for n in 0..120_000 {
            assert_eq!(throttle.take(now, &[(FEW, who(n))]), Ok(()));
        }
        assert!(throttle.buckets().len() <= MAX_KEYS);
        assert!(throttle.take(now, &[(FEW, who(u32::MAX))]).is_err());
    }
}
