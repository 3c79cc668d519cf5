//! `cargo xtask migration NAME`: the next pair of migration files, one for each database.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::{repo, say};

const FOLDER: &str = "crates/storage/migrations";
const DATABASES: [&str; 2] = ["sqlite", "postgres"];

/// Makes the two files and prints their paths.
///
/// # Errors
/// When the name is not lower-case words joined by underscores.
pub fn run(name: &str) -> Result<()> {
    for path in create(&repo::root().join(FOLDER), name)? {
        say::line(&path);
    }
    Ok(())
}

fn create(folder: &Path, name: &str) -> Result<Vec<String>> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    ensure!(!name.is_empty() && name.chars().all(fits), "a migration's name is lower-case words joined by underscores, not {name:?}");
    let number = next_number(folder)?;
    let mut made = Vec::new();
    for database in DATABASES {
        let path = folder.join(database).join(format!("{number:04}_{name}.sql"));
        let text = format!("-- {}: say here what this changes and why; one transaction, forward only.\n", name.replace('_', " "));
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
        made.push(path.display().to_string());
    }
    Ok(made)
}

/// One more than the highest number on either database.
fn next_number(folder: &Path) -> Result<u32> {
    let mut highest = 0;
    for database in DATABASES {
        let folder = folder.join(database);
        for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be listed", folder.display()))? {
            let name = entry?.file_name();
            let number = name.to_string_lossy().split('_').next().and_then(|digits| digits.parse().ok());
            highest = highest.max(number.unwrap_or(0));
        }
    }
    Ok(highest + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pair_gets_the_same_next_number() {
        let folder = std::env::temp_dir().join(format!("entrenous-migration-{}", std::process::id()));
        for database in DATABASES {
            fs::create_dir_all(folder.join(database)).expect("a folder for the test");
        }
        fs::write(folder.join("sqlite/0007_seven.sql"), "").expect("a file for the test");
        let made = create(&folder, "add_note");
        let refused = create(&folder, "Add Note");
        fs::remove_dir_all(&folder).expect("the folder goes away");
        let made = made.expect("the name is good");
        assert!(made[0].ends_with("sqlite/0008_add_note.sql"), "{made:?}");
        assert!(made[1].ends_with("postgres/0008_add_note.sql"), "{made:?}");
        assert!(refused.is_err());
    }
}
