//! The one way to write an entry down for hashing.

use std::fmt::Write as _;

use super::entry::{Entry, TextUsed};
use super::evidence::Evidence;
use super::purpose::PurposeSet;

/// The entry as canonical JSON: members sorted by name, no blanks, times in Unix ms, bytes in hexadecimal.
///
/// Source: RFC 8785 (JCS), which every other program that checks a leaf can follow.
pub fn canonical(entry: &Entry) -> String {
    let mut out = Object::new();
    out.number("at", entry.at.as_ms());
    out.raw("choices", &set(entry.choices));
    out.text("client_id", &entry.client_id);
    out.text("event", entry.event.as_str());
    out.raw("evidence", &entry.evidence.as_ref().map_or_else(null, evidence));
    out.number("expires_at", entry.expires_at.as_ms());
    out.text("gpc", entry.gpc.as_str());
    out.raw("granted", &set(entry.granted));
    out.text("id", entry.id.as_str());
    out.text("method", entry.method.as_str());
    out.number("position", entry.position);
    out.text("prev", &hex(&entry.prev));
    out.text("salt", &hex(&entry.salt));
    out.raw("shown", &entry.shown.as_ref().map_or_else(null, |id| quoted(id.as_str())));
    out.text("site", entry.site.as_str());
    out.text("source", &entry.source.to_text());
    out.text("subject", &hex(entry.subject.as_bytes()));
    out.raw("text", &entry.text.as_ref().map_or_else(null, text));
    out.number("v", 1);
    out.end()
}

fn null() -> String {
    "null".to_owned()
}

fn set(set: PurposeSet) -> String {
    format!("{{\"marketing\":{},\"recording\":{},\"statistics\":{}}}", set.marketing, set.recording, set.statistics)
}

fn evidence(evidence: &Evidence) -> String {
    let mut out = Object::new();
    for (name, value) in evidence.fields() {
        out.text(name, value);
    }
    out.end()
}

fn text(used: &TextUsed) -> String {
    let mut out = Object::new();
    out.text("language", &used.language);
    out.text("sha256", &hex(&used.sha256));
    out.number("version", i64::from(used.version));
    out.end()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A JSON string, escaped as RFC 8785 demands.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                // Writing to a String cannot fail.
                let _written = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

struct Object(String);

impl Object {
    fn new() -> Self {
        Self("{".to_owned())
    }

    fn raw(&mut self, name: &str, value: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&quoted(name));
        self.0.push(':');
        self.0.push_str(value);
    }

    fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &quoted(value));
    }

    fn number(&mut self, name: &str, value: i64) {
        self.raw(name, &value.to_string());
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::grant::tests::entry;

    #[test]
    fn an_entry_is_written_in_one_way_only() {
        let zeroes = "0".repeat(64);
        let expected = format!(
            concat!(
                r#"{{"at":1000,"choices":{{"marketing":false,"recording":false,"statistics":true}},"client_id":"c1","event":"answered","#,
                r#""evidence":{{"language":"fr","revision":"3"}},"expires_at":2000,"gpc":"none","#,
                r#""granted":{{"marketing":false,"recording":false,"statistics":true}},"id":"ce_00000000070000000000000000","#,
                r#""method":"button","position":1,"prev":"{z}","salt":"{z}","shown":null,"site":"sit_00000000070000000000000000","#,
                r#""source":"own","subject":"{z}","text":{{"language":"fr","sha256":"{z}","version":1}},"v":1}}"#
            ),
            z = zeroes
        );
        assert_eq!(canonical(&entry()), expected);
    }

    #[test]
    fn strings_are_escaped_as_the_standard_says() {
        assert_eq!(quoted("a\"\\\n\u{1}é/"), "\"a\\\"\\\\\\n\\u0001é/\"");
    }
}
