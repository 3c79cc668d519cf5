//! Who is told: topics, presence and the bus between connections.
//!
//! The bus may lose, repeat, delay or reorder a signal, and stores nothing; the database is the record.
//! Whoever listens asks for what it missed by number (ARCHITECTURE.md, "Fan-out").
#![deny(missing_docs)]

mod bus;
mod presence;
mod signal;
mod topic;

pub use bus::{Bus, Missed, Subscription};
pub use presence::{Connected, Presence};
pub use signal::{Audience, Change, Signal, Told};
pub use topic::Topic;
