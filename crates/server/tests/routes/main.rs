//! Routes of the whole router, asked without a network: who is let in, what is refused, what nobody may find out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bodies;
mod browser;
mod consent;
mod cookies;
mod foreign;
mod guards;
mod identity;
mod late_bodies;
mod searching;
mod settings;
mod signing_in;
mod town;
mod transcript;
mod visit;
mod watching;
