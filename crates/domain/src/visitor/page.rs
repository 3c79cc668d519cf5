//! The page a visitor writes from, without what may tell more than the page itself.

use crate::text;

/// The page a visitor writes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Scheme, host and path.
    pub url: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The origin that led to the site.
    pub referrer: Option<String>,
    /// What the website runs on, such as `WP 6.8`, as its page says it.
    pub platform: Option<String>,
}

fn split(raw: &str) -> Option<(&str, &str)> {
    let cut = raw.trim().split(['?', '#']).next()?;
    let (scheme, rest) = cut.split_once("://")?;
    let known = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let rest = rest.rsplit_once('@').filter(|(user, _)| !user.contains('/')).map_or(rest, |(_, host)| host);
    (known && !rest.is_empty() && !rest.starts_with('/')).then_some((scheme, rest))
}

/// Scheme, host and path of an address; query, fragment and user info are dropped.
///
/// `None` for everything that is not http or https.
pub fn page_address(raw: &str) -> Option<String> {
    let (scheme, rest) = split(raw)?;
    Some(text::line(&format!("{}://{rest}", scheme.to_ascii_lowercase()), 500))
}

/// Scheme and host of an address, nothing more.
pub fn referrer_origin(raw: &str) -> Option<String> {
    let (scheme, rest) = split(raw)?;
    let host = rest.split('/').next()?;
    Some(text::line(&format!("{}://{host}", scheme.to_ascii_lowercase()), 300))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_fragment_and_user_info_never_survive() {
        assert_eq!(page_address("https://u:p@shop.example/a/b?token=1#x").as_deref(), Some("https://shop.example/a/b"));
        assert_eq!(page_address("https://shop.example/@me?x").as_deref(), Some("https://shop.example/@me"));
        assert_eq!(referrer_origin("HTTPS://www.search.example/?q=secret").as_deref(), Some("https://www.search.example"));
        for odd in ["javascript:alert(1)", "file:///etc/passwd", "", "https://", "about:blank"] {
            assert_eq!(page_address(odd), None, "{odd}");
        }
    }
}
