//! Links in documents lead somewhere, and files named in them exist.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::Tree;

/// Folders that are built and not committed.
const BUILT: [&str; 2] = ["web/dist", "target"];

/// Relative links of every Markdown file, with their anchors, and paths between backticks that begin at the root.
///
/// Decisions tell of the past, so what they name may be gone.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| path.ends_with(".md")) {
        for link in links(text) {
            if let Some(rule) = broken(tree, path, link) {
                findings.push(Finding::new(path, rule, "correct the link, or take it out"));
            }
        }
        for named in paths(text).into_iter().filter(|named| !path.starts_with("docs/decisions/") && !tree.has(named.trim_end_matches('/')))
        {
            findings.push(Finding::new(path, format!("it names {named}, which does not exist"), "correct the path; documents say what is"));
        }
    }
    findings
}

/// Why a link leads nowhere; nothing for a good one and for addresses outside.
fn broken(tree: &Tree, from: &str, link: &str) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
    let target = if file.is_empty() { from.to_owned() } else { resolve(from, file) };
    if !tree.has(&target) {
        return Some(format!("the link {link} leads to {target}, which does not exist"));
    }
    let anchor = anchor?;
    let headings = headings(tree.text(&target)?);
    (!headings.contains(anchor)).then(|| format!("the link {link} names a heading that {target} does not have"))
}

/// The targets of `[text](target)`, outside code.
fn links(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut in_block = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        }
        if in_block {
            continue;
        }
        // Every second piece between backticks is code.
        for piece in line.split('`').step_by(2) {
            found.extend(piece.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.split(' ').next().unwrap_or(""))));
        }
    }
    found
}

/// Code between backticks that is a path from the root of the repository; patterns and placeholders are left out.
fn paths(text: &str) -> Vec<&str> {
    let is_path = |code: &str| {
        let begins = ["crates/", "web/", "xtask/", "e2e/", "docs/", "deploy/", "privacy/", "locales/", "bench/", "demo/"];
        begins.iter().any(|folder| code.starts_with(folder))
            && code.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
            && !BUILT.iter().any(|folder| code.starts_with(folder))
    };
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).filter(|code| is_path(code)).collect()
}

/// `file` as seen from the folder of `from`, without `.` and `..`.
fn resolve(from: &str, file: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// The anchors that a Markdown page offers: headings in lower case, without punctuation, spaces as hyphens.
fn headings(text: &str) -> BTreeSet<String> {
    let slug = |heading: &str| {
        let kept = heading.trim().to_lowercase();
        kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    text.lines().filter(|line| line.starts_with('#')).map(|line| slug(line.trim_start_matches('#'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_missing_files_and_headings_are_found() {
        let page = "# Top\n[a](../README.md) [b](gone.md) [c](#top) [d](#down) [e](https://example.org/x) `[f](code.md)`\n```\n[g](block.md)\n```\n[h](../README.md#the-two-commands)\n";
        let tree = Tree::of(&[("docs/page.md", page), ("README.md", "# Entrenous\n## The two commands\n")]);
        let rules: Vec<String> = check(&tree).into_iter().map(|finding| finding.rule).collect();
        assert_eq!(rules.len(), 2, "{rules:?}");
        assert!(rules[0].contains("gone.md"));
        assert!(rules[1].contains("#down"));
    }

    #[test]
    fn named_files_must_exist_unless_they_are_built_or_history() {
        let page = "`crates/a/lib.rs` `crates/a` `crates/gone.rs` `web/dist/loader.js` `locales/<language>.json` `cargo xtask gen`\n";
        let tree = Tree::of(&[("ARCHITECTURE.md", page), ("docs/decisions/0001.md", page), ("crates/a/lib.rs", "")]);
        let found = check(&tree);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].rule.contains("crates/gone.rs"));
    }

    #[test]
    fn folders_may_be_linked() {
        assert!(check(&Tree::of(&[("README.md", "[docs](docs/) [x](docs/manual)"), ("docs/manual/a.md", "")])).is_empty());
    }
}
