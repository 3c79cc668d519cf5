//! What a site owner pastes into a page.

use entrenous_domain::site::ChatKey;

/// The snippet for a site, with this server's address.
///
/// Neither key nor address can hold a character that ends the string or the tag: the key is hexadecimal,
/// the address was checked by the configuration.
///
/// Source: Smartsupp compatibility reference, section 1.1.
pub fn install_code(public_url: &str, key: &ChatKey) -> String {
    let key = key.as_str();
    format!(
        "<script>\n  window._smartsupp = window._smartsupp || {{}};\n  _smartsupp.key = \"{key}\";\n  \
         window.smartsupp = window.smartsupp || function () {{ smartsupp._.push(arguments); }};\n  \
         smartsupp._ = smartsupp._ || [];\n</script>\n<script async src=\"{public_url}/loader.js\"></script>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_snippet_is_the_published_one_with_our_address() {
        let key = ChatKey::new([0xab; 20]);
        let expected = r#"<script>
  window._smartsupp = window._smartsupp || {};
  _smartsupp.key = "abababababababababababababababababababab";
  window.smartsupp = window.smartsupp || function () { smartsupp._.push(arguments); };
  smartsupp._ = smartsupp._ || [];
</script>
<script async src="https://chat.example.com/loader.js"></script>
"#;
        assert_eq!(install_code("https://chat.example.com", &key), expected);
    }
}
