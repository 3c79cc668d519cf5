//! People with a login: set-up, signing in, sessions, invitations.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::availability::AgentStatus;

/// What an agent may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything; an account always has one.
    Owner,
    /// Everything but owners.
    Admin,
    /// Conversations of named sites.
    Agent,
}

/// An agent as colleagues see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentOut {
    /// The agent's id.
    pub id: String,
    /// The address used to sign in.
    pub email: String,
    /// The full name.
    pub name: String,
    /// What visitors see.
    pub nickname: String,
    /// A line such as "Orders"; may be empty.
    pub description: String,
    /// What the agent may do.
    pub role: Role,
    /// False: cannot sign in.
    pub active: bool,
    /// True until the invitation is accepted.
    pub invited: bool,
    /// Online, away or offline; offline whenever no dashboard is connected.
    pub status: AgentStatus,
    /// Whether new visitors may come; a switch of its own.
    pub accepting: bool,
    /// Path of the picture on this server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// The sites the agent may work on; for owners and admins all of them.
    pub site_ids: Vec<String>,
    /// Whether a second factor is set up.
    pub second_factor: bool,
    /// Unix ms of the last sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_login_at: Option<i64>,
}

/// `GET /api/agent/me`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MeOut {
    /// The agent.
    pub agent: AgentOut,
    /// The account's id.
    pub account_id: String,
    /// The account's name.
    pub account_name: String,
    /// The dashboard's language.
    pub language: String,
    /// How many recovery codes are left; 0 without a second factor.
    pub recovery_codes_left: i64,
    /// Whether mails leave the house; false: they land as files in the data folder.
    pub mail_is_sent: bool,
}

/// `PATCH /api/agent/me`. Absent fields stay as they are.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MePatch {
    /// 1 to 120 characters.
    #[serde(default)]
    pub name: Option<String>,
    /// 1 to 60 characters.
    #[serde(default)]
    pub nickname: Option<String>,
    /// At most 120 characters.
    #[serde(default)]
    pub description: Option<String>,
    /// `en` or `fr`.
    #[serde(default)]
    pub language: Option<String>,
    /// `online` or `away`.
    #[serde(default)]
    pub status: Option<AgentStatus>,
    /// Whether new visitors may come.
    #[serde(default)]
    pub accepting: Option<bool>,
}

/// `GET /api/agent/setup`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SetupStateOut {
    /// True until the first account exists.
    pub open: bool,
}

/// `POST /api/agent/setup`: the first account, its owner and its first site.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupIn {
    /// The token of the set-up link.
    pub token: String,
    /// The account's name, 1 to 80 characters.
    pub account_name: String,
    /// The owner's full name.
    pub name: String,
    /// The owner's address.
    pub email: String,
    /// 10 characters to 1024 bytes.
    pub password: String,
    /// The first site's name.
    pub site_name: String,
    /// `en` or `fr`.
    pub language: String,
}

/// `POST /api/agent/login`.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// What comes after the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoginState {
    /// The cookie is set; go to the dashboard.
    SignedIn,
    /// The cookie is set and good only for `POST /api/agent/login/second-factor`.
    SecondFactorRequired,
}

/// The answer to a login.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LoginOut {
    /// What comes next.
    pub state: LoginState,
}

/// `POST /api/agent/login/second-factor`.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorIn {
    /// Six digits, or a recovery code.
    pub code: String,
}

/// `POST /api/agent/password/forgot`. The answer is the same whether the address is known or not.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgotIn {
    /// The address.
    pub email: String,
}

/// `POST /api/agent/password/reset/open`: asks whether a reset link still works. It does so afterwards too.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetOpenIn {
    /// The token of the link.
    pub token: String,
}

/// A reset link that can be followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ResetOut {
    /// The address that the link was sent to, whose password it sets.
    pub email: String,
}

/// `POST /api/agent/password/reset`; ends every session of the agent.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetIn {
    /// The token of the link.
    pub token: String,
    /// 10 characters to 1024 bytes.
    pub password: String,
}

/// `POST /api/agent/password/change`; ends every other session of the agent.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChangeIn {
    /// The present password.
    pub current: String,
    /// 10 characters to 1024 bytes.
    pub new: String,
}

/// `GET /api/agent/sessions`: where the agent is signed in, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionListOut {
    /// The sessions.
    pub sessions: Vec<AgentSessionOut>,
}

/// A sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentSessionOut {
    /// The session's id.
    pub id: String,
    /// Browser family and operating system.
    pub device: String,
    /// Unix ms.
    pub created_at: i64,
    /// Unix ms, to the minute.
    pub last_seen_at: i64,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// `POST /api/agent/totp`: begin to set up the second factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TotpOut {
    /// `otpauth://…`, for an authenticator.
    pub url: String,
    /// The secret in base32, to type by hand.
    pub secret: String,
    /// The address as a QR code: rows of `0` and `1`.
    pub qr: Vec<String>,
}

/// `POST /api/agent/totp/confirm` and `POST /api/agent/totp/remove`.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpConfirmIn {
    /// Six digits; to remove, a recovery code works too.
    pub code: String,
}

/// Codes that replace the second factor, each once. Shown only now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecoveryCodesOut {
    /// Ten codes.
    pub codes: Vec<String>,
}

/// `GET /api/agent/agents`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentListOut {
    /// Everybody of the account, by name.
    pub agents: Vec<AgentOut>,
}

/// `POST /api/agent/agents`: invite somebody by e-mail.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationIn {
    /// The address.
    pub email: String,
    /// The full name.
    pub name: String,
    /// What the agent may do.
    pub role: Role,
    /// The sites; ignored for admins.
    #[serde(default)]
    pub site_ids: Vec<String>,
}

/// `POST /api/agent/invitations/open`: asks what an invitation is for. The link still works afterwards.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationOpenIn {
    /// The token of the link.
    pub token: String,
}

/// An invitation that can be accepted.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct InvitationOut {
    /// The name that the invitation was sent with.
    pub name: String,
    /// The address that it was sent to, with which to sign in later.
    pub email: String,
    /// Whose team it is.
    pub account_name: String,
}

/// `POST /api/agent/invitations/accept`.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationAcceptIn {
    /// The token of the link.
    pub token: String,
    /// The full name.
    pub name: String,
    /// 10 characters to 1024 bytes.
    pub password: String,
    /// `en` or `fr`.
    pub language: String,
}

/// `PATCH /api/agent/agents/{id}`, by owners and admins. Absent fields stay as they are.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentPatch {
    /// What the agent may do.
    #[serde(default)]
    pub role: Option<Role>,
    /// False ends every session at once.
    #[serde(default)]
    pub active: Option<bool>,
    /// The sites.
    #[serde(default)]
    pub site_ids: Option<Vec<String>>,
}

/// `POST /api/agent/ticket`: what `hello` needs.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct TicketOut {
    /// Works once, for 30 s.
    pub ticket: String,
}
