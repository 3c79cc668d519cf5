//! Language codes.

/// A language code such as `de` or `pt-br`, folded; `None` when it cannot be one.
pub fn language_code(text: &str) -> Option<String> {
    let folded = text.trim().to_ascii_lowercase().replace('_', "-");
    let mut parts = folded.split('-');
    let first = parts.next()?;
    let sound = matches!(first.len(), 2 | 3)
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && folded.len() <= 16
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    sound.then_some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_folded_and_odd_ones_are_refused() {
        assert_eq!(language_code("pt_BR"), Some("pt-br".to_owned()));
        for odd in ["", "e", "english", "en-", "en-x", "../x", "zh-hant-tw-extra-long"] {
            assert_eq!(language_code(odd), None, "{odd}");
        }
    }
}
