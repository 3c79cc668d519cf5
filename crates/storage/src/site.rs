//! Websites of an account.

use entrenous_domain::ids::{AccountId, SiteId};
use entrenous_domain::site::{AllowedOrigin, ChatKey, Site, TrackingMode};
use entrenous_domain::site_identity::SiteIdentity;
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::row::Stored;
use crate::site_privacy;
use crate::statements::statements;

impl Work {
    /// The sites.
    pub fn sites(&mut self) -> Sites<'_> {
        Sites(self)
    }
}

statements! {
    GET = "SELECT id, account_id, chat_key, name, language, tracking_mode, allowed_domains, chat_box, privacy, identity_required, identity_key, identity_old_key,
        event_number, seen_at, seen_origin,
        created_at FROM site WHERE account_id = $1 AND id = $2";
    GET_FOR_CHANGE = "SELECT id, account_id, chat_key, name, language, tracking_mode, allowed_domains, chat_box, privacy, identity_required, identity_key, identity_old_key,
        event_number, seen_at,
        seen_origin, created_at FROM site WHERE account_id = $1 AND id = $2", lock_row;
    FIND_BY_ID = "SELECT id, account_id, chat_key, name, language, tracking_mode, allowed_domains, chat_box, privacy, identity_required, identity_key, identity_old_key,
        event_number, seen_at,
        seen_origin, created_at FROM site WHERE id = $1";
    FIND_BY_KEY = "SELECT id, account_id, chat_key, name, language, tracking_mode, allowed_domains, chat_box, privacy, identity_required, identity_key, identity_old_key,
        event_number, seen_at,
        seen_origin, created_at FROM site WHERE chat_key = $1";
    /// The index site_account carries it; an account has few sites.
    LIST = "SELECT id, account_id, chat_key, name, language, tracking_mode, allowed_domains, chat_box, privacy, identity_required, identity_key, identity_old_key,
        event_number, seen_at, seen_origin,
        created_at FROM site WHERE account_id = $1 ORDER BY name, id LIMIT 1000";
    LIST_ALL_IDS = "SELECT id FROM site ORDER BY id LIMIT 100000";
    COUNT = "SELECT count(*) FROM site WHERE account_id = $1";
    ADD = "INSERT INTO site (id, account_id, chat_key, name, language, tracking_mode, allowed_domains, chat_box, privacy, event_number, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10)";
    SET_SETTINGS = "UPDATE site SET name = $3, language = $4, tracking_mode = $5, allowed_domains = $6, chat_box = $7, privacy = $8
        WHERE account_id = $1 AND id = $2";
    SET_IDENTITY = "UPDATE site SET identity_required = $3, identity_key = $4, identity_old_key = $5 WHERE account_id = $1 AND id = $2";
    SET_CHAT_KEY = "UPDATE site SET chat_key = $3 WHERE account_id = $1 AND id = $2";
    /// At most one write in a minute, unless the page's origin is another.
    SET_SEEN = "UPDATE site SET seen_at = $2, seen_origin = $3
        WHERE id = $1 AND (seen_at IS NULL OR seen_at <= $4 OR seen_origin IS DISTINCT FROM $3)";
}

crate::row! {
    struct SiteRow {
        id: String,
        account_id: String,
        chat_key: String,
        name: String,
        language: String,
        tracking_mode: String,
        allowed_domains: String,
        chat_box: String,
        privacy: String,
        identity_required: bool,
        identity_key: Option<Vec<u8>>,
        identity_old_key: Option<Vec<u8>>,
        event_number: i64,
        seen_at: Option<i64>,
        seen_origin: Option<String>,
        created_at: i64,
    }
}

impl TryFrom<SiteRow> for Site {
    type Error = crate::StorageError;

    fn try_from(row: SiteRow) -> Result<Self> {
        let origins: Option<Vec<String>> = serde_json::from_str(&row.allowed_domains).ok();
        let origins: Option<Vec<AllowedOrigin>> = origins.and_then(|all| all.iter().map(|text| AllowedOrigin::parse(text)).collect());
        Ok(Self {
            account: AccountId::parse(&row.account_id).stored("site", "account_id", &row.id)?,
            chat_key: ChatKey::parse(&row.chat_key).stored("site", "chat_key", &row.id)?,
            name: row.name,
            language: row.language,
            tracking_mode: TrackingMode::parse(&row.tracking_mode).stored("site", "tracking_mode", &row.id)?,
            allowed_origins: origins.stored("site", "allowed_domains", &row.id)?,
            chat_box: row.chat_box,
            privacy: site_privacy::read(&row.privacy).stored("site", "privacy", &row.id)?,
            identity: SiteIdentity::stored(row.identity_required, row.identity_key, row.identity_old_key).stored(
                "site",
                "identity_key",
                &row.id,
            )?,
            event_number: row.event_number,
            seen_at: row.seen_at.map(Timestamp::from_ms),
            seen_origin: row.seen_origin,
            created_at: Timestamp::from_ms(row.created_at),
            id: SiteId::parse(&row.id).stored("site", "id", &row.id)?,
        })
    }
}

fn origins_text(site: &Site) -> String {
    // Origins hold neither quotes nor backslashes, so this cannot fail and an empty list is never a surprise.
    let texts: Vec<&str> = site.allowed_origins.iter().map(AllowedOrigin::as_str).collect();
    serde_json::Value::from(texts).to_string()
}

/// The sites, within a unit of work.
#[derive(Debug)]
pub struct Sites<'w>(&'w mut Work);

impl Sites<'_> {
    /// One site of the account.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, account: &AccountId, id: &SiteId) -> Result<Option<Site>> {
        let row: Option<SiteRow> = self.0.one(GET, args![account.as_str(), id.as_str()]).await?;
        row.map(Site::try_from).transpose()
    }

    /// One site of the account, held until the unit ends.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get_for_change(&mut self, account: &AccountId, id: &SiteId) -> Result<Option<Site>> {
        let row: Option<SiteRow> = self.0.one(GET_FOR_CHANGE, args![account.as_str(), id.as_str()]).await?;
        row.map(Site::try_from).transpose()
    }

    /// The site of something that was found already, such as a visitor.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_by_id(&mut self, id: &SiteId) -> Result<Option<Site>> {
        let row: Option<SiteRow> = self.0.one(FIND_BY_ID, args![id.as_str()]).await?;
        row.map(Site::try_from).transpose()
    }

    /// The site with a public key.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_by_key(&mut self, key: &ChatKey) -> Result<Option<Site>> {
        let row: Option<SiteRow> = self.0.one(FIND_BY_KEY, args![key.as_str()]).await?;
        row.map(Site::try_from).transpose()
    }

    /// All sites of the account, by name.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list(&mut self, account: &AccountId) -> Result<Vec<Site>> {
        let rows: Vec<SiteRow> = self.0.many(LIST, args![account.as_str()]).await?;
        rows.into_iter().map(Site::try_from).collect()
    }

    /// Every site of the installation, for work that concerns no account, such as trimming.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_all_ids(&mut self) -> Result<Vec<SiteId>> {
        let rows: Vec<(String,)> = self.0.many(LIST_ALL_IDS, args![]).await?;
        rows.into_iter().map(|(id,)| SiteId::parse(&id).stored("site", "id", &id)).collect()
    }

    /// How many sites the account has.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count(&mut self, account: &AccountId) -> Result<i64> {
        let count: Option<(i64,)> = self.0.one(COUNT, args![account.as_str()]).await?;
        Ok(count.map_or(0, |(count,)| count))
    }

    /// Adds a site that no page has shown yet and that has no events.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, site: &Site) -> Result<()> {
        let args = args![
            site.id.as_str(),
            site.account.as_str(),
            site.chat_key.as_str(),
            &site.name,
            &site.language,
            site.tracking_mode.as_str(),
            origins_text(site),
            &site.chat_box,
            site_privacy::write(&site.privacy),
            site.created_at.as_ms(),
        ];
        self.0.run(ADD, args).await?;
        Ok(())
    }

    /// Stores name, language, tracking mode, origins, look and texts, and what needs a consent.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_settings(&mut self, site: &Site) -> Result<()> {
        let args = args![
            site.account.as_str(),
            site.id.as_str(),
            &site.name,
            &site.language,
            site.tracking_mode.as_str(),
            origins_text(site),
            &site.chat_box,
            site_privacy::write(&site.privacy),
        ];
        self.0.run(SET_SETTINGS, args).await?;
        Ok(())
    }

    /// Stores whether identities must be proven, and the sealed keys.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_identity(&mut self, site: &Site) -> Result<()> {
        let args = args![
            site.account.as_str(),
            site.id.as_str(),
            site.identity.required(),
            site.identity.key().map(<[u8]>::to_vec),
            site.identity.old_key().map(<[u8]>::to_vec),
        ];
        self.0.run(SET_IDENTITY, args).await?;
        Ok(())
    }

    /// Gives the site another public key; pages with the old one find nothing any more.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_chat_key(&mut self, account: &AccountId, id: &SiteId, key: &ChatKey) -> Result<()> {
        self.0.run(SET_CHAT_KEY, args![account.as_str(), id.as_str(), key.as_str()]).await?;
        Ok(())
    }

    /// Writes down that a page asked for the settings, to the minute. True when something was written.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_seen(&mut self, id: &SiteId, origin: Option<&str>, now: Timestamp) -> Result<bool> {
        let args = args![id.as_str(), now.as_ms(), origin, now.plus_ms(-60_000).as_ms()];
        Ok(self.0.run(SET_SEEN, args).await? == 1)
    }
}
