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
pub use state::{AgentCard, VisitorState, agent_cards, avatar_path, load_state};
