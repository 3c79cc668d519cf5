//! What is said: every HTTP body and socket frame between browsers and the server.
//!
//! To add a shape:
//! 1. put the type into the file of its subject, deriving `Serialize` or `Deserialize` and `ToSchema`;
//! 2. input types carry `deny_unknown_fields`, output types only ever grow;
//! 3. name it in [`openapi`], and run `cargo xtask gen`, which writes the TypeScript types.
//!
//! Nothing in here holds a rule: limits and decisions live in `entrenous-domain`.

pub mod account;
pub mod availability;
pub mod consent;
pub mod contact;
pub mod conversation;
pub mod cookies;
pub mod error;
pub mod identity;
pub mod message;
pub mod openapi;
pub mod rating;
pub mod site;
pub mod visitor;
pub mod ws;

/// The version of the socket protocol; a `hello` with another one is refused with `protocol_unknown`.
pub const PROTOCOL_VERSION: u32 = 1;

mod consent_domain;
mod from_domain;
