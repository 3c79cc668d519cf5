//! Accounts and the people who sign in.

mod actor;
mod agent;
mod password;
mod role;

pub use actor::{Actor, Administer, Answer, Forbidden, SiteAccess};
pub use agent::{Agent, Status};
pub use password::{PasswordError, check_password};
pub use role::Role;
