//! Walking a site's chain from the first entry to its signed end.

use std::collections::{HashMap, HashSet};
use std::fmt;

use entrenous_domain::consent::{ChainHead, Digest, Entry, Leaf, NO_DIGEST, TextUsed};
use entrenous_domain::ids::{ConsentEntryId, SiteId};
use entrenous_storage::{Db, StorageError, Work};

use super::chain::{erasure_of, is_ours, leaf_of, seal_of};
use super::kept_text::{self, KeptText};
use super::text;
use crate::secret::Keys;

/// So many places are read at once.
const PAGE: i64 = 500;

/// A whole chain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many entries the chain has.
    pub entries: i64,
    /// How many of their records were erased.
    pub erased: i64,
}

/// The first place that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenAt {
    /// The place, from 1; one more than the last when the end is missing.
    pub position: i64,
    /// The entry there, as far as anything names it.
    pub entry: Option<ConsentEntryId>,
    /// What does not fit.
    pub fault: Fault,
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The record is not the one of which the leaf is the hash.
    RecordAltered,
    /// The record is gone, and this server did not erase it.
    RecordMissing,
    /// The record is there although it was erased.
    RecordBack,
    /// The record names another entry before it.
    OtherBefore,
    /// The texts that the record names are kept with other words than were shown.
    TextAltered(TextUsed),
    /// The texts that the record names were kept, and are not any more.
    TextMissing(TextUsed),
    /// The leaf is not the one that was sealed at this place.
    LeafAltered,
    /// Nothing is at this place.
    PlaceEmpty,
    /// A row holds what this program never writes.
    Unreadable(&'static str),
    /// The signed end is further on: entries were cut off.
    CutOff,
    /// Entries stand behind the signed end.
    BehindEnd,
    /// The end is not there, or not signed by this server.
    EndForged,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Fault::RecordAltered => "the record was changed: its hash is not the leaf",
            Fault::RecordMissing => "the record is missing, and this server did not erase it",
            Fault::RecordBack => "the record is there although it was erased",
            Fault::OtherBefore => "the record names another entry before it",
            Fault::TextAltered(used) => {
                return write!(
                    f,
                    "the texts that were shown, version {} in {}, were changed: their hash is not the one here",
                    used.version, used.language
                );
            }
            Fault::TextMissing(used) => {
                return write!(f, "the texts that were shown, version {} in {}, are missing", used.version, used.language);
            }
            Fault::LeafAltered => "the leaf was changed or moved: its seal does not fit",
            Fault::PlaceEmpty => "no entry is at this place",
            Fault::Unreadable(column) => return write!(f, "the column {column} holds what cannot be"),
            Fault::CutOff => "the signed end is further on: entries were cut off",
            Fault::BehindEnd => "the entry stands behind the signed end",
            Fault::EndForged => "the end of the chain is missing or not signed with this installation's key",
        };
        f.write_str(text)
    }
}

/// Walks a site's chain. The inner result names the first place that does not fit.
///
/// # Errors
/// Those of the database.
pub async fn verify_ledger(db: &Db, keys: &Keys, site: &SiteId) -> Result<Result<Verified, BrokenAt>, StorageError> {
    let mut view = db.long_view().await?;
    let mut walk = Walk { keys, site, seen: Verified::default(), leaf: NO_DIGEST, seal: NO_DIGEST };
    let mut read_texts = HashSet::new();
    loop {
        let next = walk.next();
        let (leaves, mut records) = match read(&mut view, site, walk.seen.entries).await? {
            Ok(page) => page,
            Err((entry, column)) => return Ok(Err(BrokenAt { position: next, entry, fault: Fault::Unreadable(column) })),
        };
        if leaves.is_empty() {
            let behind = records.into_values().min_by_key(|entry| entry.position);
            let head = view.consent_chains().get_head(site).await;
            return Ok(walk.end(head.ok().flatten().as_ref(), behind));
        }
        for leaf in &leaves {
            let record = records.remove(&walk.next());
            let used = record.as_ref().and_then(|entry| entry.text.clone());
            if let Err(broken) = walk.step(leaf, record) {
                return Ok(Err(broken));
            }
            let Some(used) = used.filter(|used| read_texts.insert((used.sha256, used.version, used.language.clone()))) else { continue };
            if let Some(fault) = text_fault(&mut view, used).await? {
                return Ok(Err(BrokenAt { position: leaf.position, entry: Some(leaf.entry.clone()), fault }));
            }
        }
    }
}

/// What is wrong with the texts that a record names.
async fn text_fault(view: &mut Work, used: TextUsed) -> Result<Option<Fault>, StorageError> {
    Ok(match kept_text::find(view, &used).await? {
        KeptText::Whole(_) => None,
        KeptText::Altered => Some(Fault::TextAltered(used)),
        // Texts that this program shows were kept with the first entry that names them. Those of an older program are not, where
        // a page from before its end told its answer after it.
        KeptText::Missing => text::wording(&used).map(|_| Fault::TextMissing(used)),
    })
}

type Page = (Vec<Leaf>, HashMap<i64, Entry>);
type Unreadable = (Option<ConsentEntryId>, &'static str);

/// The leaves and records behind a place. Where a row cannot be read the page shrinks to one place, so that the first fault is named.
async fn read(view: &mut Work, site: &SiteId, after: i64) -> Result<Result<Page, Unreadable>, StorageError> {
    match read_page(view, site, after, PAGE).await {
        Err(StorageError::Inconsistent { .. }) => match read_page(view, site, after, 1).await {
            Err(StorageError::Inconsistent { column, id, .. }) => Ok(Err((ConsentEntryId::parse(&id).ok(), column))),
            other => other.map(Ok),
        },
        other => other.map(Ok),
    }
}

async fn read_page(view: &mut Work, site: &SiteId, after: i64, limit: i64) -> Result<Page, StorageError> {
    let leaves = view.consent_chains().list_after(site, after, limit).await?;
    let upto = leaves.last().map_or(i64::MAX, |leaf| leaf.position);
    let records = view.consent_entries().list_after(site, after, upto).await?;
    Ok((leaves, records.into_iter().map(|entry| (entry.position, entry)).collect()))
}

struct Walk<'a> {
    keys: &'a Keys,
    site: &'a SiteId,
    seen: Verified,
    leaf: Digest,
    seal: Digest,
}

impl Walk<'_> {
    /// The place that comes next.
    fn next(&self) -> i64 {
        self.seen.entries.saturating_add(1)
    }

    fn step(&mut self, leaf: &Leaf, record: Option<Entry>) -> Result<(), BrokenAt> {
        let position = self.next();
        if leaf.position != position {
            return Err(BrokenAt { position, entry: record.map(|entry| entry.id), fault: Fault::PlaceEmpty });
        }
        let broken = |fault| BrokenAt { position, entry: Some(leaf.entry.clone()), fault };
        match (&record, &leaf.erased) {
            (Some(_), Some(_)) => return Err(broken(Fault::RecordBack)),
            (Some(entry), None) if entry.id != leaf.entry || leaf_of(entry) != leaf.leaf => return Err(broken(Fault::RecordAltered)),
            (Some(entry), None) if entry.prev != self.leaf => return Err(broken(Fault::OtherBefore)),
            (Some(_), None) => {}
            (None, Some((at, erasure))) if *erasure == erasure_of(self.keys, self.site, leaf, *at) => {
                self.seen.erased = self.seen.erased.saturating_add(1);
            }
            (None, _) => return Err(broken(Fault::RecordMissing)),
        }
        if leaf.seal != seal_of(self.keys, self.site, position, &leaf.leaf, &self.seal) {
            return Err(broken(Fault::LeafAltered));
        }
        self.seen.entries = position;
        (self.leaf, self.seal) = (leaf.leaf, leaf.seal);
        Ok(())
    }

    fn end(self, head: Option<&ChainHead>, behind: Option<Entry>) -> Result<Verified, BrokenAt> {
        let last = self.seen.entries;
        if let Some(entry) = behind {
            return Err(BrokenAt { position: entry.position, entry: Some(entry.id), fault: Fault::BehindEnd });
        }
        let forged = BrokenAt { position: last.max(1), entry: None, fault: Fault::EndForged };
        // Every chain is begun with a signed head, so that none at all means that it was taken away.
        let Some(head) = head.filter(|head| is_ours(self.keys, head)) else { return Err(forged) };
        if head.length > last {
            return Err(BrokenAt { position: self.next(), entry: None, fault: Fault::CutOff });
        }
        if head.length < last {
            return Err(BrokenAt { position: head.length.saturating_add(1), entry: None, fault: Fault::BehindEnd });
        }
        if (head.leaf, head.seal) == (self.leaf, self.seal) { Ok(self.seen) } else { Err(forged) }
    }
}
