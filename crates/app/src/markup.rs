//! Markup in which a string from outside can only ever be text.

use std::fmt::Write as _;

/// A piece of markup, built from tags of ours and texts of anybody.
#[derive(Debug, Default)]
pub struct Markup(String);

impl Markup {
    /// Adds markup of ours. It takes constants only, so that nothing from outside can become a tag.
    pub fn tags(&mut self, ours: &'static str) -> &mut Self {
        self.0.push_str(ours);
        self
    }

    /// Adds a text, also inside a quoted attribute.
    pub fn text(&mut self, anybodys: &str) -> &mut Self {
        for letter in anybodys.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                other => self.0.push(other),
            }
        }
        self
    }

    /// Adds a number, for ids that belong together.
    pub fn number(&mut self, number: usize) -> &mut Self {
        // Writing to a String cannot fail.
        let _written = write!(self.0, "{number}");
        self
    }

    /// Adds `<tag>text</tag>`.
    pub fn element(&mut self, open: &'static str, anybodys: &str, close: &'static str) -> &mut Self {
        self.tags(open).text(anybodys).tags(close)
    }

    /// The whole.
    pub fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        let mut markup = Markup::default();
        markup.element("<p title=\"", "\" onclick='x' & <b>", "\">").tags("</p>");
        assert_eq!(markup.into_string(), "<p title=\"&quot; onclick=&#39;x&#39; &amp; &lt;b&gt;\"></p>");
    }
}
