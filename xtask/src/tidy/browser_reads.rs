//! What the widget reads of the browser is declared in the registry, and what is declared is read.
//!
//! The search knows names, not values: whoever hands `navigator` on as a whole is told to name the property instead.

use std::collections::BTreeMap;

use anyhow::Result;

use super::Finding;
use super::code::{is_product_script, script};
use super::tree::Tree;
use crate::r#gen::registry::{self, PATH};

/// Objects of which every property tells something of the browser or the device.
const OBJECTS: [&str; 4] = ["navigator", "screen", "performance", "history"];

/// Names that tell something by themselves.
const NAMES: [&str; 14] = [
    "location",
    "matchMedia",
    "visualViewport",
    "innerWidth",
    "innerHeight",
    "outerWidth",
    "outerHeight",
    "devicePixelRatio",
    "screenX",
    "screenY",
    "RTCPeerConnection",
    "OfflineAudioContext",
    "speechSynthesis",
    "queryLocalFonts",
];

/// Properties of `document` that tell more than what the page shows.
const OF_DOCUMENT: [&str; 10] =
    ["referrer", "title", "URL", "documentURI", "visibilityState", "hidden", "hasFocus", "lastModified", "fonts", "location"];

/// Members that tell something whatever they are called on: the time zone, drawings and what they give away.
const ANYWHERE: [&str; 7] =
    ["getTimezoneOffset", "resolvedOptions", "toLocaleString", "toLocaleDateString", "toLocaleTimeString", "getImageData", "toDataURL"];

/// What is written there and read nowhere.
const WRITES: [&str; 3] = ["history.pushState", "history.replaceState", "history.back"];

/// Compares the reads of the sources with `[[browser_read]]`, both ways.
pub fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let Some(text) = tree.text(PATH) else { return Ok(Vec::new()) };
    let declared: Vec<String> = registry::read(text)?.browser_read.into_iter().map(|read| read.what).collect();
    let mut found: BTreeMap<String, &str> = BTreeMap::new();
    for (path, text) in tree.sources(&["ts", "tsx"]).filter(|(path, _)| is_product_script(path)) {
        for read in reads(&script(text)).into_iter().chain(guarded_reads(text)) {
            found.entry(read).or_insert(path);
        }
    }
    let mut findings = Vec::new();
    for (read, path) in found.iter().filter(|(read, _)| !declared.contains(read)) {
        let cure = if OBJECTS.contains(&read.as_str()) {
            format!("name the property where it is read ({read}.…), so that this search can see it")
        } else {
            format!("declare its [[browser_read]] in {PATH}: purpose, bases, trigger, what is sent; or do not read it")
        };
        findings.push(Finding::new(*path, format!("{read} is read from the browser and not declared"), cure));
    }
    for read in declared.iter().filter(|read| !found.contains_key(*read)) {
        findings.push(Finding::new(PATH, format!("{read} is declared and nothing reads it"), "take its [[browser_read]] out"));
    }
    Ok(findings)
}

/// Reads through `documentProperty("…")`, which no element's name can hide; their names stand in strings.
fn guarded_reads(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split("documentProperty(\"").skip(1).filter_map(|rest| {
        let name = rest.split('"').next()?;
        OF_DOCUMENT.contains(&name).then(|| format!("document.{name}"))
    })
}

/// Every read of one file, by the name under which it is declared.
fn reads(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(start) = rest.find(is_letter) {
        let before = code[..code.len() - rest.len() + start].trim_end();
        let (parts, after) = chain(&rest[start..]);
        found.extend(parts.iter().find(|part| ANYWHERE.contains(part)).map(|part| (*part).to_owned()));
        // What follows a dot is a member of something else.
        if !before.ends_with('.') || before.ends_with("...") {
            found.extend(named(&parts, before, after));
        }
        rest = after;
    }
    found
}

/// `window.navigator?.onLine …` → its names without `window`, and what follows.
fn chain(code: &str) -> (Vec<&str>, &str) {
    let mut parts = Vec::new();
    let mut rest = code;
    loop {
        let end = rest.find(|letter: char| !is_letter(letter) && !letter.is_ascii_digit()).unwrap_or(rest.len());
        parts.push(&rest[..end]);
        rest = &rest[end..];
        let Some(next) = member(rest) else { break };
        rest = next;
    }
    if parts.len() > 1 && ["window", "self", "globalThis"].contains(&parts[0]) {
        parts.remove(0);
    }
    (parts, rest)
}

/// What follows `.`, `?.` or `!.`, if a name does.
fn member(code: &str) -> Option<&str> {
    let code = code.trim_start();
    let code = code.strip_prefix(['?', '!']).unwrap_or(code);
    let code = code.strip_prefix('.')?.trim_start();
    code.starts_with(is_letter).then_some(code)
}

/// The declared name of a chain; nothing when it tells nothing.
fn named(parts: &[&str], before: &str, after: &str) -> Option<String> {
    let root = *parts.first()?;
    let next = parts.get(1).copied();
    // A key of an object, or a field of a type; in `a ? location : b` it is a value.
    if next.is_none() && after.trim_start().trim_start_matches('?').starts_with(':') && !before.ends_with('?') {
        return None;
    }
    match (root, next) {
        ("document", Some("location")) => Some("location".to_owned()),
        ("document", Some(name)) if OF_DOCUMENT.contains(&name) => Some(format!("document.{name}")),
        ("Intl", Some("DateTimeFormat")) => Some("Intl.DateTimeFormat".to_owned()),
        ("Notification", Some("permission")) => Some("Notification.permission".to_owned()),
        (root, Some(name)) if OBJECTS.contains(&root) => Some(format!("{root}.{name}")).filter(|read| !WRITES.contains(&read.as_str())),
        (root, None) if OBJECTS.contains(&root) => Some(cast(after).map_or_else(|| root.to_owned(), |name| format!("{root}.{name}"))),
        (root, _) if NAMES.contains(&root) => Some(root.to_owned()),
        _ => None,
    }
}

/// The member behind a cast: `(navigator as { … }).name`.
fn cast(after: &str) -> Option<&str> {
    let kind = after.trim_start().strip_prefix("as ")?;
    let mut depth = 0_usize;
    for (at, letter) in kind.char_indices() {
        match letter {
            '(' | '{' | '[' => depth += 1,
            ')' if depth == 0 => return member(&kind[at + 1..]).map(|code| chain(code).0[0]),
            ')' | '}' | ']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_' || letter == '$'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::r#gen::registry::sample::SMALL;

    #[test]
    fn reads_are_seen_in_every_way_to_write_them() {
        let check = |code: &str, expected: &[&str]| assert_eq!(reads(&script(code)), expected, "{code}");
        check("if (navigator.onLine) a();", &["navigator.onLine"]);
        check("window.navigator?.language", &["navigator.language"]);
        check("const gpc = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;", &["navigator.globalPrivacyControl"]);
        check("const { language } = navigator;", &["navigator"]);
        check("send(navigator)", &["navigator"]);
        check("`${screen.width}`", &["screen.width"]);
        check("const { origin } = location; document.location.href", &["location", "location"]);
        check("const { innerWidth } = window;", &["innerWidth"]);
        check("document.referrer || document.title", &["document.referrer", "document.title"]);
        check("new Date().getTimezoneOffset()", &["getTimezoneOffset"]);
        check("new Intl.DateTimeFormat(tag).resolvedOptions().timeZone", &["Intl.DateTimeFormat", "resolvedOptions"]);
        check("x ? location : y", &["location"]);
    }

    #[test]
    fn a_read_that_no_element_can_hide_is_seen_too() {
        let code = "documentProperty(\"title\").trim() || documentProperty(\"body\") || documentProperty(\"referrer\")";
        assert_eq!(guarded_reads(code).collect::<Vec<_>>(), ["document.title", "document.referrer"]);
    }

    #[test]
    fn other_things_of_the_same_name_are_none() {
        for code in
            ["chat.history.length", "// navigator.x", "say(\"screen.width\")", "{ location: 1 }", "history.pushState()", "document.body"]
        {
            assert!(reads(&script(code)).is_empty(), "{code}");
        }
    }

    #[test]
    fn an_undeclared_read_and_a_stale_entry_are_found() {
        let tree = Tree::of(&[
            (PATH, SMALL),
            ("web/widget/src/a.ts", "export const width = screen.width;\n"),
            ("web/widget/src/a.test.ts", "navigator.language;\n"),
            ("web/dashboard/src/b.ts", "navigator.language;\n"),
        ]);
        let findings = check(&tree).expect("the registry is sound");
        let rules: Vec<(&str, &str)> = findings.iter().map(|finding| (finding.file.as_str(), finding.rule.as_str())).collect();
        assert_eq!(
            rules,
            [
                ("web/widget/src/a.ts", "screen.width is read from the browser and not declared"),
                (PATH, "navigator.onLine is declared and nothing reads it"),
            ]
        );
        assert!(findings[0].cure.contains("[[browser_read]]"));
        let whole = Tree::of(&[(PATH, SMALL), ("web/widget/src/a.ts", "navigator.onLine; send(navigator);\n")]);
        assert!(check(&whole).expect("the registry is sound")[0].cure.contains("name the property"));
    }
}
