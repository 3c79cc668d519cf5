//! The folder list in ARCHITECTURE.md equals the tree.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::Tree;

const DOCUMENT: &str = "ARCHITECTURE.md";
const HEADING: &str = "## The tree";

/// Compares the block below "The tree" with the folders at the root, below `crates` and below `web`.
///
/// A line of the block is a path that ends in `/`, then what it is for.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.text(DOCUMENT) else {
        return vec![Finding::new(DOCUMENT, "it is missing", "write it: it is the first thing a newcomer reads")];
    };
    let listed = listed(text);
    let present = present(tree);
    let mut findings = Vec::new();
    for folder in present.difference(&listed) {
        findings.push(Finding::new(
            DOCUMENT,
            format!("{folder}/ exists and is not in the list below {HEADING:?}"),
            "add a line that says what it is for",
        ));
    }
    for folder in listed.difference(&present) {
        findings.push(Finding::new(
            DOCUMENT,
            format!("{folder}/ is listed and does not exist"),
            "take the line out; documents say what is",
        ));
    }
    findings
}

fn listed(text: &str) -> BTreeSet<String> {
    let section = text.split_once(HEADING).map_or("", |(_, rest)| rest);
    let block = section.split("```").nth(1).unwrap_or("");
    let folder = |line: &str| Some(line.split_whitespace().next()?.strip_suffix('/')?.to_owned());
    block.lines().filter_map(folder).collect()
}

/// Folders with a file that Git knows; those that begin with a dot belong to tools.
fn present(tree: &Tree) -> BTreeSet<String> {
    let mut folders: BTreeSet<String> = tree.folders("").into_iter().filter(|name| !name.starts_with('.')).map(str::to_owned).collect();
    for parent in ["crates", "web"] {
        folders.extend(tree.folders(parent).into_iter().map(|name| format!("{parent}/{name}")));
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_are_not_listed_and_lines_without_a_folder_are_found() {
        let text = "# A\n## The tree\n```\ncrates/         all\ncrates/domain/  what is true\nfuzz/           gone\n```\n";
        let tree = Tree::of(&[(DOCUMENT, text), ("crates/domain/src/lib.rs", ""), ("crates/app/src/lib.rs", ""), (".ci/run", "")]);
        let rules: Vec<String> = check(&tree).into_iter().map(|finding| finding.rule).collect();
        assert_eq!(rules.len(), 2, "{rules:?}");
        assert!(rules[0].starts_with("crates/app/ exists"));
        assert!(rules[1].starts_with("fuzz/ is listed"));
    }
}
