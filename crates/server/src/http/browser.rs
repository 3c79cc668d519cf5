//! What is kept of a browser's description of itself: family, major version, system, kind of device.

use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use entrenous_app::visitor::Browser;
use woothee::parser::Parser;

/// Reads the header; what is not known stays absent, and the header itself goes no further.
pub fn of(headers: &HeaderMap) -> Browser {
    let Some(agent) = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()) else { return Browser::default() };
    let Some(found) = Parser::new().parse(agent) else { return Browser::default() };
    let known = |text: &str| (!text.is_empty() && text != "UNKNOWN").then(|| text.to_owned());
    let major = found.version.split('.').next().and_then(known);
    let browser = known(found.name).map(|name| match major {
        Some(major) => format!("{name} {major}"),
        None => name,
    });
    let is_tablet = agent.contains("iPad") || (agent.contains("Android") && !agent.contains("Mobile"));
    let device = match found.category {
        _ if is_tablet => Some("tablet"),
        "pc" => Some("desktop"),
        "smartphone" | "mobilephone" => Some("phone"),
        _ => None,
    };
    let os = match found.os {
        "Mac OSX" => Some("macOS".to_owned()),
        os if os.starts_with("Windows") => Some("Windows".to_owned()),
        "iPhone" | "iPad" | "iPod" => Some("iOS".to_owned()),
        os => known(os),
    };
    Browser { browser, os, device: device.map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_family_and_major_version_are_kept() {
        let mut headers = HeaderMap::new();
        let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        headers.insert(USER_AGENT, agent.parse().unwrap());
        let read = of(&headers);
        assert_eq!(read.browser.as_deref(), Some("Firefox 140"));
        assert_eq!(read.os.as_deref(), Some("Linux"));
        assert_eq!(read.device.as_deref(), Some("desktop"));
        assert_eq!(of(&HeaderMap::new()), Browser::default());
    }
}
