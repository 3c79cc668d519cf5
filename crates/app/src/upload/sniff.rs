//! What a file is: its first bytes, its name and its declared type must agree, otherwise it is just bytes.

/// What everything is that we are not sure of.
pub const OPAQUE: &str = "application/octet-stream";

/// A type with the endings of its names and the ways in which its files begin.
type Known = (&'static str, &'static [&'static str], &'static [&'static [u8]]);

/// Types that are handed out under their own name.
///
/// Nothing active is among them: HTML and SVG are opaque. Everything here but pictures is a download.
const KNOWN: &[Known] = &[
    ("image/png", &["png"], &[b"\x89PNG\r\n\x1a\n"]),
    ("image/jpeg", &["jpg", "jpeg"], &[b"\xff\xd8\xff"]),
    ("image/gif", &["gif"], &[b"GIF87a", b"GIF89a"]),
    ("image/webp", &["webp"], &[b"RIFF"]),
    ("application/pdf", &["pdf"], &[b"%PDF-"]),
    ("application/zip", &["zip"], &[b"PK\x03\x04"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"], &[b"PK\x03\x04"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"], &[b"PK\x03\x04"]),
];

/// The type of a file.
pub fn content_type(name: &str, declared: &str, bytes: &[u8]) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    for (kind, endings, beginnings) in KNOWN {
        let begins = beginnings.iter().any(|beginning| bytes.starts_with(beginning));
        let is_webp = *kind != "image/webp" || bytes.get(8..12) == Some(b"WEBP");
        if begins && is_webp && endings.contains(&ending.as_str()) && (declared == *kind || declared == OPAQUE || declared.is_empty()) {
            return kind;
        }
    }
    if ending == "txt" && declared == "text/plain" && std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return "text/plain";
    }
    OPAQUE
}

/// Whether a type is a picture that is re-encoded and may be shown in place.
pub fn is_picture(kind: &str) -> bool {
    kind.starts_with("image/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_agrees_in_all_three_gets_its_name() {
        let png = b"\x89PNG\r\n\x1a\nrest";
        assert_eq!(content_type("a.png", "image/png", png), "image/png");
        assert_eq!(content_type("a.png", "image/svg+xml", png), OPAQUE);
        assert_eq!(content_type("a.svg", "image/png", png), OPAQUE);
        assert_eq!(content_type("a.png", "image/png", b"<svg onload=alert(1)>"), OPAQUE);
        assert_eq!(content_type("a.html", "text/html", b"<script>"), OPAQUE);
        assert_eq!(content_type("a.webp", "image/webp", b"RIFF0000AVI "), OPAQUE);
        assert_eq!(content_type("a.txt", "text/plain; charset=utf-8", b"hello"), "text/plain");
    }
}
