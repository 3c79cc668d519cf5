//! The visitor fills in the form before the first message.

use entrenous_domain::visitor::{Identity, Variable, Visitor};

use super::identify::{IdentifyError, identify};
use super::recognise::Guest;
use crate::context::Context;
use crate::texts::{Language, text};

/// The published name of the visitor's tick below the notice.
///
/// Source: Smartsupp compatibility reference, section 2.1, `privacyNoticeCheckRequired`.
const PROCESSING_CONSENT: &str = "personalDataProcessingConsent";

/// What was written into the form. Empty fields set nothing.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// The name.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// The key of a group; an unknown one routes nowhere.
    pub group: Option<String>,
    /// Whether the visitor ticked the notice.
    pub has_processing_consent: bool,
}

/// Keeps what the visitor says of itself; agents see it at once. Answers the visitor as it is now.
///
/// These are the visitor's own words, so a site that demands a proof of what its page says takes them too.
///
/// # Errors
/// See [`IdentifyError`].
pub async fn submit_contact(ctx: &Context, guest: &Guest, contact: Contact) -> Result<Visitor, IdentifyError> {
    // Agents read the label, and the site's language is the best guess of theirs.
    let language = Language::parse(&guest.site.language).unwrap_or(Language::En);
    let ticked = || Variable {
        id: PROCESSING_CONSENT.to_owned(),
        label: text(language, "contact.processing_consent", &[]),
        value: "true".to_owned(),
    };
    let identity = Identity {
        name: contact.name,
        email: contact.email,
        phone: contact.phone,
        group: contact.group,
        language: None,
        variables: contact.has_processing_consent.then(ticked).into_iter().collect(),
    };
    identify(ctx, guest, identity).await
}
