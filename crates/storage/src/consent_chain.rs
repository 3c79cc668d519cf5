//! The chain of a site's consent ledger: its leaves, which stay for ever, and its signed head.

use entrenous_domain::consent::{ChainHead, Digest, Leaf};
use entrenous_domain::ids::{ConsentEntryId, SiteId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::row::{Stored, inconsistent};
use crate::statements::statements;

impl Work {
    /// Chains of consent ledgers.
    pub fn consent_chains(&mut self) -> ConsentChains<'_> {
        ConsentChains(self)
    }
}

statements! {
    GET_HEAD = "SELECT site_id, length, leaf, seal, signature FROM consent_head WHERE site_id = $1";
    HOLD_HEAD = "SELECT site_id, length, leaf, seal, signature FROM consent_head WHERE site_id = $1", lock_row;
    SHARE_HEAD = "SELECT site_id, length, leaf, seal, signature FROM consent_head WHERE site_id = $1", share_row;
    /// Two nodes that begin a chain at the same moment: one of them makes the row, the other finds it.
    BEGIN = "INSERT INTO consent_head (site_id, length, leaf, seal, signature) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (site_id) DO NOTHING";
    SET_HEAD = "UPDATE consent_head SET length = $2, leaf = $3, seal = $4, signature = $5 WHERE site_id = $1";
    ADD_LEAF = "INSERT INTO consent_leaf (site_id, position, entry_id, leaf, seal) VALUES ($1, $2, $3, $4, $5)";
    GET_LEAF = "SELECT position, entry_id, leaf, seal, erased_at, erasure FROM consent_leaf WHERE site_id = $1 AND position = $2";
    LIST_AFTER = "SELECT position, entry_id, leaf, seal, erased_at, erasure FROM consent_leaf
        WHERE site_id = $1 AND position > $2 ORDER BY position LIMIT $3";
    SET_ERASED = "UPDATE consent_leaf SET erased_at = $3, erasure = $4 WHERE site_id = $1 AND position = $2";
}

/// The chains, within a unit or view.
#[derive(Debug)]
pub struct ConsentChains<'w>(&'w mut Work);

crate::row! {
    struct HeadRow {
        site_id: String,
        length: i64,
        leaf: Vec<u8>,
        seal: Vec<u8>,
        signature: Vec<u8>,
    }
}

crate::row! {
    struct LeafRow {
        position: i64,
        entry_id: String,
        leaf: Vec<u8>,
        seal: Vec<u8>,
        erased_at: Option<i64>,
        erasure: Option<Vec<u8>>,
    }
}

impl TryFrom<HeadRow> for ChainHead {
    type Error = crate::StorageError;

    fn try_from(row: HeadRow) -> Result<Self> {
        let id = row.site_id.as_str();
        let digest = |bytes: Vec<u8>, column| Digest::try_from(bytes).ok().stored("consent_head", column, id);
        Ok(Self {
            length: row.length,
            leaf: digest(row.leaf, "leaf")?,
            seal: digest(row.seal, "seal")?,
            signature: digest(row.signature, "signature")?,
            site: SiteId::parse(id).stored("consent_head", "site_id", id)?,
        })
    }
}

impl TryFrom<LeafRow> for Leaf {
    type Error = crate::StorageError;

    fn try_from(row: LeafRow) -> Result<Self> {
        let id = row.entry_id.as_str();
        let digest = |bytes: Vec<u8>, column| Digest::try_from(bytes).ok().stored("consent_leaf", column, id);
        let erased = match (row.erased_at, row.erasure) {
            (Some(at), Some(erasure)) => Some((Timestamp::from_ms(at), digest(erasure, "erasure")?)),
            (None, None) => None,
            _ => return Err(inconsistent("consent_leaf", "erasure", id)),
        };
        Ok(Self {
            position: row.position,
            leaf: digest(row.leaf, "leaf")?,
            seal: digest(row.seal, "seal")?,
            erased,
            entry: ConsentEntryId::parse(id).stored("consent_leaf", "entry_id", id)?,
        })
    }
}

impl ConsentChains<'_> {
    /// The head of a site's chain; `None` when it was not begun, or somebody took it away.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get_head(&mut self, site: &SiteId) -> Result<Option<ChainHead>> {
        let row: Option<HeadRow> = self.0.one(GET_HEAD, args![site.as_str()]).await?;
        row.map(ChainHead::try_from).transpose()
    }

    /// Begins a chain with the head of an empty one; a chain that has a head keeps it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn begin(&mut self, empty: &ChainHead) -> Result<()> {
        let site = empty.site.as_str();
        self.0.run(BEGIN, args![site, empty.length, &empty.leaf, &empty.seal, &empty.signature]).await.map(drop)
    }

    /// The head, held until the unit ends, so that one entry after the other is added; `None` as for `get_head`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn hold_head(&mut self, site: &SiteId) -> Result<Option<ChainHead>> {
        let row: Option<HeadRow> = self.0.one(HOLD_HEAD, args![site.as_str()]).await?;
        row.map(ChainHead::try_from).transpose()
    }

    /// The head, so held that no entry is added before the unit ends, while others may hold it in the same way.
    /// `None` as for `get_head`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn share_head(&mut self, site: &SiteId) -> Result<Option<ChainHead>> {
        let row: Option<HeadRow> = self.0.one(SHARE_HEAD, args![site.as_str()]).await?;
        row.map(ChainHead::try_from).transpose()
    }

    /// Adds a leaf and moves the head to it. The head must be held.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add_leaf(&mut self, leaf: &Leaf, head: &ChainHead) -> Result<()> {
        let site = head.site.as_str();
        self.0.run(ADD_LEAF, args![site, leaf.position, leaf.entry.as_str(), &leaf.leaf, &leaf.seal]).await?;
        self.0.run(SET_HEAD, args![site, head.length, &head.leaf, &head.seal, &head.signature]).await.map(drop)
    }

    /// The leaf at a place.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get_leaf(&mut self, site: &SiteId, position: i64) -> Result<Option<Leaf>> {
        let row: Option<LeafRow> = self.0.one(GET_LEAF, args![site.as_str(), position]).await?;
        row.map(Leaf::try_from).transpose()
    }

    /// The leaves after a place, in order, at most `limit`.
    ///
    /// # Errors
    /// Those of the database; `Inconsistent` for a leaf that was made unreadable.
    pub async fn list_after(&mut self, site: &SiteId, position: i64, limit: i64) -> Result<Vec<Leaf>> {
        let rows: Vec<LeafRow> = self.0.many(LIST_AFTER, args![site.as_str(), position, limit]).await?;
        rows.into_iter().map(Leaf::try_from).collect()
    }

    /// Notes at a leaf that its record was erased.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_erased(&mut self, site: &SiteId, position: i64, at: Timestamp, erasure: &Digest) -> Result<()> {
        self.0.run(SET_ERASED, args![site.as_str(), position, at.as_ms(), erasure]).await.map(drop)
    }
}
