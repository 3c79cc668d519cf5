//! The part of a text that shows why it was found.

use std::ops::ControlFlow::{Break, Continue};
use std::ops::Range;

use super::fold::{Token, each_token, is_letter_between_blanks, n_covered};

/// A part of a text on one line, and where in it the words are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The part; `…` stands where the text goes on.
    pub text: String,
    /// What of it was searched for, in characters of `text`: in order, never touching each other.
    pub marks: Vec<Range<usize>>,
}

impl Excerpt {
    /// About `max` characters of a text around the first of the words, which are as [`super::fold::words`] makes them.
    pub(super) fn around(text: &str, words: &[String], max: usize) -> Self {
        let text = cut_around(text, words, max);
        let marks = marks(&text, words);
        Excerpt { text, marks }
    }
}

fn cut_around(text: &str, words: &[String], max: usize) -> String {
    let mut found = 0;
    let _first = each_token(text, &mut |token: &Token<'_>| {
        if begun_by(token.text, words).is_none() {
            return Continue(());
        }
        found = token.at;
        Break(())
    });
    let start = begin_of_word(text, found.saturating_sub(max / 3), found);
    let mut rest = text.chars().skip(start);
    let cut: String = rest.by_ref().take(max).collect();
    let line = entrenous_domain::text::line(&cut, max);
    let before = if start > 0 { "…" } else { "" };
    let after = if rest.next().is_some() { "…" } else { "" };
    format!("{before}{line}{after}")
}

/// The next place from `start` on, at most `found`, that is not inside a word: the end of a word must not look like one.
fn begin_of_word(text: &str, start: usize, found: usize) -> usize {
    let Some(before) = start.checked_sub(1) else { return start };
    let mut from_before = text.chars().skip(before).take_while(|c| is_letter_between_blanks(*c));
    if from_before.next().is_none() {
        return start;
    }
    start.saturating_add(from_before.count()).min(found)
}

/// Where words begin words of a text, as the index finds them.
fn marks(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    let _all = each_token(text, &mut |token: &Token<'_>| {
        if let Some(word) = begun_by(token.text, words) {
            let end = token.at.saturating_add(n_covered(text, token.at, word));
            match marks.last_mut() {
                // Neighbours of a script without blanks overlap.
                Some(last) if last.end >= token.at => last.end = last.end.max(end),
                _ => marks.push(token.at..end),
            }
        }
        Continue(())
    });
    marks
}

/// The word that begins the token. No word begins another, so only the last one that does not stand behind the token can.
fn begun_by<'w>(token: &str, words: &'w [String]) -> Option<&'w str> {
    let behind = words.partition_point(|word| word.as_str() <= token);
    let last = words.get(behind.checked_sub(1)?)?;
    token.starts_with(last.as_str()).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::super::fold::words;
    use super::*;

    /// The whole text with what was searched for in brackets.
    fn marked(text: &str, query: &str) -> String {
        let mut all = String::new();
        let marks = marks(text, &words(query));
        for (at, c) in text.chars().enumerate() {
            all.extend(marks.iter().any(|mark| mark.start == at).then_some('['));
            all.push(c);
            all.extend(marks.iter().any(|mark| mark.end == at + 1).then_some(']'));
        }
        all
    }

    #[test]
    fn what_was_searched_for_is_marked_as_it_is_found() {
        for (text, query, expected) in [
            ("La facture corrigée. Refacturer", "FACT corrigee", "La [fact]ure [corrigée]. Refacturer"),
            ("Mon cœur, une ŒUVRE", "coeur oeuv", "Mon [cœur], une [ŒUV]RE"),
            // Half a letter is the letter.
            ("Mon cœur", "co", "Mon [cœ]ur"),
            ("Hauptstraße 7", "hauptstras", "[Hauptstraß]e 7"),
            ("phở đặc biệt", "dac", "phở [đặc] biệt"),
            // An accent that is a character of its own goes with its letter.
            ("cafe\u{301} noir", "cafe", "[cafe\u{301}] noir"),
            ("fac\u{ad}tu\u{200b}re", "factur", "[fac\u{ad}tu\u{200b}r]e"),
            ("你好世界", "世界", "你好[世界]"),
            ("你好世界", "你好世界", "[你好世界]"),
            ("你好世界", "界", "你好世[界]"),
            ("世界和世界", "世", "[世]界和[世]界"),
            ("ภาษาไทยง่าย", "ไทย", "ภาษา[ไทย]ง่าย"),
            ("안녕하세요세계", "세계", "안녕하세요[세계]"),
            ("ﾃｽﾄです", "テスト", "[ﾃｽﾄ]です"),
            ("iPhone手机", "iphone 手", "[iPhone手]机"),
            ("maria.lopez@boutique.example", "lopez@bou", "maria.[lopez]@[bou]tique.example"),
            ("nothing", "else", "nothing"),
        ] {
            assert_eq!(marked(text, query), expected, "{query:?} in {text:?}");
        }
    }

    #[test]
    fn an_excerpt_stands_around_the_word() {
        let text = format!("{} La FACTURE corrigée {}", "avant ".repeat(40), "après ".repeat(40));
        let excerpt = Excerpt::around(&text, &words("zut factu"), 60);
        assert!(excerpt.text.contains("FACTURE"), "{excerpt:?}");
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with('…'));
        let mark: String = excerpt.text.chars().skip(excerpt.marks[0].start).take(excerpt.marks[0].len()).collect();
        assert_eq!((mark.as_str(), excerpt.marks.len()), ("FACTU", 1));
        let text = format!("{}你好世界{}", "甲".repeat(100), "乙".repeat(100));
        assert!(Excerpt::around(&text, &words("世界"), 30).text.contains("世界"));
        assert_eq!(Excerpt::around("court", &words("rien"), 30), Excerpt { text: "court".to_owned(), marks: Vec::new() });
    }

    #[test]
    fn the_end_of_a_word_that_was_cut_is_not_taken_for_a_word() {
        for n_between in 0..10 {
            let text = format!("La surfacture {}facture", "y ".repeat(n_between));
            let excerpt = Excerpt::around(&text, &words("facture"), 30);
            assert_eq!(excerpt.marks.len(), 1, "{excerpt:?}");
            assert_eq!(excerpt.marks[0].end, excerpt.text.chars().count(), "{excerpt:?}");
        }
        let text = format!("{}한국어", "가나다".repeat(20));
        let excerpt = Excerpt::around(&text, &words("한국"), 30);
        assert!(excerpt.text.starts_with("…다"), "no word ends where no blanks are: {excerpt:?}");
    }
}
