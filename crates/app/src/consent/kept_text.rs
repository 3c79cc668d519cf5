//! The words that an entry names, as far as they are still the ones that were shown.

use entrenous_domain::consent::TextUsed;
use entrenous_storage::{StorageError, Work};

use super::text;

/// What is kept of the texts of a version and language.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum KeptText {
    /// The exact texts: their hash is the one in the entry.
    Whole(String),
    /// Other texts than were shown stand under their hash.
    Altered,
    /// Nothing is kept.
    Missing,
}

/// Looks the texts up and hashes them again, because the database is no witness of what people read.
///
/// # Errors
/// Those of the database.
pub(super) async fn find(view: &mut Work, used: &TextUsed) -> Result<KeptText, StorageError> {
    let kept = match view.consent_texts().get(&used.sha256).await {
        Err(StorageError::Inconsistent { .. }) => return Ok(KeptText::Altered),
        found => found?,
    };
    let Some(kept) = kept else { return Ok(KeptText::Missing) };
    let is_whole = (kept.version, &kept.language) == (used.version, &used.language) && text::sha256(&kept.wording) == used.sha256;
    Ok(if is_whole { KeptText::Whole(kept.wording) } else { KeptText::Altered })
}
