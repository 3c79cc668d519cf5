//! How many of something each holder has open: connections and sockets of a peer, sockets of a visitor. In memory only.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Counts what is open by its holder.
#[derive(Debug)]
pub struct Crowd<K: Hash + Eq> {
    most: usize,
    open: Mutex<HashMap<K, usize>>,
}

/// One of what a holder has open; it stops counting when this is dropped.
#[derive(Debug)]
pub struct Share<K: Hash + Eq> {
    crowd: Arc<Crowd<K>>,
    holder: K,
}

/// The holder has as many as it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

impl<K: Hash + Eq + Clone> Crowd<K> {
    /// With at most so many for each holder.
    pub fn new(most: usize) -> Self {
        Self { most, open: Mutex::default() }
    }

    /// Counts one more.
    ///
    /// # Errors
    /// [`TooMany`].
    pub fn admit(self: &Arc<Self>, holder: K) -> Result<Share<K>, TooMany> {
        let mut open = self.open();
        let count = open.entry(holder.clone()).or_insert(0);
        if *count >= self.most {
            return Err(TooMany);
        }
        *count = count.saturating_add(1);
        drop(open);
        Ok(Share { crowd: Arc::clone(self), holder })
    }
}

impl<K: Hash + Eq> Crowd<K> {
    fn open(&self) -> MutexGuard<'_, HashMap<K, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Hash + Eq> Drop for Share<K> {
    fn drop(&mut self) {
        let mut open = self.crowd.open();
        let Some(count) = open.get_mut(&self.holder) else { return };
        *count = count.saturating_sub(1);
        if *count == 0 {
            open.remove(&self.holder);
        }
    }
}

#[cfg(test)]
mod tests {
    use entrenous_domain::privacy::RateKey;

    use super::*;

    #[test]
    fn a_peer_gets_its_share_and_leaves_nothing_behind() {
        let crowd = Arc::new(Crowd::new(2));
        let (one, other) = (RateKey::from_hash([1; 8]), RateKey::from_hash([2; 8]));
        let held: Vec<Share<RateKey>> = [one, one, other].into_iter().map(|peer| crowd.admit(peer).unwrap()).collect();
        assert_eq!(crowd.admit(one).err(), Some(TooMany));
        drop(held);
        assert!(crowd.open().is_empty());
        assert!(crowd.admit(one).is_ok());
    }
}
