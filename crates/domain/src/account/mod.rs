//! Accounts and the people who sign in.

mod actor;
mod agent;
mod availability;
mod customer;
mod group;
mod password;
mod role;
pub mod session;

pub use actor::{Actor, Administer, Answer, Forbidden, SiteAccess};
pub use agent::{Agent, Status};
pub use availability::{SiteAvailability, answering};
pub use customer::Account;
pub use group::{Group, GroupKey};
pub use password::{MAX_PASSWORD_BYTES, PasswordError, check_password};
pub use role::Role;
pub use session::Session;
