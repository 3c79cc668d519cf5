//! What visitors do before and beside writing: begin, go on, say who they are, leave.

mod begin_session;
mod identify;
mod identify_by_page;
mod loader_settings;
mod logout;
mod prove;
mod read_proof;
mod recognise;
mod seen_pages;
mod set_page;
mod state;
mod submit_contact;

pub(crate) use begin_session::take_page;
pub use begin_session::{BeginError, BeginSession, Begun, Browser, begin_session};
pub use identify::{IdentifyError, identify};
pub use identify_by_page::{IdentifyByPageError, identify_by_page};
pub use loader_settings::{LoaderSettings, loader_settings};
pub use logout::logout;
pub use prove::ProveError;
pub use recognise::{Guest, recognise, token_hash};
pub use seen_pages::{SeenPage, SeenPages};
pub use set_page::{SetPage, set_page};
pub use state::{AgentCard, GroupCard, VisitorState, agent_cards, avatar_path, group_cards, group_of, load_state};
pub use submit_contact::{Contact, submit_contact};
