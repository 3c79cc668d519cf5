//! What a consent manager says about an answer that it relays: five short fields, and nothing that could name a person's machine.

use crate::language::language_code;

/// Where an answer can be looked up at the manager that took it. Only shapes that identifiers, versions and dates have.
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

impl Evidence {
    /// Checks what a page relays: the manager's id of the record (100 characters), revision (32), language code,
    /// moment of the decision as the manager writes it (40), and quality (32).
    ///
    /// # Errors
    /// The first field that is too long or holds what no such value holds: blanks, an address of a page, of a person or of a machine.
    pub fn check(
        record_id: Option<String>,
        revision: Option<String>,
        language: Option<String>,
        decided_at: Option<String>,
        quality: Option<String>,
    ) -> Result<Self, EvidenceError> {
        for (name, value, max) in
            [("record_id", &record_id, 100), ("revision", &revision, 32), ("decided_at", &decided_at, 40), ("quality", &quality, 32)]
        {
            if value.as_deref().is_some_and(|text| !is_plain(text, max)) {
                return Err(EvidenceError(name));
            }
        }
        let language = language.map(|text| language_code(&text).ok_or(EvidenceError("language"))).transpose()?;
        Ok(Self { record_id, revision, language, decided_at, quality })
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
    let letters = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-+/=:".contains(&byte));
    !text.is_empty() && text.len() <= max && letters && !text.contains("//") && !is_machine(text)
}

/// Whether an address of a machine stands anywhere in a text: four numbers with dots, or hexadecimal groups with at least two colons.
fn is_machine(text: &str) -> bool {
    let is_four = |run: &str| run.split('.').count() == 4 && run.split('.').all(|part| part.parse::<u8>().is_ok());
    let is_groups = |run: &str| {
        // A time of day has two colons as well, and groups of two decimal digits each.
        let is_time = run.split(':').count() == 3 && run.split(':').all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()));
        run.matches(':').count() >= 2 && run.split(':').all(|part| part.len() <= 4) && !is_time
    };
    text.split(|c: char| !c.is_ascii_digit() && c != '.').any(is_four)
        || text.split(|c: char| !c.is_ascii_hexdigit() && c != ':').any(is_groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: &str) -> Result<Evidence, EvidenceError> {
        Evidence::check(Some(text.to_owned()), None, None, None, None)
    }

    #[test]
    fn what_managers_call_their_records_is_kept() {
        for sound in [
            "4d1c2c7e-9f1d-4b64-8a3d-0d6b5a3a1a11",
            "ZcFVGVGYLnKDNz5JNw4rM6nKLvS9fbeCTvzHJGMGJ6bMPFmCpnJlSA==",
            "2026-11-22T16:13:04Z",
            "16:13:04",
        ] {
            assert!(record(sound).is_ok(), "{sound}");
        }
        let kept = Evidence::check(None, Some("3".to_owned()), Some("fr_FR".to_owned()), None, Some("no-timestamp".to_owned())).unwrap();
        assert_eq!(kept.fields().collect::<Vec<_>>(), [("language", "fr-fr"), ("quality", "no-timestamp"), ("revision", "3")]);
    }

    #[test]
    fn addresses_of_people_pages_and_machines_are_refused() {
        for odd in [
            "",
            "ada@example.com",
            "https://shop.example/a",
            "203.0.113.9",
            "203.0.113.9:443",
            "v4:203.0.113.9",
            "ip=2001:db8::1",
            "2001:db8::1",
            "::ffff:1",
            "Mozilla/5.0 (X11)",
            "é",
            &"x".repeat(101),
        ] {
            assert_eq!(record(odd), Err(EvidenceError("record_id")), "{odd}");
        }
        assert_eq!(Evidence::check(None, None, Some("english".to_owned()), None, None), Err(EvidenceError("language")));
    }
}
