//! The pages of visits. Adding one takes the proof of a statistics consent.

use entrenous_domain::consent::{StatisticsConsent, SubjectHash};
use entrenous_domain::ids::{SiteId, VisitPageId};
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
    ADD = "INSERT INTO visit_page (id, site_id, subject, visit_hash, page_url, page_title, referrer, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
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
            page: Page { url: Some(row.page_url), title: row.page_title, referrer: row.referrer },
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
