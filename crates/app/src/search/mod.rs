//! Searching what was said, and making it findable.
//!
//! The full-text index follows the outbox and is never part of what a message waits for
//! (`docs/decisions/0006-cost-of-a-message.md`).

mod excerpt;
mod find;
pub mod fold;
mod forget_removed;
mod index_earlier;
mod index_events;
mod text_of;

pub use excerpt::Excerpt;
pub use find::{Found, search};
pub use forget_removed::forget_removed;
pub use index_earlier::index_earlier;
pub use index_events::index_events;
