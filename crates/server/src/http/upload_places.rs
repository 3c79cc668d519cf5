//! How many files may be on their way in at once: each is in memory until it is stored.

use std::sync::Arc;

use entrenous_domain::privacy::RateKey;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::ApiError;
use crate::crowd::{Crowd, Share};

/// Of everybody together: with files of 10 MiB at most 240 MiB.
const AT_ONCE: usize = 24;
/// Of one peer, so that a few slow ones do not keep everybody else out.
const OF_PEER: usize = 8;

/// The places.
#[derive(Debug)]
pub struct UploadPlaces {
    all: Arc<Semaphore>,
    peers: Arc<Crowd<RateKey>>,
}

/// One of them, until it is dropped.
#[derive(Debug)]
pub struct UploadPlace {
    _of_all: OwnedSemaphorePermit,
    _of_peer: Share<RateKey>,
}

impl Default for UploadPlaces {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(AT_ONCE)), peers: Arc::new(Crowd::new(OF_PEER)) }
    }
}

impl UploadPlaces {
    /// A place for a file of this peer.
    ///
    /// # Errors
    /// `rate_limited` when the peer has as many as it may, `unavailable` when everybody together has.
    pub fn take(&self, peer: RateKey) -> Result<UploadPlace, ApiError> {
        let of_peer = self.peers.admit(peer).map_err(|_| ApiError::rate_limited(5_000))?;
        let of_all = Arc::clone(&self.all).try_acquire_owned().map_err(|_| ApiError::busy())?;
        Ok(UploadPlace { _of_all: of_all, _of_peer: of_peer })
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;

    #[test]
    fn one_peer_gets_a_share_and_all_together_what_memory_bears() {
        let places = UploadPlaces::default();
        let peer = |n: u8| RateKey::from_hash([n; 8]);
        let mut held: Vec<UploadPlace> = (0..OF_PEER).map(|_| places.take(peer(1)).unwrap()).collect();
        assert_eq!(places.take(peer(1)).unwrap_err().status, StatusCode::TOO_MANY_REQUESTS);
        held.extend((OF_PEER..AT_ONCE).map(|n| places.take(peer(u8::try_from(n / OF_PEER).unwrap() + 1)).unwrap()));
        assert_eq!(places.take(peer(99)).unwrap_err().status, StatusCode::SERVICE_UNAVAILABLE);
        held.clear();
        assert!(places.take(peer(1)).is_ok());
    }
}
