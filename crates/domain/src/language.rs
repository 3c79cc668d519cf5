//! The languages of the product, and the codes of all others.

/// A language in which every text of the product exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::En, Language::Fr];

    /// The code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Fr => "fr",
        }
    }

    /// Reads a code; only those of the product.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.as_str() == text)
    }

    /// The first language of an `accept-language` header that the product has; English without one.
    ///
    /// Weights are ignored: browsers send their list in order.
    pub fn accepted(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|entry| entry.trim().split(['-', ';', '_']).next())
            .find_map(|code| Self::parse(&code.to_ascii_lowercase()))
            .unwrap_or_default()
    }
}

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
    fn the_first_known_language_of_the_browser_is_taken() {
        for (header, language) in [
            ("fr-CA,fr;q=0.9,en;q=0.8", Language::Fr),
            ("de,en-GB;q=0.7", Language::En),
            ("de", Language::En),
            ("", Language::En),
            ("FR", Language::Fr),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }

    #[test]
    fn a_code_is_folded_and_odd_ones_are_refused() {
        assert_eq!(language_code("pt_BR"), Some("pt-br".to_owned()));
        for odd in ["", "e", "english", "en-", "en-x", "../x", "zh-hant-tw-extra-long"] {
            assert_eq!(language_code(odd), None, "{odd}");
        }
    }
}
