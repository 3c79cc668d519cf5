//! Identifiers: a prefix that says what it names, and 26 characters that sort by the time they were made.
//!
//! The characters are Crockford's base 32 of 48 bits of time and 80 bits of chance (the ULID layout).
//! An id opens nothing; what opens something is a token.

use std::fmt;

use crate::time::Timestamp;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The 26 characters for a time and ten random bytes.
pub fn encode(at: Timestamp, chance: [u8; 10]) -> String {
    let ms = u128::from(u64::try_from(at.as_ms()).unwrap_or(0) & 0xffff_ffff_ffff);
    let mut value = ms << 80;
    for (index, byte) in chance.iter().rev().enumerate() {
        value |= u128::from(*byte) << (8 * index);
    }
    (0..26)
        .rev()
        .filter_map(|digit| ALPHABET.get(usize::try_from((value >> (5 * digit)) & 31).unwrap_or(0)))
        .map(|byte| char::from(*byte))
        .collect()
}

fn is_body(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|byte| ALPHABET.contains(&byte))
}

/// A text that is not an identifier of the kind asked for.
///
/// The outside gets the same answer as for an absent thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an identifier of this kind")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// A new one.
            pub fn new(at: Timestamp, chance: [u8; 10]) -> Self {
                Self(format!(concat!($prefix, "_{}"), encode(at, chance)))
            }

            /// Reads one that came from outside or from the database.
            ///
            /// # Errors
            /// When the prefix, the length or a character is wrong.
            pub fn parse(text: &str) -> Result<Self, NotAnId> {
                match text.strip_prefix(concat!($prefix, "_")) {
                    Some(body) if is_body(body) => Ok(Self(text.to_owned())),
                    _ => Err(NotAnId),
                }
            }

            /// As text, the way it is stored and sent.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A customer of this installation.
    AccountId = "acc";
    /// A website of an account.
    SiteId = "sit";
    /// A person with a login.
    AgentId = "agt";
    /// A group of agents.
    GroupId = "grp";
    /// A sign-in of an agent.
    SessionId = "ses";
    /// A browser on a site.
    VisitorId = "vis";
    /// A thread of a visitor.
    ConversationId = "con";
    /// An entry of a conversation.
    MessageId = "msg";
    /// A text that only agents see.
    NoteId = "not";
    /// A stored file.
    UploadId = "upl";
    /// A piece of later work.
    JobId = "job";
    /// An entry of a site's consent ledger.
    ConsentEntryId = "ce";
    /// A page that a visit with statistics consent saw.
    VisitPageId = "vp";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_time_they_were_made() {
        let earlier = MessageId::new(Timestamp::from_ms(1_700_000_000_000), [255; 10]);
        let later = MessageId::new(Timestamp::from_ms(1_700_000_000_001), [0; 10]);
        assert!(earlier < later);
        assert_eq!(MessageId::parse(later.as_str()), Ok(later));
    }

    #[test]
    fn another_kind_of_id_is_refused() {
        let site = SiteId::new(Timestamp::from_ms(1), [7; 10]);
        assert_eq!(AgentId::parse(site.as_str()), Err(NotAnId));
        assert_eq!(SiteId::parse("sit_"), Err(NotAnId));
        assert_eq!(SiteId::parse("sit_0000000000000000000000000u"), Err(NotAnId));
    }
}
