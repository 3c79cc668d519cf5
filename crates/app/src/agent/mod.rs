//! People of an account: inviting them, what they may do, what they say of themselves.

mod accept_invitation;
mod change_agent;
mod change_me;
mod create_agent;
mod get_me;
mod invite;
mod list_agents;
mod remove_invited;
mod set_avatar;
mod tell;

pub use accept_invitation::{AcceptInvitation, AcceptInvitationError, Invitation, accept_invitation, open_invitation};
pub use change_agent::{ChangeAgent, ChangeAgentError, change_agent};
pub use change_me::{ChangeMe, ChangeMeError, change_me};
pub use create_agent::{CreateAgent, CreateAgentError, create_agent, nickname_of};
pub use get_me::{Me, get_me};
pub use invite::{Invite, InviteError, invite, send_invitation_again};
pub use list_agents::list_agents;
pub use remove_invited::{RemoveInvitedError, remove_invited};
pub use set_avatar::{SetAvatarError, remove_avatar, set_avatar};
pub use tell::{tell_access, tell_agent};
