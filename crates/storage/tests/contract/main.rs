//! What storage promises, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod account;
mod agent;
mod agent_group;
mod agent_session;
mod blobs;
mod cancelled;
mod consent;
mod epoch;
mod group_commit;
mod jobs;
mod migrations;
mod one_time_token;
mod opening;
mod recovery_code;
mod schema;
mod search_file;
mod site;
mod stage;
mod town;
mod transcript_request;
mod units;
mod used_proof;
mod values;
mod visitor;
