//! The closed sets of words that the registry may use.

/// The purposes of consent, in the order in which people read them.
pub const PURPOSES: [&str; 5] = ["chat", "preferences", "statistics", "recording", "marketing"];

/// Purposes of the server that no visitor is asked about.
pub const SERVER_PURPOSES: [&str; 2] = ["security", "accountability"];

/// The purposes that store or read nothing without a consent.
pub const ASKED_FOR: [&str; 3] = ["statistics", "recording", "marketing"];

/// Where a browser may keep something.
pub const KINDS: [&str; 3] = ["cookie", "localStorage", "sessionStorage"];

/// Article 6(1) of the GDPR: consent, contract, legal duty, legitimate interest.
pub const BASES: [&str; 4] = ["6.1.a", "6.1.b", "6.1.c", "6.1.f"];

/// Article 5(3) of the ePrivacy directive; `outside` is what never leaves the device and stores nothing.
pub const EPRIVACY: [&str; 4] = ["exempt_transmission", "exempt_requested_service", "consent", "outside"];

/// What may be the first to write or read something of a visitor, besides `grant:<purpose>`.
pub const TRIGGERS: [&str; 7] = ["page_load", "chat_opened", "draft_typed", "box_toggled", "card_shown", "sound_toggled", "choice_made"];

/// What may remove a stored name, besides `withdraw:<purpose>`.
pub const ERASERS: [&str; 5] = ["ttl", "erase", "logout", "sent", "tab_closed"];

/// Who answers for what is stored: whoever runs the website.
pub const CONTROLLER: &str = "{{controller}}";

/// Whether something is a purpose that anything here may have.
pub fn is_purpose(word: &str) -> bool {
    PURPOSES.contains(&word) || SERVER_PURPOSES.contains(&word)
}
