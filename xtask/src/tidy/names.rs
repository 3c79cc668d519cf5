//! Files are named after what they hold, and no test is switched off.

use super::Finding;
use super::tree::{Tree, extension};

const VAGUE: [&str; 7] = ["utils", "helpers", "common", "misc", "manager", "service", "base"];

/// Marks that switch a test off or hide what it expects, by language. Written in halves, so that this file is clean.
const RUST_MARKS: [&str; 2] = [concat!("#[ign", "ore"), concat!("#[should_", "panic")];
const SCRIPT_MARKS: [&str; 6] = [
    concat!("it.sk", "ip("),
    concat!("test.sk", "ip("),
    concat!("describe.sk", "ip("),
    concat!("it.on", "ly("),
    concat!("test.on", "ly("),
    concat!("describe.on", "ly("),
];

/// Vague file and folder names, and switched-off tests.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, _) in tree.sizes().filter(|(path, _)| is_ours(path)) {
        for part in path.split('/') {
            let name = part.split('.').next().unwrap_or(part);
            if VAGUE.contains(&name) {
                findings.push(Finding::new(path, format!("{name:?} says nothing about what is inside"), "name it after its one idea"));
            }
        }
    }
    for (path, text) in tree.texts() {
        let marks: &[&str] = match extension(path) {
            "rs" => &RUST_MARKS,
            "ts" | "tsx" | "mjs" | "js" => &SCRIPT_MARKS,
            _ => continue,
        };
        for mark in marks.iter().filter(|mark| text.contains(**mark)) {
            findings.push(Finding::new(
                path,
                format!("{mark} switches a test off or hides what it expects"),
                "make the test run and say what it expects",
            ));
        }
    }
    findings
}

/// Source; configuration files at the root are named by their tools, pages of the demo shop by their shop.
fn is_ours(path: &str) -> bool {
    ["crates/", "web/", "e2e/", "xtask/", "locales/"].iter().any(|folder| path.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vague_names_and_switched_off_tests_are_found() {
        let ignored = concat!("#[test]\n#[ign", "ore = \"slow\"]\nfn f() {}");
        let tree = Tree::of(&[
            ("crates/a/src/utils.rs", ""),
            ("web/widget/src/common/box.ts", ""),
            ("crates/a/src/off.rs", ignored),
            ("web/widget/src/on.test.ts", concat!("it.on", "ly('x')")),
            ("tsconfig.base.json", ""),
            ("crates/a/src/basement.rs", ""),
        ]);
        let mut files: Vec<String> = check(&tree).into_iter().map(|finding| finding.file).collect();
        files.sort();
        assert_eq!(files, ["crates/a/src/off.rs", "crates/a/src/utils.rs", "web/widget/src/common/box.ts", "web/widget/src/on.test.ts"]);
    }
}
