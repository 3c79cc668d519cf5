//! How many connections each peer has open, before anything of them is read. In memory only.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use entrenous_domain::privacy::RateKey;

/// Counts connections by peer.
#[derive(Debug)]
pub struct Crowd {
    most: usize,
    open: Mutex<HashMap<RateKey, usize>>,
}

/// One connection of a peer; it stops counting when this is dropped.
#[derive(Debug)]
pub struct Share {
    crowd: Arc<Crowd>,
    peer: RateKey,
}

/// The peer has as many connections as it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

impl Crowd {
    /// With at most so many for each peer.
    pub fn new(most: usize) -> Self {
        Self { most, open: Mutex::default() }
    }

    /// Counts one more.
    ///
    /// # Errors
    /// [`TooMany`].
    pub fn admit(self: &Arc<Self>, peer: RateKey) -> Result<Share, TooMany> {
        let mut open = self.open();
        let count = open.entry(peer).or_insert(0);
        if *count >= self.most {
            return Err(TooMany);
        }
        *count = count.saturating_add(1);
        drop(open);
        Ok(Share { crowd: Arc::clone(self), peer })
    }

    fn open(&self) -> MutexGuard<'_, HashMap<RateKey, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut open = self.crowd.open();
        let Some(count) = open.get_mut(&self.peer) else { return };
        *count = count.saturating_sub(1);
        if *count == 0 {
            open.remove(&self.peer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_gets_its_share_and_leaves_nothing_behind() {
        let crowd = Arc::new(Crowd::new(2));
        let (one, other) = (RateKey::from_hash([1; 8]), RateKey::from_hash([2; 8]));
        let held: Vec<Share> = [one, one, other].into_iter().map(|peer| crowd.admit(peer).unwrap()).collect();
        assert_eq!(crowd.admit(one).err(), Some(TooMany));
        drop(held);
        assert!(crowd.open().is_empty());
        assert!(crowd.admit(one).is_ok());
    }
}
