//! The pages of visits. Adding one takes the proof of a statistics consent.

use entrenous_domain::consent::{StatisticsConsent, SubjectHash};
use entrenous_domain::ids::{SiteId, VisitPageId, VisitorId};
use entrenous_domain::time::Timestamp;
use entrenous_domain::visitor::Page;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::row::Stored;
use crate::statements::statements;

impl Work {
    /// Pages of visits.
    pub fn visit_pages(&mut self) -> VisitPages<'_> {
        VisitPages(self)
    }
}

statements! {
    /// A page of a visit that belongs to a visitor belongs to that visitor too, unless the visitor has signed out meanwhile. The
    /// index visit_page_visit carries it.
    ADD = "INSERT INTO visit_page (id, site_id, subject, visit_hash, page_url, page_title, referrer, created_at, visitor_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT visitor_id FROM visit_page
            WHERE site_id = $2 AND subject = $3 AND visit_hash = $4 AND visitor_id IS NOT NULL AND NOT is_over LIMIT 1))";
    OTHER_VISITOR = "SELECT id FROM visit_page
        WHERE site_id = $1 AND subject = $2 AND visit_hash = $3 AND visitor_id <> $4 LIMIT 1";
    SET_VISITOR = "UPDATE visit_page SET visitor_id = $4 WHERE site_id = $1 AND subject = $2 AND visit_hash = $3 AND visitor_id IS NULL";
    /// The index visit_page_visitor carries it.
    END = "UPDATE visit_page SET is_over = TRUE WHERE site_id = $1 AND visitor_id = $2 AND NOT is_over";
    /// The index visit_page_visitor carries it.
    LIST_OF_VISITOR = "SELECT id, page_url, page_title, referrer, created_at FROM visit_page
        WHERE site_id = $1 AND visitor_id = $2 AND visit_hash =
            (SELECT visit_hash FROM visit_page WHERE site_id = $1 AND visitor_id = $2 ORDER BY id DESC LIMIT 1)
        ORDER BY id DESC LIMIT $3";
    /// The index visit_page_subject carries it.
    LIST = "SELECT id, page_url, page_title, referrer, created_at FROM visit_page
        WHERE site_id = $1 AND subject = $2 AND id > $3 ORDER BY id LIMIT $4";
    REMOVE = "DELETE FROM visit_page WHERE site_id = $1 AND subject = $2";
    /// The index visit_page_age carries it.
    REMOVE_OLD = "DELETE FROM visit_page WHERE id IN (SELECT id FROM visit_page WHERE created_at < $1 ORDER BY created_at LIMIT $2)";
}

/// A page that a visit saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitPage {
    /// Which.
    pub id: VisitPageId,
    /// The page, reduced to what may be kept.
    pub page: Page,
    /// When.
    pub created_at: Timestamp,
}

/// The pages, within a unit or view.
#[derive(Debug)]
pub struct VisitPages<'w>(&'w mut Work);

crate::row! {
    struct PageRow {
        id: String,
        page_url: String,
        page_title: Option<String>,
        referrer: Option<String>,
        created_at: i64,
    }
}

impl TryFrom<PageRow> for VisitPage {
    type Error = crate::StorageError;

    fn try_from(row: PageRow) -> Result<Self> {
        Ok(Self {
            id: VisitPageId::parse(&row.id).stored("visit_page", "id", &row.id)?,
            page: Page { url: Some(row.page_url), title: row.page_title, referrer: row.referrer, platform: None },
            created_at: Timestamp::from_ms(row.created_at),
        })
    }
}

impl VisitPages<'_> {
    /// Adds a page to the visit with this hash. A page without an address is none, and nothing is added.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, consent: &StatisticsConsent, visit_hash: &[u8], page: &VisitPage) -> Result<()> {
        let Some(url) = page.page.url.as_deref() else { return Ok(()) };
        let args = args![
            page.id.as_str(),
            consent.site().as_str(),
            consent.subject().as_bytes(),
            visit_hash,
            url,
            page.page.title.clone(),
            page.page.referrer.clone(),
            page.created_at.as_ms(),
        ];
        self.0.run(ADD, args).await.map(drop)
    }

    /// Says that the visit with this hash belongs to a visitor of the chat: the pages that are there, and those that follow.
    /// False, and nothing changes, when it belongs to another one: whoever signs out takes nobody's visit along.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_visitor(&mut self, consent: &StatisticsConsent, visit_hash: &[u8], visitor: &VisitorId) -> Result<bool> {
        let args = args![consent.site().as_str(), consent.subject().as_bytes(), visit_hash, visitor.as_str()];
        let other: Option<(String,)> = self.0.one(OTHER_VISITOR, args.clone()).await?;
        if other.is_some() {
            return Ok(false);
        }
        self.0.run(SET_VISITOR, args).await?;
        Ok(true)
    }

    /// Ends the visits of a visitor who signs out: later pages of the same tab are not theirs.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end(&mut self, site: &SiteId, visitor: &VisitorId) -> Result<()> {
        self.0.run(END, args![site.as_str(), visitor.as_str()]).await.map(drop)
    }

    /// The pages of a visitor's newest visit, newest first, at most `limit`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_of_visitor(&mut self, site: &SiteId, visitor: &VisitorId, limit: i64) -> Result<Vec<VisitPage>> {
        let rows: Vec<PageRow> = self.0.many(LIST_OF_VISITOR, args![site.as_str(), visitor.as_str(), limit]).await?;
        rows.into_iter().map(VisitPage::try_from).collect()
    }

    /// A browser's pages after an id, oldest first, at most `limit`; begin with the empty text.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list(&mut self, site: &SiteId, subject: &SubjectHash, after: &str, limit: i64) -> Result<Vec<VisitPage>> {
        let rows: Vec<PageRow> = self.0.many(LIST, args![site.as_str(), subject.as_bytes(), after, limit]).await?;
        rows.into_iter().map(VisitPage::try_from).collect()
    }

    /// Forgets a browser's pages.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove(&mut self, site: &SiteId, subject: &SubjectHash) -> Result<()> {
        self.0.run(REMOVE, args![site.as_str(), subject.as_bytes()]).await.map(drop)
    }

    /// Forgets the pages of all sites from before a moment, at most `limit`; answers how many went.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_old(&mut self, before: Timestamp, limit: i64) -> Result<u64> {
        self.0.run(REMOVE_OLD, args![before.as_ms(), limit]).await
    }
}
