//! Websites of an account, and the groups of agents who answer there.

mod change_site;
mod create_site;
mod empty_groups;
mod get_site;
mod group;
mod identity_key;
mod install_code;
mod list_seen_pages;
mod list_sites;
mod renew_chat_key;
mod tell;

pub use change_site::{ChangeSite, change_site};
pub use create_site::{CreateSite, create_site};
pub use empty_groups::{EmptyGroups, empty_groups};
pub use get_site::{SiteError, SiteView, get_site};
pub use group::{GroupError, SaveGroup, add_group, change_group, remove_group};
pub use identity_key::{IdentityKeyError, NewIdentityKey, add_identity_key, remove_identity_keys, remove_old_identity_key};
pub use install_code::install_code;
pub use list_seen_pages::list_seen_pages;
pub use list_sites::{list_site_ids, list_sites};
pub use renew_chat_key::renew_chat_key;
