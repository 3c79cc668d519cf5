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

/// Writes a letter.
pub fn letter(language: Language, to: &str, subject: String, parts: &[Part]) -> Mail {
    let mut plain = Vec::new();
    let mut html = Markup::default();
    html.element("<!doctype html>\n<html lang=\"", language.code(), "\">\n<head><meta charset=\"utf-8\"></head>\n<body>\n");
    for part in parts {
        match part {
            Part::Paragraph(text) => {
                plain.push(text.clone());
                html.element("<p>", text, "</p>\n");
            }
            Part::Link { words, address } => {
                plain.push(address.clone());
                html.element("<p><a href=\"", address, "\">").element("", words, "</a></p>\n");
            }
            Part::Said { head, text } => {
                plain.push(format!("{head}\n{text}"));
                html.element("<p><strong>", head, "</strong><br>\n");
                html.element("<span style=\"white-space:pre-wrap\">", text, "</span></p>\n");
            }
        }
    }
    html.tags("</body>\n</html>\n");
    let mut text = plain.join("\n\n");
    text.push('\n');
    Mail { to: to.to_owned(), subject, text, html: Some(html.into_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
