//! How often a browser came to a site. Writing takes the proof of a marketing consent.

use entrenous_domain::consent::{MarketingConsent, SubjectHash};
use entrenous_domain::ids::{SiteId, VisitorId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::statements::statements;

impl Work {
    /// How often browsers came.
    pub fn marketing_counters(&mut self) -> MarketingCounters<'_> {
        MarketingCounters(self)
    }
}

statements! {
    GET = "SELECT visits FROM marketing_counter WHERE site_id = $1 AND subject = $2";
    SET = "INSERT INTO marketing_counter (site_id, subject, visits, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
        ON CONFLICT (site_id, subject) DO UPDATE SET visits = $3, updated_at = $4";
    SET_VISITOR = "UPDATE marketing_counter SET visitor_id = $3 WHERE site_id = $1 AND subject = $2";
    /// Several browsers of one visitor: the largest number is nearest to the truth. The index marketing_counter_visitor carries it.
    GET_OF_VISITOR = "SELECT MAX(visits) FROM marketing_counter WHERE site_id = $1 AND visitor_id = $2";
    FORGET_VISITOR = "UPDATE marketing_counter SET visitor_id = NULL WHERE site_id = $1 AND visitor_id = $2";
    REMOVE = "DELETE FROM marketing_counter WHERE site_id = $1 AND subject = $2";
    /// The index marketing_counter_age carries it.
    REMOVE_OLD = "DELETE FROM marketing_counter WHERE (site_id, subject) IN
        (SELECT site_id, subject FROM marketing_counter WHERE created_at < $1 ORDER BY created_at LIMIT $2)";
}

/// The counters, within a unit or view.
#[derive(Debug)]
pub struct MarketingCounters<'w>(&'w mut Work);

impl MarketingCounters<'_> {
    /// How often a browser came; `None` when that is not kept.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, site: &SiteId, subject: &SubjectHash) -> Result<Option<i64>> {
        let row: Option<(i64,)> = self.0.one(GET, args![site.as_str(), subject.as_bytes()]).await?;
        Ok(row.map(|(visits,)| visits))
    }

    /// Keeps how often the browser came. Its age counts from the first time.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set(&mut self, consent: &MarketingConsent, visits: i64, now: Timestamp) -> Result<()> {
        let args = args![consent.site().as_str(), consent.subject().as_bytes(), visits, now.as_ms()];
        self.0.run(SET, args).await.map(drop)
    }

    /// Says that the counter is that of a visitor of the chat.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_visitor(&mut self, consent: &MarketingConsent, visitor: &VisitorId) -> Result<()> {
        let args = args![consent.site().as_str(), consent.subject().as_bytes(), visitor.as_str()];
        self.0.run(SET_VISITOR, args).await.map(drop)
    }

    /// How often a visitor of the chat came; `None` when that is not kept.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get_of_visitor(&mut self, site: &SiteId, visitor: &VisitorId) -> Result<Option<i64>> {
        let row: Option<(Option<i64>,)> = self.0.one(GET_OF_VISITOR, args![site.as_str(), visitor.as_str()]).await?;
        Ok(row.and_then(|(visits,)| visits))
    }

    /// The counters stay with their browsers, but nobody knows any more that they are this visitor's.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn forget_visitor(&mut self, site: &SiteId, visitor: &VisitorId) -> Result<()> {
        self.0.run(FORGET_VISITOR, args![site.as_str(), visitor.as_str()]).await.map(drop)
    }

    /// Forgets a browser's counter.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove(&mut self, site: &SiteId, subject: &SubjectHash) -> Result<()> {
        self.0.run(REMOVE, args![site.as_str(), subject.as_bytes()]).await.map(drop)
    }

    /// Forgets the counters of all sites that began before a moment, at most `limit`; answers how many went.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_old(&mut self, before: Timestamp, limit: i64) -> Result<u64> {
        self.0.run(REMOVE_OLD, args![before.as_ms(), limit]).await
    }
}
