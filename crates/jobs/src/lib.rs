//! What is done later: the runner, the schedule, and one file for each job.
//!
//! To add a job:
//! 1. put its payload into `entrenous-app`, beside the action that schedules it (`impl Job`);
//! 2. write `src/<verb_noun>.rs` with its handler, which must be idempotent and say how;
//! 3. name it in `handle.rs`.
#![deny(missing_docs)]

mod empty_groups;
mod empty_log;
mod handle;
mod runner;
mod send_mail;
mod send_offline_notice;
mod send_transcript;
mod sweep_uploads;
mod tell_offline;
mod trim_events;
mod trim_ledger;
mod trim_proofs;
mod trim_transcripts;
mod trim_visits;

pub use handle::{JobError, handle};
pub use runner::{run_due, run_until_stopped};
pub use sweep_uploads::sweep_uploads;
pub use trim_events::trim_events;
pub use trim_ledger::trim_ledger;
pub use trim_proofs::trim_proofs;
pub use trim_transcripts::trim_transcripts;
pub use trim_visits::trim_visits;
