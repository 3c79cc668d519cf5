//! What storage promises, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod blobs;
mod cancelled;
mod epoch;
mod group_commit;
mod jobs;
mod migrations;
mod opening;
mod schema;
mod stage;
mod units;
mod values;
