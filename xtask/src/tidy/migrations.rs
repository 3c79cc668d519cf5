//! Migrations come in pairs: same numbers, same names, no gap.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::tree::Tree;

const FOLDER: &str = "crates/storage/migrations";

/// Compares the two folders.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (sqlite, postgres) = (names(tree, "sqlite"), names(tree, "postgres"));
    let lonely = |name: &String, there: &str, missing: &str| {
        Finding::new(
            format!("{FOLDER}/{there}/{name}"),
            format!("it has no partner in {missing}"),
            "write the pair; `cargo xtask migration NAME` makes both files",
        )
    };
    let mut findings: Vec<Finding> = sqlite.difference(&postgres).map(|name| lonely(name, "sqlite", "postgres")).collect();
    findings.extend(postgres.difference(&sqlite).map(|name| lonely(name, "postgres", "sqlite")));
    findings.extend(numbering(&sqlite));
    findings
}

/// File names of one folder.
fn names(tree: &Tree, database: &str) -> BTreeSet<String> {
    let folder = format!("{FOLDER}/{database}/");
    tree.texts().filter_map(|(path, _)| path.strip_prefix(&folder).map(str::to_owned)).collect()
}

/// Numbers count from 0001 without gaps and without twins.
fn numbering(names: &BTreeSet<String>) -> Vec<Finding> {
    let mut by_number: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for name in names {
        by_number.entry(name.split('_').next().unwrap_or("")).or_default().push(name);
    }
    let mut findings = Vec::new();
    for (position, (number, twins)) in by_number.into_iter().enumerate() {
        let expected = format!("{:04}", position + 1);
        for name in twins.iter().skip(usize::from(number == expected)) {
            let rule = format!("its number is not the next one ({expected} was expected once)");
            findings.push(Finding::new(format!("{FOLDER}/sqlite/{name}"), rule, "number it after the last migration, on both databases"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planted(files: &[&str]) -> Vec<String> {
        let files: Vec<(String, &str)> = files.iter().map(|file| (format!("{FOLDER}/{file}"), "")).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        check(&Tree::of(&files)).into_iter().map(|finding| finding.file).collect()
    }

    #[test]
    fn pairs_in_order_are_tidy() {
        assert!(planted(&["sqlite/0001_a.sql", "postgres/0001_a.sql", "sqlite/0002_b.sql", "postgres/0002_b.sql"]).is_empty());
    }

    #[test]
    fn a_lonely_file_a_gap_and_a_twin_are_found() {
        assert_eq!(planted(&["sqlite/0001_a.sql"]).len(), 1);
        assert_eq!(planted(&["sqlite/0001_a.sql", "postgres/0001_b.sql"]).len(), 2);
        assert_eq!(planted(&["sqlite/0002_a.sql", "postgres/0002_a.sql"]).len(), 1);
        let twins = ["sqlite/0001_a.sql", "postgres/0001_a.sql", "sqlite/0001_b.sql", "postgres/0001_b.sql"];
        assert_eq!(planted(&twins), [format!("{FOLDER}/sqlite/0001_b.sql")]);
    }
}
