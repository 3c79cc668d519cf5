//! What a site owner pastes into a page.

use entrenous_domain::site::ChatKey;

/// The snippet for a site, with this server's address.
///
/// With the key in the loader's address the settings come with it, if the browser says which page asks: `crossorigin` has it say so.
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
         smartsupp._ = smartsupp._ || [];\n</script>\n<script async crossorigin src=\"{public_url}/loader.js?key={key}\"></script>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_snippet_is_the_published_one_with_our_address_and_the_key_in_it() {
        let key = ChatKey::new([0xab; 20]);
        let expected = r#"<script>
  window._smartsupp = window._smartsupp || {};
  _smartsupp.key = "abababababababababababababababababababab";
  window.smartsupp = window.smartsupp || function () { smartsupp._.push(arguments); };
  smartsupp._ = smartsupp._ || [];
</script>
<script async crossorigin src="https://chat.example.com/loader.js?key=abababababababababababababababababababab"></script>
"#;
        assert_eq!(install_code("https://chat.example.com", &key), expected);
    }
}
