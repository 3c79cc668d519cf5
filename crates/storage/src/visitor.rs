//! Visitors.

use entrenous_domain::ids::{SiteId, VisitorId};
use entrenous_domain::time::Timestamp;
use entrenous_domain::visitor::{Identity, Page, Variable, Visitor};

use crate::args;
use crate::db::Work;
use crate::error::{Result, StorageError};
use crate::statements::statements;

impl Work {
    /// The visitors.
    pub fn visitors(&mut self) -> Visitors<'_> {
        Visitors(self)
    }
}

statements! {
    GET = "SELECT id, site_id, name, email, phone, group_key, language, variables, browser, os, device, referrer, page_url, page_title,
            site_platform, created_at, last_seen_at FROM visitor WHERE site_id = $1 AND id = $2";
    GET_FOR_CHANGE = "SELECT id, site_id, name, email, phone, group_key, language, variables, browser, os, device, referrer, page_url, page_title,
            site_platform, created_at, last_seen_at FROM visitor WHERE site_id = $1 AND id = $2", lock_row;
    FIND_BY_TOKEN = "SELECT id, site_id, name, email, phone, group_key, language, variables, browser, os, device, referrer, page_url, page_title,
            site_platform, created_at, last_seen_at FROM visitor WHERE token_hash = $1";
    /// Whoever waits for the row looks again whether it still has this token.
    FIND_BY_TOKEN_FOR_CHANGE = "SELECT id, site_id, name, email, phone, group_key, language, variables, browser, os, device, referrer,
            page_url, page_title, site_platform, created_at, last_seen_at FROM visitor WHERE token_hash = $1", lock_row;
    ADD = "INSERT INTO visitor (id, site_id, token_hash, name, email, phone, group_key, language, variables, browser, os, device,
            referrer, page_url, page_title, site_platform, created_at, last_seen_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    SET = "UPDATE visitor SET name = $3, email = $4, phone = $5, group_key = $6, language = $7, variables = $8, browser = $9, os = $10,
            device = $11, referrer = $12, page_url = $13, page_title = $14, site_platform = $15, last_seen_at = $16
        WHERE site_id = $1 AND id = $2";
    PERSON = "SELECT person FROM visitor WHERE site_id = $1 AND id = $2";
    SET_PERSON = "UPDATE visitor SET person = $3 WHERE site_id = $1 AND id = $2";
    SET_TOKEN = "UPDATE visitor SET token_hash = $3 WHERE site_id = $1 AND id = $2";
}

/// The visitors, within a unit or view.
#[derive(Debug)]
pub struct Visitors<'w>(&'w mut Work);

crate::row! {
    struct VisitorRow {
        id: String,
        site_id: String,
        name: Option<String>,
        email: Option<String>,
        phone: Option<String>,
        group_key: Option<String>,
        language: Option<String>,
        variables: String,
        browser: Option<String>,
        os: Option<String>,
        device: Option<String>,
        referrer: Option<String>,
        page_url: Option<String>,
        page_title: Option<String>,
        site_platform: Option<String>,
        created_at: i64,
        last_seen_at: i64,
    }
}

impl TryFrom<VisitorRow> for Visitor {
    type Error = StorageError;

    fn try_from(row: VisitorRow) -> Result<Self> {
        let wrong = |column| StorageError::Inconsistent { table: "visitor", column, id: row.id.clone() };
        Ok(Visitor {
            id: VisitorId::parse(&row.id).map_err(|_| wrong("id"))?,
            site: SiteId::parse(&row.site_id).map_err(|_| wrong("site_id"))?,
            identity: Identity {
                name: row.name,
                email: row.email,
                phone: row.phone,
                group: row.group_key,
                language: row.language,
                variables: read_variables(&row.variables).ok_or_else(|| StorageError::Inconsistent {
                    table: "visitor",
                    column: "variables",
                    id: row.id.clone(),
                })?,
            },
            browser: row.browser,
            os: row.os,
            device: row.device,
            page: Page { url: row.page_url, title: row.page_title, referrer: row.referrer, platform: row.site_platform },
            created_at: Timestamp::from_ms(row.created_at),
            last_seen_at: Timestamp::from_ms(row.last_seen_at),
        })
    }
}

impl Visitors<'_> {
    /// A visitor of a site.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, site: &SiteId, id: &VisitorId) -> Result<Option<Visitor>> {
        let row: Option<VisitorRow> = self.0.one(GET, args![site.as_str(), id.as_str()]).await?;
        row.map(Visitor::try_from).transpose()
    }

    /// A visitor of a site, locked until the unit ends: one visitor does one thing at a time.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get_for_change(&mut self, site: &SiteId, id: &VisitorId) -> Result<Option<Visitor>> {
        let row: Option<VisitorRow> = self.0.one(GET_FOR_CHANGE, args![site.as_str(), id.as_str()]).await?;
        row.map(Visitor::try_from).transpose()
    }

    /// The visitor whose token has this hash. The hash names the site too, so no site is asked for.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_by_token(&mut self, hash: &[u8]) -> Result<Option<Visitor>> {
        let row: Option<VisitorRow> = self.0.one(FIND_BY_TOKEN, args![hash]).await?;
        row.map(Visitor::try_from).transpose()
    }

    /// The same, held until the unit ends; `None` also when the token died while the row was waited for.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_by_token_for_change(&mut self, hash: &[u8]) -> Result<Option<Visitor>> {
        let row: Option<VisitorRow> = self.0.one(FIND_BY_TOKEN_FOR_CHANGE, args![hash]).await?;
        row.map(Visitor::try_from).transpose()
    }

    /// A new visitor.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, visitor: &Visitor, token_hash: &[u8]) -> Result<()> {
        let Visitor { identity, page, .. } = visitor;
        let args = args![
            visitor.id.as_str(),
            visitor.site.as_str(),
            token_hash,
            identity.name.clone(),
            identity.email.clone(),
            identity.phone.clone(),
            identity.group.clone(),
            identity.language.clone(),
            write_variables(&identity.variables),
            visitor.browser.clone(),
            visitor.os.clone(),
            visitor.device.clone(),
            page.referrer.clone(),
            page.url.clone(),
            page.title.clone(),
            page.platform.clone(),
            visitor.created_at.as_ms(),
            visitor.last_seen_at.as_ms(),
        ];
        self.0.run(ADD, args).await.map(drop)
    }

    /// Stores what changed.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set(&mut self, visitor: &Visitor) -> Result<()> {
        let Visitor { identity, page, .. } = visitor;
        let args = args![
            visitor.site.as_str(),
            visitor.id.as_str(),
            identity.name.clone(),
            identity.email.clone(),
            identity.phone.clone(),
            identity.group.clone(),
            identity.language.clone(),
            write_variables(&identity.variables),
            visitor.browser.clone(),
            visitor.os.clone(),
            visitor.device.clone(),
            page.referrer.clone(),
            page.url.clone(),
            page.title.clone(),
            page.platform.clone(),
            visitor.last_seen_at.as_ms(),
        ];
        self.0.run(SET, args).await.map(drop)
    }

    /// The keyed hash of the person that a proof named; `None` when none did.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn person(&mut self, site: &SiteId, id: &VisitorId) -> Result<Option<Vec<u8>>> {
        let row: Option<(Option<Vec<u8>>,)> = self.0.one(PERSON, args![site.as_str(), id.as_str()]).await?;
        Ok(row.and_then(|(person,)| person))
    }

    /// Notes which person a proof named.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_person(&mut self, site: &SiteId, id: &VisitorId, person: &[u8]) -> Result<()> {
        self.0.run(SET_PERSON, args![site.as_str(), id.as_str(), person]).await.map(drop)
    }

    /// Replaces the token; the old one opens nothing from now on.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_token(&mut self, site: &SiteId, id: &VisitorId, token_hash: &[u8]) -> Result<()> {
        self.0.run(SET_TOKEN, args![site.as_str(), id.as_str(), token_hash]).await.map(drop)
    }
}

/// Variables as a JSON array of `[id, label, value]`.
fn write_variables(variables: &[Variable]) -> String {
    let rows: Vec<[&str; 3]> = variables.iter().map(|one| [one.id.as_str(), one.label.as_str(), one.value.as_str()]).collect();
    serde_json::to_string(&rows).unwrap_or_else(|_| "[]".to_owned())
}

fn read_variables(json: &str) -> Option<Vec<Variable>> {
    let rows: Vec<[String; 3]> = serde_json::from_str(json).ok()?;
    Some(rows.into_iter().map(|[id, label, value]| Variable { id, label, value }).collect())
}
