//! A website of an account: its public key, its origins, when it may track.

use crate::consent::SitePrivacy;
use crate::ids::{AccountId, SiteId};
use crate::site_identity::SiteIdentity;
use crate::time::Timestamp;

/// The public name of a site: 40 lower-case hexadecimal characters. It authorises nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ChatKey(String);

impl ChatKey {
    /// From 20 random bytes.
    pub fn new(chance: [u8; 20]) -> Self {
        Self(chance.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Reads one; upper case is accepted, because people copy keys by hand.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = text.trim().to_ascii_lowercase();
        (folded.len() == 40 && folded.bytes().all(|b| b.is_ascii_hexdigit())).then_some(Self(folded))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// When the chat box may store something and open a socket (privacy reference, "Tracking modes").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrackingMode {
    /// Nothing before the visitor opens the box.
    OnOpen,
    /// As `OnOpen`, and live presence after statistics consent.
    WithConsent,
    /// At page load.
    Always,
}

impl TrackingMode {
    /// Every mode.
    pub const ALL: [TrackingMode; 3] = [TrackingMode::OnOpen, TrackingMode::WithConsent, TrackingMode::Always];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            TrackingMode::OnOpen => "on_open",
            TrackingMode::WithConsent => "with_consent",
            TrackingMode::Always => "always",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == text)
    }
}

/// A website of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Which.
    pub id: SiteId,
    /// Of which account.
    pub account: AccountId,
    /// The public key.
    pub chat_key: ChatKey,
    /// The name.
    pub name: String,
    /// A language code.
    pub language: String,
    /// When it may track.
    pub tracking_mode: TrackingMode,
    /// Who may show the chat box; empty: everybody.
    pub allowed_origins: Vec<AllowedOrigin>,
    /// Look and texts, as the JSON that `protocol` reads and writes.
    pub chat_box: String,
    /// What it does that needs a consent, and how it asks.
    pub privacy: SitePrivacy,
    /// How it has identities proven.
    pub identity: SiteIdentity,
    /// The last number given to an event of this site.
    pub event_number: i64,
    /// When a page last loaded the snippet.
    pub seen_at: Option<Timestamp>,
    /// The origin of that page.
    pub seen_origin: Option<String>,
    /// When the site was made.
    pub created_at: Timestamp,
}

impl Site {
    /// Whether a page of this origin may show the chat box.
    ///
    /// A site without a list takes every origin. A request without an origin comes from no page of
    /// another host, and is allowed only where no list exists.
    pub fn admits(&self, origin: Option<&str>) -> bool {
        self.allowed_origins.is_empty() || origin.is_some_and(|origin| self.allowed_origins.iter().any(|allowed| allowed.matches(origin)))
    }
}

/// An origin that may show the chat box: exact scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedOrigin(String);

impl AllowedOrigin {
    /// Reads what an administrator typed: `https://shop.example`, or `shop.example` for its https form.
    ///
    /// `None` when it is no origin: other schemes, a path, user info, blanks, wildcards.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = text.trim().trim_end_matches('/').to_lowercase();
        let full = if folded.contains("://") { folded } else { format!("https://{folded}") };
        let (scheme, rest) = full.split_once("://")?;
        if !matches!(scheme, "https" | "http") {
            return None;
        }
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !host.ends_with(']') || !port.contains(']') => (host, Some(port)),
            _ => (rest, None),
        };
        let host_ok = !host.is_empty()
            && host.len() <= 253
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains("..")
            && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        let port = match port {
            None => None,
            // `parse` alone would take a sign.
            Some(text) => Some(text.parse::<u16>().ok().filter(|p| *p != 0 && text.bytes().all(|b| b.is_ascii_digit()))?),
        };
        if !host_ok {
            return None;
        }
        let default = if scheme == "https" { 443 } else { 80 };
        Some(Self(match port.filter(|port| *port != default) {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        }))
    }

    /// As text, the way browsers send it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn matches(&self, origin: &str) -> bool {
        self.0 == origin.to_ascii_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_exact_in_scheme_host_and_port() {
        let read = |text: &str| AllowedOrigin::parse(text).map(|origin| origin.as_str().to_owned());
        assert_eq!(read("Shop.Example"), Some("https://shop.example".into()));
        assert_eq!(read("https://shop.example:443/"), Some("https://shop.example".into()));
        assert_eq!(read("http://127.0.0.1:8080"), Some("http://127.0.0.1:8080".into()));
        for odd in [
            "",
            "ftp://a.b",
            "https://a.b/c",
            "https://u@a.b",
            "*.a.b",
            "https://a.b:0",
            "https://a.b:x",
            "https://a.b:+8080",
            "https://a.b:65536",
            "https://a.b:",
            "https://a.b.",
            "https://a.b?c",
            "https://a.b#c",
            "https://a.b\\c",
            "https://a%2eb",
            "https://аpple.example",
            "//a.b",
            "null",
            "https://a b",
            "javascript:alert(1)",
        ] {
            assert!(read(odd).is_none() || odd == "null", "{odd}");
        }
        let allowed = AllowedOrigin::parse("https://shop.example").expect("an origin");
        assert!(allowed.matches("https://shop.example"));
        assert!(allowed.matches("HTTPS://Shop.Example"));
        for other in [
            "https://shop.example.evil.net",
            "https://evil.net/https://shop.example",
            "https://shop.example@evil.net",
            "https://www.shop.example",
            "https://shop.example.",
            "https://shop.example/",
            " https://shop.example",
            "https://shop.example https://evil.net",
            "http://shop.example",
            "https://shop.example:8443",
            "https://xn--shop-.example",
            "null",
            "",
            "https://xshop.example",
        ] {
            assert!(!allowed.matches(other), "{other}");
        }
    }

    #[test]
    fn a_chat_key_is_forty_hexadecimal_characters() {
        let key = ChatKey::new([171; 20]);
        assert_eq!(ChatKey::parse(&key.as_str().to_uppercase()), Some(key));
        assert_eq!(ChatKey::parse("abc"), None);
    }
}
