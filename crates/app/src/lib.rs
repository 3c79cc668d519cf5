//! What is done: one file for each action, load → decide → save → tell.
//!
//! To add an action:
//! 1. `app/src/<thing>/<verb_noun>.rs` with its command, its error and one function
//!    `verb_noun(ctx, actor, cmd)`; the actor or an `Authorized` value proves the right.
//! 2. Open one unit, load what the decision needs, ask `domain`, store, add the event, `save()`.
//! 3. Tell the bus only after `save()`.
//! 4. Map the error in `server/http/error.rs`, and reach the action from HTTP, socket or job.
#![deny(missing_docs)]

pub mod account;
pub mod agent;
pub mod consent;
pub mod context;
pub mod conversation;
pub mod job;
mod letter;
pub mod markup;
pub mod offline;
pub mod password;
pub mod ports;
pub mod presence;
pub mod privacy;
pub mod seal;
pub mod search;
pub mod secret;
pub mod site;
pub mod texts;
pub mod throttle;
pub mod transcript;
pub mod upload;
pub mod visitor;

pub use context::Context;
