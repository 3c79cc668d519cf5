//! What a site's server says about who is writing, once its signature was found to be right.

use crate::site::ChatKey;
use crate::time::Timestamp;

use super::identity::Identity;
use crate::text;

/// The longest life of a proof, in milliseconds.
pub const PROOF_LIFE_MS: i64 = 600_000;
/// By how much the clocks of two servers may differ, in milliseconds.
pub const PROOF_LEEWAY_MS: i64 = 30_000;

/// The claims of a signed proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// For which site, as the proof names it.
    pub audience: String,
    /// When it was made.
    pub issued_at: Timestamp,
    /// From when it counts, when that is later.
    pub not_before: Option<Timestamp>,
    /// Until when it counts.
    pub expires_at: Timestamp,
    /// Its own name; a second proof with the same is a repetition.
    pub id: String,
    /// The site's own name for the person.
    pub subject: Option<String>,
    /// What it says about the person.
    pub identity: Identity,
}

/// Why a proof does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofError {
    /// It is not signed by the site, or not of the shape that a proof has.
    Wrong,
    /// Its time is over.
    Expired,
    /// It was made for another site.
    OtherSite,
    /// It was used before.
    Replayed,
}

/// The person of a proof: another subject is another person, and without one another address is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Person {
    /// The site's own name for it.
    Subject(String),
    /// The address.
    Email(String),
}

impl Proof {
    /// Whether it counts for a site at this moment. Whether it was used before is not known here.
    ///
    /// # Errors
    /// All but `Replayed`.
    pub fn check(&self, site: &ChatKey, now: Timestamp) -> Result<(), ProofError> {
        let life = self.expires_at.since(self.issued_at);
        let names = [(Some(&self.id), 128), (self.subject.as_ref(), 255)];
        let are_sound = names.into_iter().all(|(name, max)| name.is_none_or(|name| !name.is_empty() && name.chars().count() <= max));
        // Nobody can keep a proof that was made for later.
        let begins = self.not_before.map_or(self.issued_at, |at| at.max(self.issued_at));
        if !are_sound || !(1..=PROOF_LIFE_MS).contains(&life) || begins.since(now) > PROOF_LEEWAY_MS {
            return Err(ProofError::Wrong);
        }
        if self.audience != site.as_str() {
            return Err(ProofError::OtherSite);
        }
        if now.since(self.expires_at) > PROOF_LEEWAY_MS {
            return Err(ProofError::Expired);
        }
        Ok(())
    }

    /// Whom it names; `None` when it only adds variables or a name.
    pub fn person(&self) -> Option<Person> {
        let email = || self.identity.email.as_deref().and_then(text::email).map(Person::Email);
        self.subject.clone().map(Person::Subject).or_else(email)
    }

    /// Until when it must be remembered, so that it is not used twice.
    pub fn remembered_until(&self) -> Timestamp {
        self.expires_at.plus_ms(PROOF_LEEWAY_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE: Timestamp = Timestamp::from_ms(1_700_000_000_000);

    fn proof() -> Proof {
        Proof {
            audience: "ab".repeat(20),
            issued_at: MADE,
            not_before: None,
            expires_at: MADE.plus_ms(PROOF_LIFE_MS),
            id: "one".to_owned(),
            subject: Some("customer-7".to_owned()),
            identity: Identity::default(),
        }
    }

    fn check(proof: &Proof, after_ms: i64) -> Result<(), ProofError> {
        proof.check(&ChatKey::new([0xab; 20]), MADE.plus_ms(after_ms))
    }

    #[test]
    fn a_proof_counts_for_its_life_and_half_a_minute() {
        assert_eq!(check(&proof(), -PROOF_LEEWAY_MS), Ok(()));
        assert_eq!(check(&proof(), -PROOF_LEEWAY_MS - 1), Err(ProofError::Wrong));
        assert_eq!(check(&proof(), PROOF_LIFE_MS + PROOF_LEEWAY_MS), Ok(()));
        assert_eq!(check(&proof(), PROOF_LIFE_MS + PROOF_LEEWAY_MS + 1), Err(ProofError::Expired));
    }

    #[test]
    fn a_long_a_backward_and_a_nameless_proof_never_count() {
        for wrong in [
            Proof { expires_at: MADE.plus_ms(PROOF_LIFE_MS + 1), ..proof() },
            Proof { expires_at: MADE, ..proof() },
            Proof { expires_at: MADE.plus_ms(-1), ..proof() },
            Proof { expires_at: Timestamp::from_ms(i64::MAX), issued_at: Timestamp::from_ms(i64::MIN), ..proof() },
            Proof { not_before: Some(MADE.plus_ms(PROOF_LEEWAY_MS + 1)), ..proof() },
            Proof { id: String::new(), ..proof() },
            Proof { id: "x".repeat(129), ..proof() },
            Proof { subject: Some(String::new()), ..proof() },
            Proof { subject: Some("x".repeat(256)), ..proof() },
        ] {
            assert_eq!(check(&wrong, 0), Err(ProofError::Wrong), "{wrong:?}");
        }
        assert_eq!(check(&Proof { audience: "cd".repeat(20), ..proof() }, 0), Err(ProofError::OtherSite));
    }

    #[test]
    fn the_person_is_the_subject_and_else_the_address() {
        let with = |subject: Option<&str>, email: Option<&str>| {
            let identity = Identity { email: email.map(str::to_owned), ..Identity::default() };
            Proof { subject: subject.map(str::to_owned), identity, ..proof() }.person()
        };
        assert_eq!(with(Some("7"), Some("a@b.example")), Some(Person::Subject("7".to_owned())));
        assert_eq!(with(None, Some(" A@B.example")), Some(Person::Email("a@b.example".to_owned())));
        assert_eq!(with(None, Some("nonsense")), None);
        assert_eq!(with(None, None), None);
    }
}
