//! Tables and columns, read from the migrations and from what makes the search index.

use std::collections::BTreeSet;

use super::tree::Tree;

const SEARCH_FILE: &str = "crates/storage/src/search_file.sql";

/// Words that begin a line of `CREATE TABLE` which is not a column.
const CONSTRAINTS: [&str; 6] = ["PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "CONSTRAINT", ")"];

/// Every column of SQLite's two files, as `table.column`.
///
/// The house's SQL style is assumed: one column on each line, names in lower case, keywords in upper case.
pub fn columns(tree: &Tree) -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    for (_, text) in tree.texts().filter(|(path, _)| path.starts_with("crates/storage/migrations/sqlite/") || *path == SEARCH_FILE) {
        let mut table: Option<&str> = None;
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with("--")) {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["CREATE", "TABLE", name, ..] | ["CREATE", "VIRTUAL", "TABLE", name, ..] => table = Some(name.trim_end_matches('(')),
                ["ALTER", "TABLE", name, "ADD", "COLUMN", column, ..] => {
                    columns.insert(format!("{name}.{column}"));
                }
                ["DROP", "TABLE", name, ..] => {
                    let prefix = format!("{}.", name.trim_end_matches(';'));
                    columns.retain(|column| !column.starts_with(&prefix));
                }
                [first, kind, ..] if is_column(first, kind) => columns.extend(table.map(|table| format!("{table}.{first}"))),
                _ => {}
            }
            if line.ends_with(';') {
                table = None;
            }
        }
    }
    columns
}

fn is_column(first: &str, kind: &str) -> bool {
    !CONSTRAINTS.contains(&first)
        && first.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && ["TEXT", "INTEGER", "REAL", "BLOB"].contains(&kind.trim_end_matches(','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_from_tables_and_alterations() {
        let sql = "-- A comment TEXT\nCREATE TABLE visitor (\n    id   TEXT PRIMARY KEY,\n    email TEXT, -- their\n    UNIQUE (id)\n) STRICT;\nCREATE INDEX x ON visitor (id);\nALTER TABLE visitor ADD COLUMN phone TEXT;\nCREATE TABLE old (\n    gone INTEGER\n) STRICT;\nDROP TABLE old;\n";
        let tree = Tree::of(&[("crates/storage/migrations/sqlite/0001_a.sql", sql)]);
        let found: Vec<String> = columns(&tree).into_iter().collect();
        assert_eq!(found, ["visitor.email", "visitor.id", "visitor.phone"]);
    }
}
