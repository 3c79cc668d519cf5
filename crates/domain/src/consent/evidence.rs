//! What a consent manager says about an answer that it relays: five short fields, and nothing that could name a person's machine.

use super::chain::Digest;
use crate::language::language_code;

/// Where an answer can be looked up at the manager that took it: whoever has the manager's records can ask this installation
/// whether one of them is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    record_id: Option<String>,
    revision: Option<String>,
    language: Option<String>,
    decided_at: Option<String>,
    quality: Option<String>,
}

/// The field that has not the shape it must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvidenceError(pub &'static str);

/// What a page relays, checked. It cannot be stored: the manager's id of the record may be anything, an address included, and only a
/// keyed hash of it becomes evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relayed {
    record_id: Option<String>,
    rest: Evidence,
}

impl Relayed {
    /// Checks what a page relays: the manager's id of the record (at most 100 characters), its revision (a number of at most eight
    /// digits), language code, moment of the decision (ISO 8601), and quality (a word of at most 32 small letters and hyphens).
    ///
    /// # Errors
    /// The first field that has another shape.
    pub fn check(
        record_id: Option<String>,
        revision: Option<String>,
        language: Option<String>,
        decided_at: Option<String>,
        quality: Option<String>,
    ) -> Result<Self, EvidenceError> {
        let is_sound = |value: &Option<String>, is_shaped: fn(&str) -> bool| value.as_deref().is_none_or(is_shaped);
        for (name, is_right) in [
            ("record_id", is_sound(&record_id, |text| (1..=100).contains(&text.len()))),
            ("revision", is_sound(&revision, is_number)),
            ("decided_at", is_sound(&decided_at, is_moment)),
            ("quality", is_sound(&quality, is_word)),
        ] {
            if !is_right {
                return Err(EvidenceError(name));
            }
        }
        let language = language.map(|text| language_code(&text).ok_or(EvidenceError("language"))).transpose()?;
        Ok(Self { record_id, rest: Evidence { record_id: None, revision, language, decided_at, quality } })
    }

    /// The evidence, with the hash that stands for the manager's id of the record.
    pub fn seal(self, hash: impl FnOnce(&str) -> Digest) -> Evidence {
        let record_id = self.record_id.map(|id| hash(&id).iter().map(|byte| format!("{byte:02x}")).collect());
        Evidence { record_id, ..self.rest }
    }
}

impl Evidence {
    /// Reads what is kept. Records from before ids were hashed hold them as they came, in any of the shapes of that time.
    pub fn stored(
        record_id: Option<String>,
        revision: Option<String>,
        language: Option<String>,
        decided_at: Option<String>,
        quality: Option<String>,
    ) -> Option<Self> {
        let is_sound = [(&record_id, 100), (&revision, 32), (&language, 16), (&decided_at, 40), (&quality, 32)]
            .into_iter()
            .all(|(value, max)| value.as_deref().is_none_or(|text| is_plain(text, max)));
        is_sound.then_some(Self { record_id, revision, language, decided_at, quality })
    }

    /// The fields that are there, by name, in the order of their names.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("decided_at", &self.decided_at),
            ("language", &self.language),
            ("quality", &self.quality),
            ("record_id", &self.record_id),
            ("revision", &self.revision),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.as_deref().map(|text| (name, text)))
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.fields().next().is_none()
    }
}

fn is_plain(text: &str, max: usize) -> bool {
    !text.is_empty() && text.len() <= max && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-+/=:".contains(&byte))
}

fn is_number(text: &str) -> bool {
    (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_word(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

/// A day, or a moment of it with seconds and a time zone where they are told: ISO 8601 in its long form.
fn is_moment(text: &str) -> bool {
    match text.split_once('T') {
        None => has_shape(text, "0000-00-00"),
        Some((day, time)) => has_shape(day, "0000-00-00") && is_time(time),
    }
}

fn is_time(text: &str) -> bool {
    let (time, zone) = text.split_at(text.find(['Z', '+', '-']).unwrap_or(text.len()));
    let (time, part) = time.split_once('.').unwrap_or((time, "0"));
    let is_zone = ["", "Z", "+00:00", "-00:00"].into_iter().any(|shape| has_shape(zone, shape));
    let is_part = (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    is_zone && is_part && ["00:00", "00:00:00"].into_iter().any(|shape| has_shape(time, shape))
}

/// Whether a text has digits where the shape has a zero, and the same characters elsewhere.
fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(one, other): (u8, u8)| if other == b'0' { one.is_ascii_digit() } else { one == other };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(field: &str, text: &str) -> Result<Relayed, EvidenceError> {
        let given = |name: &str| (name == field).then(|| text.to_owned());
        Relayed::check(given("record_id"), given("revision"), given("language"), given("decided_at"), given("quality"))
    }

    #[test]
    fn of_the_id_of_a_record_only_the_hash_is_kept_whatever_it_is() {
        for id in ["4d1c2c7e-9f1d-4b64-8a3d-0d6b5a3a1a11", "203.0.113.9", "203-0-113-9", "Mozilla/5.0+X11+Linux", "shop.example/reset/a"] {
            let evidence = relay("record_id", id).unwrap().seal(|given| [u8::try_from(given.len()).unwrap(); 32]);
            let hash = format!("{:02x}", id.len()).repeat(32);
            assert_eq!(evidence.fields().collect::<Vec<_>>(), [("record_id", hash.as_str())]);
            assert_eq!(Evidence::stored(Some(hash), None, None, None, None), Some(evidence));
        }
        for odd in ["", &"x".repeat(101)] {
            assert_eq!(relay("record_id", odd), Err(EvidenceError("record_id")), "{odd}");
        }
    }

    #[test]
    fn the_other_fields_have_shapes_in_which_nothing_else_fits() {
        for (field, sound) in [
            ("revision", "0"),
            ("revision", "20261122"),
            ("language", "fr_FR"),
            ("decided_at", "2026-11-22"),
            ("decided_at", "2026-11-22T16:13"),
            ("decided_at", "2026-11-22T16:13:04Z"),
            ("decided_at", "2026-11-22T16:13:04.123Z"),
            ("decided_at", "2026-11-22T16:13:04+01:00"),
            ("quality", "no-timestamp"),
        ] {
            assert!(relay(field, sound).is_ok(), "{field} {sound}");
        }
        for odd in [
            "",
            "ada@example.com",
            "https://shop.example/a",
            "203.0.113.9",
            "203.0.113.9.1",
            "1.203.0.113.9",
            "203-0-113-9",
            "3405803785",
            "2001:db8::1",
            "Mozilla/5.0+X11+Linux",
            "shop.example/reset/abc",
            "2026-11-22T203.0.113.9",
            "2026-11-22T16:13:04Zx",
            "2026-11-22T16:13:04.2030113009Z",
            "é",
        ] {
            for field in ["revision", "language", "decided_at", "quality"] {
                assert_eq!(relay(field, odd), Err(EvidenceError(field)), "{field} {odd}");
            }
        }
    }
}
