//! Scope tokens: short-lived, signed, and good for one purpose of one browser on one site.
//!
//! A token is `v1.<site>.<subject>.<purpose>.<entry>.<text version>.<end, Unix ms>.<signature>`. It proves which answer it was given
//! for; whether that answer still counts is looked up each time it is used (`gate.rs`).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entrenous_domain::consent::{ConsentPurpose, Entry, Standing, SubjectHash};
use entrenous_domain::ids::{ConsentEntryId, SiteId};
use entrenous_domain::time::Timestamp;

use crate::context::Context;
use crate::secret::Keys;

/// How long a token is good for.
const LIFE_MS: i64 = 600_000;

/// A token for each purpose that is granted.
pub type Scopes = Vec<(ConsentPurpose, String)>;

/// What a token says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scope {
    pub site: SiteId,
    pub subject: SubjectHash,
    pub purpose: ConsentPurpose,
    pub entry: ConsentEntryId,
    pub text_version: u32,
    pub ends_at: Timestamp,
}

/// Tokens for what an answer grants at this moment; none when another answer counts by now.
pub(super) fn issue(ctx: &Context, entry: &Entry, standing: &Standing) -> Scopes {
    if *standing.entry() != entry.id {
        return Scopes::new();
    }
    let ends_at = ctx.now().plus_ms(LIFE_MS).min(entry.expires_at);
    let text_version = entry.text.as_ref().map_or(0, |text| text.version);
    let scope =
        |purpose| Scope { site: entry.site.clone(), subject: entry.subject, purpose, entry: entry.id.clone(), text_version, ends_at };
    standing.live().iter().map(|purpose| (purpose, write(&ctx.keys, &scope(purpose)))).collect()
}

fn write(keys: &Keys, scope: &Scope) -> String {
    let text = format!(
        "v1.{}.{}.{}.{}.{}.{}",
        scope.site,
        URL_SAFE_NO_PAD.encode(scope.subject.as_bytes()),
        scope.purpose.as_str(),
        scope.entry,
        scope.text_version,
        scope.ends_at.as_ms()
    );
    let signature = URL_SAFE_NO_PAD.encode(keys.sign_scope(&text));
    format!("{text}.{signature}")
}

/// Reads a token that carries our signature; nothing of another one is looked at.
pub(super) fn read(keys: &Keys, token: &str) -> Option<Scope> {
    let (text, signature) = token.rsplit_once('.')?;
    if !keys.is_scope_signed(text, &URL_SAFE_NO_PAD.decode(signature).ok()?) {
        return None;
    }
    let parts: Vec<&str> = text.split('.').collect();
    let ["v1", site, subject, purpose, entry, text_version, ends_at] = parts.as_slice() else { return None };
    Some(Scope {
        site: SiteId::parse(site).ok()?,
        subject: SubjectHash::from_bytes(URL_SAFE_NO_PAD.decode(subject).ok()?.try_into().ok()?),
        purpose: ConsentPurpose::parse(purpose)?,
        entry: ConsentEntryId::parse(entry).ok()?,
        text_version: text_version.parse().ok()?,
        ends_at: Timestamp::from_ms(ends_at.parse().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        let at = Timestamp::from_ms(1);
        Scope {
            site: SiteId::new(at, [1; 10]),
            subject: SubjectHash::from_bytes([2; 32]),
            purpose: ConsentPurpose::Marketing,
            entry: ConsentEntryId::new(at, [3; 10]),
            text_version: 4,
            ends_at: Timestamp::from_ms(5),
        }
    }

    #[test]
    fn a_token_says_what_it_was_given_for() {
        let keys = Keys::new(&[1; 32], [0; 32]);
        assert_eq!(read(&keys, &write(&keys, &scope())), Some(scope()));
    }

    #[test]
    fn a_token_with_one_other_character_or_of_another_installation_is_none() {
        let keys = Keys::new(&[1; 32], [0; 32]);
        let token = write(&keys, &scope());
        for at in 0..token.len() {
            let mut forged = token.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(read(&keys, &forged), None, "{forged}");
        }
        for odd in ["", ".", "v1", &token[..token.len() - 1], &format!("{token}."), &token.replace('.', "")] {
            assert_eq!(read(&keys, odd), None, "{odd}");
        }
        assert_eq!(read(&Keys::new(&[2; 32], [0; 32]), &token), None);
    }
}
