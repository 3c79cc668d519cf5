//! What is kept: units of work over SQLite or PostgreSQL, blobs, and the schema's history.
//!
//! To add a repository:
//! 1. Make its tables in a new pair under `migrations/` (`cargo xtask migration NAME`).
//! 2. Write `src/<noun>.rs` with its statements in one `statements!` block and its private row structs
//!    (in `row! { … }`, fields only of `i64`, `f64`, `bool`, `String`, `Vec<u8>` and their `Option`s).
//! 3. Give it a struct that borrows the work, `pub struct Things<'w>(pub(crate) &'w mut Work)`, and a method
//!    `things()` on [`Work`] at the top of the same file.
//! 4. Name the module's statements in `catalogue.rs`, so that both databases are asked to prepare them.
//! 5. Write its contract test under `tests/contract/`; it runs on both databases.

#![deny(missing_docs)]

mod account;
mod agent;
mod agent_credential;
mod agent_group;
mod agent_session;
mod arg;
mod blob;
mod catalogue;
mod cells;
mod consent_chain;
mod consent_entry;
mod consent_text;
mod conversation;
mod conversation_list;
mod data_file;
mod db;
mod dialect;
mod epoch;
mod error;
mod event;
mod inline;
mod job;
mod leash;
mod log_keeper;
mod marketing_counter;
mod message;
mod migrate;
mod note;
mod one_time_token;
mod open;
mod readers;
mod recovery_code;
mod room;
mod row;
mod search;
mod search_file;
mod site;
mod site_privacy;
mod sqlite_error;
mod statements;
#[cfg(feature = "testing")]
pub mod testing;
mod transcript_request;
mod turn;
mod upload;
mod used_proof;
mod visit_page;
mod visitor;
mod writer;

pub use account::Accounts;
pub use agent::Agents;
pub use agent_credential::{Credential, Credentials};
pub use agent_group::Groups;
pub use agent_session::{AgentSessions, FoundSession};
pub use arg::Arg;
pub use blob::Blobs;
pub use cells::{Cell, Cells, Row};
pub use consent_chain::ConsentChains;
pub use consent_entry::ConsentEntries;
pub use consent_text::{ConsentText, ConsentTexts};
pub use conversation::Conversations;
pub use conversation_list::{ListPlace, OpenCounts, OpenView};
pub use db::{Db, PostgresDb, SqliteDb, Work};
pub use epoch::Epoch;
pub use error::{Result, StorageError};
pub use event::{EventKind, Events, StoredEvent};
pub use job::{ClaimedJob, FailedJob, Jobs, Lane, NewJob};
pub use marketing_counter::MarketingCounters;
pub use message::Messages;
pub use migrate::{Migrated, Migration};
pub use note::Notes;
pub use one_time_token::{Holder, NewOneTimeToken, OneTimeTokens, Purpose};
pub use open::{Place, PostgresPlace, SqlitePlace, Sync};
pub use recovery_code::RecoveryCodes;
pub use search::{Earlier, Findable, Hit, Search};
pub use site::Sites;
pub use sqlx::Error as DriverError;
pub use statements::Sql;
pub use transcript_request::{TranscriptRequest, TranscriptRequests};
pub use upload::{Sender, Upload, Uploads};
pub use used_proof::UsedProofs;
pub use visit_page::{VisitPage, VisitPages};
pub use visitor::Visitors;
