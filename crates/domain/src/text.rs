//! Cleaning of strings that come from outside, before any check looks at them.

/// Whether a character changes the direction of text or is invisible and joins nothing.
///
/// Zero-width joiner and non-joiner are not among them: Persian and emoji need them.
fn is_deceptive(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{3164}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A message's text: line ends as `\n`, no other control characters, no blanks around it.
///
/// Direction marks stay; the screens isolate each message.
pub fn message_text(raw: &str) -> String {
    let unified = raw.replace("\r\n", "\n").replace('\r', "\n");
    unified.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect::<String>().trim().to_owned()
}

/// Whether nothing of a text can be seen.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_deceptive(c) || matches!(c, '\u{200c}' | '\u{200d}'))
}

/// One line, such as a name or title: no control characters, no direction marks, blanks folded,
/// cut at `max` characters.
pub fn line(raw: &str, max: usize) -> String {
    let visible: String = raw.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !is_deceptive(*c)).collect();
    let folded = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    folded.chars().take(max).collect::<String>().trim_end().to_owned()
}

/// A file's name: the part behind the last separator, as one line; `file` when nothing is left.
pub fn file_name(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean = line(last, 150);
    let clean = clean.trim_start_matches('.').trim();
    if clean.is_empty() { "file".to_owned() } else { clean.to_owned() }
}

/// An e-mail address, folded for comparison; `None` when it cannot be one.
///
/// Only the shape is checked (one `@`, something before it, a dotted host after it, no blanks);
/// whether it exists is found out by writing to it.
pub fn email(raw: &str) -> Option<String> {
    let folded = raw.trim().to_lowercase();
    let (local, host) = folded.split_once('@')?;
    let sound = !local.is_empty()
        && local.len() <= 64
        && folded.len() <= 254
        && host.split('.').count() >= 2
        && host.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-') && !label.starts_with('-') && !label.ends_with('-')
        })
        && !local
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || is_deceptive(c) || matches!(c, '@' | '<' | '>' | ',' | ';' | '"' | '(' | ')'));
    sound.then_some(folded)
}

/// The first `max` characters, on one line, for lists.
pub fn excerpt(text: &str, max: usize) -> String {
    line(text, max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_loses_folders_and_direction_marks() {
        assert_eq!(file_name("..\\..\\evil/inv\u{202e}gpj.exe"), "invgpj.exe");
        assert_eq!(file_name("   "), "file");
        assert_eq!(file_name(".htaccess"), "htaccess");
    }

    #[test]
    fn an_address_is_folded_and_odd_ones_are_refused() {
        assert_eq!(email(" Nadia@Exemple.FR "), Some("nadia@exemple.fr".to_owned()));
        for odd in ["", "a", "a@b", "@b.c", "a@b..c", "a b@c.de", "a@b@c.de", "a\r\nBcc: x@y.z@c.de", "a@-b.de"] {
            assert_eq!(email(odd), None, "{odd:?}");
        }
    }

    #[test]
    fn message_text_keeps_joiners_and_line_breaks() {
        assert_eq!(message_text(" a\r\nb\u{0}\u{7} "), "a\nb");
        assert_eq!(message_text("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }
}
