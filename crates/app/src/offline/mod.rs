//! A mail to the agents when somebody wrote while nobody was there.

mod send_notice;
mod tell_offline;

pub use send_notice::{SendOfflineNotice, SendOfflineNoticeError, send_offline_notice};
pub(crate) use tell_offline::add_notice;
pub use tell_offline::{TellOffline, tell_offline};
