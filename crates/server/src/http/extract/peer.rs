//! The peer's address as a rate-limit key; the address itself reaches no handler.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use entrenous_domain::privacy::RateKey;

use crate::http::error::ApiError;

/// Who asks, for limits only. Made at the edge for every request.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub RateKey);

impl<S: Send + Sync> FromRequestParts<S> for Peer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        // In-process tests have no connection and share one key.
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(Self(RateKey::from_hash([0; 8]))))
    }
}
