//! Whether somebody is there to answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether a site has an agent who accepts chats right now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// At least one agent of the site is connected and accepting chats.
    Online,
    /// Nobody accepts chats; messages are kept and answered later.
    Offline,
}

/// What an agent says about being there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgentStatus {
    /// At the desk.
    Online,
    /// Connected, and not at the desk.
    Away,
    /// Not connected.
    Offline,
}
