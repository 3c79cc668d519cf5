//! Mails about conversations, as plain text and as markup: the same words twice.

use crate::markup::Markup;
use crate::ports::Mail;
use crate::texts::Language;

/// A part of a letter. Whatever stands in it is text, whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A sentence or two.
    Paragraph(String),
    /// A line that leads somewhere; the address is ours.
    Link {
        /// What is shown in the markup.
        words: String,
        /// Where it leads.
        address: String,
    },
    /// What somebody said.
    Said {
        /// Who and when.
        head: String,
        /// The words.
        text: String,
    },
}

impl Part {
    /// How many bytes it takes in a letter, in both forms together, before they are encoded for the way.
    pub fn size_bytes(&self) -> usize {
        let mut html = Markup::default();
        self.write(&mut html).len().saturating_add(GAP.len()).saturating_add(html.into_string().len())
    }

    /// Adds the markup, and answers the plain text.
    fn write(&self, html: &mut Markup) -> String {
        match self {
            Part::Paragraph(text) => {
                html.element("<p>", text, "</p>\n");
                text.clone()
            }
            Part::Link { words, address } => {
                html.element("<p><a href=\"", address, "\">").element("", words, "</a></p>\n");
                address.clone()
            }
            Part::Said { head, text } => {
                html.element("<p><strong>", head, "</strong><br>\n");
                html.element("<span style=\"white-space:pre-wrap\">", text, "</span></p>\n");
                format!("{head}\n{text}")
            }
        }
    }
}

/// What stands between two parts of the plain text.
const GAP: &str = "\n\n";

/// Writes a letter.
pub fn letter(language: Language, to: &str, subject: String, parts: &[Part]) -> Mail {
    let mut html = Markup::default();
    html.element("<!doctype html>\n<html lang=\"", language.code(), "\">\n<head><meta charset=\"utf-8\"></head>\n<body>\n");
    let plain: Vec<String> = parts.iter().map(|part| part.write(&mut html)).collect();
    html.tags("</body>\n</html>\n");
    let mut text = plain.join(GAP);
    text.push('\n');
    Mail { to: to.to_owned(), subject, text, html: Some(html.into_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_knows_its_size_in_both_forms() {
        let parts = [
            Part::Paragraph("<&> é".to_owned()),
            Part::Link { words: "w & w".to_owned(), address: "https://a.example".to_owned() },
            Part::Said { head: "Eve".to_owned(), text: "\"'\n".to_owned() },
        ];
        let size = |parts: &[Part]| {
            let mail = letter(Language::En, "", String::new(), parts);
            mail.text.len() + mail.html.unwrap().len()
        };
        for part in parts {
            let twice = [part.clone(), part.clone()];
            assert_eq!(size(&twice) - size(&twice[..1]), part.size_bytes(), "{part:?}");
        }
    }

    #[test]
    fn what_somebody_wrote_stays_text_in_both_forms() {
        let said = Part::Said { head: "<b>Eve</b>".to_owned(), text: "</span><script>alert(1)</script>\n& more".to_owned() };
        let mail = letter(Language::Fr, "a@b.example", "s".to_owned(), &[said]);
        let html = mail.html.unwrap();
        assert!(!html.contains("<script>") && !html.contains("<b>Eve"), "{html}");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;\n&amp; more") && html.contains("lang=\"fr\""), "{html}");
        assert_eq!(mail.text, "<b>Eve</b>\n</span><script>alert(1)</script>\n& more\n");
    }
}
