//! How words are compared in searches: without case and accents.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Case-folded, without accents.
pub fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The words of a query, folded: runs of letters and digits.
pub fn words(query: &str) -> Vec<String> {
    fold(query).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// About `max` characters of a text around the first of the words, on one line.
pub fn excerpt_around(text: &str, words: &[String], max: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    let folded: Vec<String> = characters.iter().map(|c| fold(&c.to_string())).collect();
    let starts_here = |index: usize, word: &str| {
        let rest: String = folded.iter().skip(index).take(word.chars().count()).map(String::as_str).collect();
        let begins_word = index == 0 || characters.get(index.saturating_sub(1)).is_some_and(|c| !c.is_alphanumeric());
        begins_word && rest.starts_with(word)
    };
    let found = (0..characters.len()).find(|index| words.iter().any(|word| starts_here(*index, word))).unwrap_or(0);
    let start = found.saturating_sub(max / 3);
    let cut: String = characters.iter().skip(start).take(max).collect();
    let line = entrenous_domain::text::line(&cut, max);
    let before = if start > 0 { "…" } else { "" };
    let after = if start.saturating_add(max) < characters.len() { "…" } else { "" };
    format!("{before}{line}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_matter() {
        assert_eq!(fold("Écrire À Zoë"), "ecrire a zoe");
        assert_eq!(words("«Lave-vaisselle» 60°C"), ["lave", "vaisselle", "60", "c"]);
    }

    #[test]
    fn an_excerpt_stands_around_the_word() {
        let text = format!("{} La FACTURE corrigée {}", "avant ".repeat(40), "après ".repeat(40));
        let excerpt = excerpt_around(&text, &words("factu"), 60);
        assert!(excerpt.contains("FACTURE"), "{excerpt}");
        assert!(excerpt.starts_with('…') && excerpt.ends_with('…'));
    }
}
