//! What an administrator may choose for the chat box.

use crate::language::language_code;

/// Look and texts that were checked, as the JSON that `protocol` reads and writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatBox(String);

/// The parts of the look and texts that have rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatBoxParts<'a> {
    /// `#rrggbb`.
    pub color: &'a str,
    /// Where "Details and your rights" leads; empty: no link.
    pub privacy_url: &'a str,
    /// Whether a contact form is shown that asks for nothing.
    pub has_empty_form: bool,
    /// Language code, name of the text, the text, and its largest number of characters.
    pub texts: Vec<(&'a str, &'static str, &'a str, usize)>,
}

/// Which part is not allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChatBoxError {
    /// The colour is not `#rrggbb`.
    Color,
    /// The address is not an http or https one.
    PrivacyUrl,
    /// The contact form asks for nothing.
    EmptyForm,
    /// A key of the texts is no language code.
    Language,
    /// A text is too long.
    TextTooLong {
        /// The name of the text.
        name: &'static str,
        /// The largest number of characters.
        max: usize,
    },
}

impl ChatBox {
    /// What a new site begins with.
    pub fn standard() -> Self {
        // Encre, the accent of the product's own pages.
        Self(
            concat!(
                r##"{"color":"#00546a","side":"right","hide_launcher":false,"hide_when_offline":false,"privacy_url":"","##,
                r#""contact_form":{"when":"offline","name":true,"email":true,"phone":false,"group":false},"#,
                r#""show_notice":true,"notice_tick_required":false,"rating":true,"rating_comment":true,"transcript":true,"#,
                r#""launcher_style":"bubble","texts":{}}"#,
            )
            .to_owned(),
        )
    }

    /// Checks the parts; `json` is the whole of which they are parts.
    ///
    /// # Errors
    /// The first part that is not allowed.
    pub fn check(parts: &ChatBoxParts<'_>, json: String) -> Result<Self, ChatBoxError> {
        let digits = parts.color.strip_prefix('#').ok_or(ChatBoxError::Color)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ChatBoxError::Color);
        }
        if !parts.privacy_url.is_empty() && !is_web_address(parts.privacy_url) {
            return Err(ChatBoxError::PrivacyUrl);
        }
        if parts.has_empty_form {
            return Err(ChatBoxError::EmptyForm);
        }
        for (language, name, text, max) in &parts.texts {
            if language_code(language).is_none_or(|code| code != *language) {
                return Err(ChatBoxError::Language);
            }
            if text.chars().count() > *max {
                return Err(ChatBoxError::TextTooLong { name, max: *max });
            }
        }
        Ok(Self(json))
    }

    /// The JSON.
    pub fn as_json(&self) -> &str {
        &self.0
    }
}

/// Whether a text is an address that a link on a stranger's page may carry: http or https, a host, no user.
fn is_web_address(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    text.len() <= 500
        && !host.is_empty()
        && !host.contains(['@', '\\'])
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(color: &str, privacy_url: &str, language: &str, text: &str) -> Result<ChatBox, ChatBoxError> {
        let texts = vec![(language, "greeting_title", text, 5)];
        ChatBox::check(&ChatBoxParts { color, privacy_url, has_empty_form: false, texts }, "{}".to_owned())
    }

    #[test]
    fn colours_addresses_languages_and_lengths_are_checked() {
        assert!(check("#A1b2c3", "https://shop.example/privacy?x=1", "pt-br", "abcde").is_ok());
        for color in ["", "a1b2c3", "#abc", "#a1b2cg", "#a1b2c3;"] {
            assert_eq!(check(color, "", "en", ""), Err(ChatBoxError::Color), "{color}");
        }
        for url in ["javascript:alert(1)", "https://", "https://u@a.b", "//a.b", "https://a.b/ x", "ftp://a.b"] {
            assert_eq!(check("#000000", url, "en", ""), Err(ChatBoxError::PrivacyUrl), "{url}");
        }
        let empty = ChatBoxParts { color: "#000000", privacy_url: "", has_empty_form: true, texts: Vec::new() };
        assert_eq!(ChatBox::check(&empty, "{}".to_owned()), Err(ChatBoxError::EmptyForm));
        assert_eq!(check("#000000", "", "English", ""), Err(ChatBoxError::Language));
        assert_eq!(check("#000000", "", "en", "abcdef"), Err(ChatBoxError::TextTooLong { name: "greeting_title", max: 5 }));
    }
}
