//! How texts become words that searches compare: without case and accents, cut into words here and not by the database,
//! so that both databases find the same.
//!
//! Scripts that set no blanks between words (Chinese, Japanese, Thai …) are cut into pairs of neighbours:
//! `你好世界` becomes `你好 好世 世界 界`, in which each of its words, and each of its characters, begins a word.
//!
//! Whoever changes what [`fold`] makes lets the index be made anew: with a migration like `postgres/0006_search_file.sql`,
//! and for SQLite by raising the version in `search_file.rs`.

use std::ops::ControlFlow::{self, Continue};

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What is longer is cut here, in texts and in queries: PostgreSQL refuses words of more than 2,046 bytes.
const LONGEST_BYTES: usize = 400;

/// A syllable of Hangul has three letters at most, of three bytes each; what goes on is no syllable.
const SYLLABLE_BYTES: usize = 9;

/// The words of a text, folded, with blanks between them.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let _all = each_token(text, &mut |token: &Token<'_>| {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(token.text);
        Continue(())
    });
    folded
}

/// The words of a query, folded and sorted. None begins another: a text that holds the longer one holds the shorter.
pub fn words(query: &str) -> Vec<String> {
    let mut words = Vec::new();
    let _all = each_token(query, &mut |token: &Token<'_>| {
        if !token.is_rest {
            words.push(token.text.to_owned());
        }
        Continue(())
    });
    words.sort_unstable();
    // In this order the words that a word begins stand right behind it.
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for word in words.into_iter().rev() {
        if kept.last().is_none_or(|longer| !longer.starts_with(&word)) {
            kept.push(word);
        }
    }
    kept.reverse();
    kept
}

/// A folded word, or two neighbours of a script without blanks.
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    /// Where it begins in the text, in characters.
    pub(super) at: usize,
    /// The last character of several: in the index so that it is found alone. A query for all of them needs it not.
    is_rest: bool,
}

/// Cuts a text into tokens and hands each over, in order, until told to stop.
pub(super) fn each_token(text: &str, take: &mut impl FnMut(&Token<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut run = Run::default();
    for (at, c) in text.chars().enumerate() {
        let mut flow = Continue(());
        decompose_compatible(c, |part| {
            if flow.is_continue() {
                flow = run.add(part, at, take);
            }
        });
        flow?;
    }
    run.end(take)
}

/// How many characters of a text, from the one at `at` on, the folded word takes: half a letter is the letter, and what
/// is written over a letter goes with it.
pub(super) fn n_covered(text: &str, at: usize, word: &str) -> usize {
    let mut folded = String::new();
    let mut n_covered = 0_usize;
    for c in text.chars().skip(at) {
        let is_whole = folded.len() >= word.len();
        let mut is_more = false;
        decompose_compatible(c, |part| {
            if !is_combining_mark(part) && !is_invisible(part) {
                is_more = true;
                part.to_lowercase().filter(|c| c.is_alphanumeric()).for_each(|c| spell(c, &mut folded));
            }
        });
        if is_whole && is_more {
            break;
        }
        n_covered = n_covered.saturating_add(1);
    }
    n_covered
}

/// Whether a character goes on a word of a script that sets blanks between its words.
pub(super) fn is_letter_between_blanks(c: char) -> bool {
    let mut goes_on = false;
    decompose_compatible(c, |part| {
        goes_on |= is_combining_mark(part) || is_invisible(part) || (part.is_alphanumeric() && !is_unspaced(part));
    });
    goes_on
}

/// Letters and digits that stand together and are of one way of writing.
#[derive(Default)]
struct Run {
    text: String,
    /// Where its units begin, in bytes of `text` and in characters of the whole text.
    /// A unit is the whole run where words stand between blanks, and else a character or a syllable.
    units: Vec<(usize, usize)>,
    is_unspaced: bool,
}

impl Run {
    fn add(&mut self, part: char, at: usize, take: &mut impl FnMut(&Token<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        if is_combining_mark(part) || is_invisible(part) {
            return Continue(());
        }
        if !part.is_alphanumeric() {
            return self.end(take);
        }
        for c in part.to_lowercase() {
            let is_unspaced = is_unspaced(c);
            if is_unspaced != self.is_unspaced {
                self.end(take)?;
                self.is_unspaced = is_unspaced;
            }
            let goes_on = match self.units.last() {
                None => false,
                Some((begin, _)) => !is_unspaced || (is_inside_syllable(c) && self.text.len().saturating_sub(*begin) < SYLLABLE_BYTES),
            };
            if !goes_on {
                self.units.push((self.text.len(), at));
            }
            if is_unspaced || self.text.len() < LONGEST_BYTES {
                spell(c, &mut self.text);
            }
        }
        Continue(())
    }

    /// Hands over what was gathered and begins anew.
    fn end(&mut self, take: &mut impl FnMut(&Token<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut flow = Continue(());
        for (place, (begin, at)) in self.units.iter().enumerate() {
            // A unit together with its neighbour.
            let end = self.units.get(place.saturating_add(2)).map_or(self.text.len(), |(begin, _)| *begin);
            let is_rest = place > 0 && place.saturating_add(1) == self.units.len();
            let text = self.text.get(*begin..end).unwrap_or_default();
            flow = take(&Token { text, at: *at, is_rest });
            if flow.is_break() {
                break;
            }
        }
        self.text.clear();
        self.units.clear();
        flow
    }
}

/// Writes a lower-case letter as people type it who do not have it on their keyboard.
fn spell(c: char, into: &mut String) {
    match c {
        'œ' => into.push_str("oe"),
        'æ' => into.push_str("ae"),
        'ß' => into.push_str("ss"),
        'þ' => into.push_str("th"),
        'đ' | 'ð' => into.push('d'),
        'ħ' => into.push('h'),
        'ı' => into.push('i'),
        'ł' => into.push('l'),
        'ø' => into.push('o'),
        'ŧ' => into.push('t'),
        'ς' => into.push('σ'),
        other => into.push(other),
    }
}

/// What may stand inside a word without being seen: the soft hyphen, zero widths, direction marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether a decomposed character belongs to a script in which words are found only inside a run of letters.
fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        // Thai, Lao; Myanmar; the letters of Hangul; Khmer.
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        // Kana and Bopomofo, then Chinese characters.
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}'
    )
}

/// Whether it is the vowel or the end of a syllable of Hangul.
fn is_inside_syllable(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_what_cannot_be_seen_do_not_matter() {
        for (text, folded) in [
            ("Écrire À Zoë", "ecrire a zoe"),
            ("«Lave-vaisselle» 60°C", "lave vaisselle 60 c"),
            ("Mon cœur, une ŒUVRE", "mon coeur une oeuvre"),
            ("đặc biệt, Straße, GROẞ, Øre, Łódź", "dac biet strasse gross ore lodz"),
            ("ΟΔΟΣ οδος οδός", "οδοσ οδοσ οδοσ"),
            ("fac\u{ad}tu\u{200b}re\u{feff} a\u{200d}b\u{2060}c", "facture abc"),
            ("maria@example.com", "maria example com"),
            ("", ""),
            ("…!", ""),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn scripts_without_blanks_are_cut_into_pairs() {
        for (text, folded) in [
            ("你好世界", "你好 好世 世界 界"),
            ("界", "界"),
            ("iPhone手机 12号", "iphone 手机 机 12 号"),
            ("ภาษาไทย", "ภา าษ ษา าไ ไท ทย ย"),
            ("ﾃｽﾄ", "テス スト ト"),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
        let hangul = fold("한국어");
        let syllables: Vec<String> =
            hangul.split(' ').map(|pair| unicode_normalization::UnicodeNormalization::nfc(pair).collect()).collect();
        assert_eq!(syllables, ["한국", "국어", "어"]);
    }

    #[test]
    fn what_an_older_version_folded_is_folded_again_without_a_loss() {
        use unicode_normalization::UnicodeNormalization;
        for text in ["Mon cœur, fac\u{ad}ture 60°C", "你好世界 ok", "한국어 한", "ภาษาไทย", "İstanbul ½ …", "ﾃｽﾄです", "GROẞ ΟΔΟΣ"]
        {
            let older: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
            assert_eq!(fold(&older), fold(text));
            let words = |text: &str| text.split(' ').map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
            assert!(words(&fold(text)).is_subset(&words(&fold(&fold(text)))), "{text:?}");
        }
    }

    #[test]
    fn no_word_of_a_query_is_looked_for_twice() {
        for (query, expected) in [
            ("w w w w w w w w", &["w"] as &[_]),
            ("fact Facture fac dix", &["dix", "facture"]),
            ("你好世界", &["世界", "你好", "好世"]),
            ("世界 世", &["世界"]),
            (" - ", &[]),
        ] {
            assert_eq!(words(query), expected, "{query:?}");
        }
    }

    #[test]
    fn nothing_makes_a_word_that_a_database_refuses() {
        for text in ["x".repeat(4_000), "ö".repeat(4_000), "\u{1161}".repeat(4_000), "하".repeat(4_000), "世".repeat(4_000)] {
            assert!(fold(&text).split(' ').all(|word| word.len() < 2_000));
        }
        let word = "x".repeat(1_000);
        assert_eq!(words(&word), [fold(&word)]);
    }
}
