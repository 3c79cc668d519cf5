//! Consent: the ledger of answers, and the few things that are done only with one.
//!
//! To do something more with a consent: take the proof (`StatisticsConsent`, …) where it is written, get it from
//! `gate::admit` in the same unit of work, and forget it in `gate::forget`.

mod add_visit_page;
mod begin_ledgers;
mod chain;
mod door;
mod erase_expired;
mod erase_own;
mod erase_subject;
mod gate;
mod kept_text;
mod link_visit;
mod make_receipt;
mod record_consent;
mod renew_scopes;
mod scope;
mod set_visits;
mod text;
mod verify_ledger;

pub use add_visit_page::{AddVisitPage, add_visit_page};
pub use begin_ledgers::begin_ledgers;
pub use chain::begin_ledger;
pub use door::{ConsentError, Door, subject_hash};
pub use erase_expired::erase_expired;
pub use erase_own::erase_own;
pub use erase_subject::{Trace, erase_for_person, erase_subject, erase_trace};
pub use link_visit::{link_counter, link_visit};
pub use make_receipt::{make_receipt, receipt_keys};
pub use record_consent::{RecordConsent, Recorded, record_consent};
pub use renew_scopes::renew_scopes;
pub use scope::Scopes;
pub use set_visits::set_visits;
pub use text::TEXT_VERSION;
pub use verify_ledger::{BrokenAt, Fault, Verified, verify_ledger};
