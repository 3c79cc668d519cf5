//! Agents of a site who share visitors.

use crate::ids::{AgentId, GroupId, SiteId};
use crate::time::Timestamp;

/// What a page names in `smartsupp('group', …)`: 1 to 40 characters from `a–z 0–9 - _`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupKey(String);

impl GroupKey {
    /// Reads one; upper case is folded, because pages written by hand differ in it.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = text.trim().to_ascii_lowercase();
        let sound = (1..=40).contains(&folded.len())
            && folded.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'));
        sound.then_some(Self(folded))
    }

    /// Made from a group's name: what is neither a letter a–z nor a digit becomes one hyphen.
    ///
    /// A name in another script leaves nothing; its key is `group`.
    pub fn from_name(name: &str) -> Self {
        let plain: String = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
        let joined = plain.split_whitespace().collect::<Vec<_>>().join("-");
        let cut: String = joined.chars().take(36).collect();
        let cut = cut.trim_matches('-');
        Self(if cut.is_empty() { "group".to_owned() } else { cut.to_owned() })
    }

    /// The same key with a number behind it, for a site that has this one already.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        let stem: String = self.0.chars().take(36).collect();
        Self(format!("{stem}-{number}"))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Agents of a site who share visitors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Which.
    pub id: GroupId,
    /// Of which site.
    pub site: SiteId,
    /// What the page names; unique within the site.
    pub key: GroupKey,
    /// The name.
    pub name: String,
    /// Its members, all with access to the site, in the order of their ids.
    pub agents: Vec<AgentId>,
    /// When the group was made.
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_from_the_name_and_stays_within_its_alphabet() {
        for (name, key) in [("Support & Sales", "support-sales"), ("  Équipe 2 ", "quipe-2"), ("支持", "group"), ("---", "group")] {
            assert_eq!(GroupKey::from_name(name).as_str(), key, "{name}");
        }
        let long = GroupKey::from_name(&"abc ".repeat(40));
        assert!(GroupKey::parse(long.as_str()).is_some() && GroupKey::parse(long.numbered(999).as_str()).is_some());
    }

    #[test]
    fn a_key_written_by_hand_is_folded_or_refused() {
        assert_eq!(GroupKey::parse(" Sales_2 ").map(|key| key.as_str().to_owned()), Some("sales_2".to_owned()));
        for odd in ["", "a b", "é", "a/b", &"x".repeat(41)] {
            assert!(GroupKey::parse(odd).is_none(), "{odd}");
        }
    }
}
