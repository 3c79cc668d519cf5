//! Who may do what needs a consent: purposes, answers, the ledger's entries, and proofs as values.
//!
//! Source: privacy reference, section 5, "Consent".

mod canonical;
mod chain;
mod entry;
mod evidence;
mod grant;
mod purpose;
mod settings;

pub use canonical::canonical;
pub use chain::{ChainHead, Digest, Leaf, NO_DIGEST};
pub use entry::{ConsentEvent, ConsentMethod, ConsentSource, Entry, GpcState, SubjectHash, TextUsed};
pub use evidence::{Evidence, EvidenceError, Relayed};
pub use grant::{ANSWER_LIFE_MS, Answer, MarketingConsent, Standing, StatisticsConsent, granted};
pub use purpose::{ConsentPurpose, PurposeSet};
pub use settings::{GpcRule, RecordingAbsent, SitePrivacy};
