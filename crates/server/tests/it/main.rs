//! The server as its clients meet it: real sockets, real databases, one world for each test.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod agent_client;
mod crash;
mod cut;
mod frames;
mod groups;
mod identity;
mod ledger;
mod ledger_command;
mod line;
mod proxy;
mod visitor_client;
mod world;
