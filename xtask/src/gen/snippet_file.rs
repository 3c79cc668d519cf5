//! The snippets for consent managers as JSON by name, for the dashboard, which fills in server and chat key.

use anyhow::Result;
use serde_json::json;

use super::managers::{cookieconsent, klaro, tarteaucitron};
use super::registry::Registry;

/// The file. JSON has no comments, so it does not say itself that it is generated.
pub const FILE: &str = "web/dashboard/src/settings/sites/privacy/manager-snippets.json";

/// Its text.
///
/// # Errors
/// When JSON cannot be written.
pub fn write(registry: &Registry) -> Result<String> {
    let snippets =
        json!({ "tarteaucitron": tarteaucitron(registry), "klaro": klaro(registry), "vanilla-cookieconsent": cookieconsent(registry) });
    Ok(format!("{}\n", serde_json::to_string_pretty(&snippets)?))
}
