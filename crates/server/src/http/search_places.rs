//! How many searches one agent may have under way: there are few places for searching, and colleagues need them too.

use std::sync::Arc;

use entrenous_domain::ids::AgentId;

use super::error::ApiError;
use crate::crowd::{Crowd, Share};

/// One for what is typed now, and one for what was typed before and is being given up.
const OF_AGENT: usize = 2;

/// The places.
#[derive(Debug)]
pub struct SearchPlaces(Arc<Crowd<AgentId>>);

/// One of them, until it is dropped.
#[derive(Debug)]
pub struct SearchPlace {
    _of_agent: Share<AgentId>,
}

impl Default for SearchPlaces {
    fn default() -> Self {
        Self(Arc::new(Crowd::new(OF_AGENT)))
    }
}

impl SearchPlaces {
    /// A place for a search of this agent.
    ///
    /// # Errors
    /// `rate_limited` when the agent has as many as it may.
    pub fn take(&self, agent: &AgentId) -> Result<SearchPlace, ApiError> {
        let of_agent = self.0.admit(agent.clone()).map_err(|_| ApiError::rate_limited(1_000))?;
        Ok(SearchPlace { _of_agent: of_agent })
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use entrenous_domain::time::Timestamp;

    use super::*;

    #[test]
    fn an_agent_who_searches_twice_at_once_waits_and_nobody_else_does() {
        let places = SearchPlaces::default();
        let agent = |n: u8| AgentId::new(Timestamp::from_ms(0), [n; 10]);
        let held: Vec<SearchPlace> = (0..OF_AGENT).map(|_| places.take(&agent(1)).unwrap()).collect();
        let refused = places.take(&agent(1)).unwrap_err();
        assert_eq!((refused.status, refused.retry_after_ms), (StatusCode::TOO_MANY_REQUESTS, Some(1_000)));
        assert!(places.take(&agent(2)).is_ok());
        drop(held);
        assert!(places.take(&agent(1)).is_ok());
    }
}
