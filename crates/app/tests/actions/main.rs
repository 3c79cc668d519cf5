//! What actions promise, on a frozen clock and a real database.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod agents;
mod consent;
mod contact;
mod groups;
mod invitations;
mod mail_trouble;
mod offline;
mod pages;
mod passwords;
mod rating;
mod search;
mod second_factor;
mod sessions;
mod set_up;
mod sign_in;
mod sites;
mod transcript;
mod visitors;
