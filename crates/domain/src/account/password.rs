//! What a password must be like, before anything expensive looks at it.

/// The longest password, in bytes of UTF-8.
pub const MAX_PASSWORD_BYTES: usize = 1_024;

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordError {
    /// Fewer than 10 characters.
    TooShort,
    /// More than [`MAX_PASSWORD_BYTES`]: hashing must not become a lever against the server.
    TooLong,
    /// It is one of the words that everybody tries first, or repeats the address.
    TooCommon,
}

/// The beginnings of what guessing programs try first, folded; length alone does not save these.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "motdepasse",
    "qwertyuiop",
    "azertyuiop",
    "1234567890",
    "0123456789",
    "iloveyou",
    "letmein",
    "welcome",
    "bienvenue",
    "administrator",
    "entrenous",
    "changeme",
    "qwerty123",
    "azerty123",
    "abcdefghij",
];

/// Checks length and commonness.
///
/// # Errors
/// See [`PasswordError`].
pub fn check_password(password: &str, email: &str) -> Result<(), PasswordError> {
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(PasswordError::TooLong);
    }
    if password.chars().count() < 10 {
        return Err(PasswordError::TooShort);
    }
    let folded: String = password.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let stripped = folded.trim_matches(|c: char| c.is_ascii_digit());
    let repeats = folded.chars().collect::<std::collections::BTreeSet<_>>().len() < 4;
    let common = COMMON.iter().any(|word| folded == *word || stripped == *word);
    let local: String = email.split('@').next().unwrap_or_default().chars().filter(|c| c.is_alphanumeric()).collect();
    let is_address = !local.is_empty() && stripped == local.to_lowercase();
    if repeats || common || is_address { Err(PasswordError::TooCommon) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_long_and_common_passwords_are_refused() {
        let check = |password: &str| check_password(password, "nadia.benali@exemple.fr");
        assert_eq!(check("short"), Err(PasswordError::TooShort));
        assert_eq!(check(&"x1y2z3".repeat(200)), Err(PasswordError::TooLong));
        for common in ["Password2026", "aaaaaaaaaaaa", "1234567890", "NadiaBenali2026"] {
            assert_eq!(check(common), Err(PasswordError::TooCommon), "{common}");
        }
        assert_eq!(check("trois bols bleus"), Ok(()));
    }
}
