//! The headers that the server reads are declared in the registry, and the declared ones are read.

use std::collections::BTreeMap;

use anyhow::Result;

use super::Finding;
use super::code::{is_product_rust, rust};
use super::tree::Tree;
use crate::r#gen::registry::{self, PATH};

const SERVER: &str = "crates/server/src/";

/// What is called on a map of headers, without blanks; `lists` is our own, in `ws/upgrade.rs`.
const CALLS: [&str; 4] = [".get(", ".get_all(", ".contains_key(", "lists(headers,"];

/// Compares the headers that the sources ask for with `[[header_read]]`, both ways.
pub fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let Some(text) = tree.text(PATH) else { return Ok(Vec::new()) };
    let declared: Vec<String> = registry::read(text)?.header_read.into_iter().map(|header| header.name).collect();
    let mut found: BTreeMap<String, &str> = BTreeMap::new();
    for (path, text) in tree.sources(&["rs"]).filter(|(path, _)| path.starts_with(SERVER) && is_product_rust(path)) {
        for name in headers(&rust(text)) {
            found.entry(name).or_insert(path);
        }
    }
    let mut findings = Vec::new();
    for (name, path) in found.iter().filter(|(name, _)| !declared.contains(name)) {
        let cure = format!("declare its [[header_read]] in {PATH}: purpose, bases, what is kept; or do not read it");
        findings.push(Finding::new(*path, format!("the header {name} is read and not declared"), cure));
    }
    for name in declared.iter().filter(|name| !found.contains_key(*name)) {
        findings.push(Finding::new(PATH, format!("the header {name} is declared and nothing reads it"), "take its [[header_read]] out"));
    }
    Ok(findings)
}

/// Names in lower case: `.get(USER_AGENT)` and `headers.get("user-agent")` are the same.
fn headers(code: &str) -> Vec<String> {
    let dense: String = code.split_whitespace().collect();
    let mut names = Vec::new();
    for call in CALLS {
        for (at, _) in dense.match_indices(call) {
            let argument = dense[at + call.len()..].trim_start_matches('&').trim_start_matches("header::");
            let is_of_headers = dense[..at].ends_with("headers") || dense[..at].ends_with("headers()");
            if let Some(text) = argument.strip_prefix('"') {
                // A text may be the key of any map.
                names.extend(text.split_once('"').filter(|_| is_of_headers).map(|(name, _)| name.to_ascii_lowercase()));
            } else {
                let end = argument.find(|letter: char| !letter.is_ascii_uppercase() && letter != '_').unwrap_or(argument.len());
                let is_whole = argument[end..].starts_with([')', ',']);
                names.extend((end > 1 && is_whole).then(|| argument[..end].to_ascii_lowercase().replace('_', "-")));
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::r#gen::registry::sample::SMALL;

    #[test]
    fn headers_are_seen_by_constant_and_by_text() {
        let code = "headers.get(USER_AGENT); request\n    .headers()\n    .get_all(\"x-forwarded-for\"); lists(headers, &UPGRADE, \"a\"); headers.contains_key(header::ORIGIN); map.get(\"box\"); map.get(key);";
        let mut found = headers(code);
        found.sort();
        assert_eq!(found, ["origin", "upgrade", "user-agent", "x-forwarded-for"]);
    }

    #[test]
    fn an_undeclared_header_and_a_stale_entry_are_found() {
        let tree = Tree::of(&[(PATH, SMALL), ("crates/server/src/a.rs", "fn f() { headers.get(\"dnt\"); }\n")]);
        let rules: Vec<String> = check(&tree).expect("the registry is sound").into_iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, ["the header dnt is read and not declared", "the header user-agent is declared and nothing reads it"]);
    }
}
