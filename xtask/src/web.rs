//! `cargo xtask web`: builds what browsers get, into `web/dist`, and holds it against `web/budgets.json`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::{node, process, repo, say};

/// Installs, builds every web package that has a build, checks the sizes.
pub fn run() -> Result<()> {
    node::install()?;
    for package in node::packages()?
        .iter()
        .filter(|package| package.folder.starts_with("web/") && package.has("build"))
    {
        say::step(&format!("build {}", package.folder));
        process::run(&mut node::script(package, "build"))?;
    }
    say::step("size budgets (brotli)");
    check_budgets()
}

/// One row of `web/budgets.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Budget {
    /// What is measured, for people.
    name: String,
    /// Paths below `web/dist`; `*` stands for anything but `/`. Each must match at least one file.
    files: Vec<String>,
    /// Bytes after brotli, all files together.
    limit_bytes: u64,
}

fn check_budgets() -> Result<()> {
    let budgets: Vec<Budget> = serde_json::from_str(&repo::read("web/budgets.json")?)
        .context("web/budgets.json is not valid")?;
    let dist = repo::root().join("web/dist");
    let built = built(&dist, "")?;
    let mut over = Vec::new();
    for budget in &budgets {
        let size = weigh(&dist, &built, budget)?;
        say::line(&format!(
            "  {:<40} {size:>7} of {:>7} bytes",
            budget.name, budget.limit_bytes
        ));
        if size > budget.limit_bytes {
            over.push(budget.name.as_str());
        }
    }
    ensure!(
        over.is_empty(),
        "over budget: {}; make it smaller, or argue for another number in web/budgets.json",
        over.join(", ")
    );
    Ok(())
}

/// Brotli bytes of all files of one budget; a file that two patterns match counts once.
fn weigh(dist: &Path, built: &[String], budget: &Budget) -> Result<u64> {
    let mut chosen: Vec<&String> = Vec::new();
    for pattern in &budget.files {
        let before = chosen.len();
        chosen.extend(built.iter().filter(|file| matches(pattern, file)));
        if chosen.len() == before {
            bail!(
                "web/budgets.json, {}: no built file matches {pattern}",
                budget.name
            );
        }
    }
    chosen.sort();
    chosen.dedup();
    chosen.iter().try_fold(0, |sum, file| {
        let compressed = dist.join(format!("{file}.br"));
        let size = fs::metadata(&compressed)
            .with_context(|| format!("web/dist/{file}.br was not made by the build"))?
            .len();
        Ok(sum + size)
    })
}

/// Every file below `dist` that is not itself a compressed copy, as a path with `/`.
fn built(dist: &Path, below: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dist.join(below))
        .with_context(|| format!("web/dist/{below} cannot be listed"))?
    {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() {
            name
        } else {
            format!("{below}/{name}")
        };
        if entry.file_type()?.is_dir() {
            files.extend(built(dist, &path)?);
        } else if !path.ends_with(".br") && !path.ends_with(".gz") {
            files.push(path);
        }
    }
    Ok(files)
}

/// Whether `path` has the shape of `pattern`, where `*` stands for any run of characters without `/`.
fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((start, rest)) => path.strip_prefix(start).is_some_and(|tail| {
            let reach = tail.find('/').unwrap_or(tail.len());
            (0..=reach)
                .filter(|end| tail.is_char_boundary(*end))
                .any(|end| matches(rest, &tail[end..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stays_within_one_folder() {
        assert!(matches("assets/box-*.js", "assets/box-a1b2.js"));
        assert!(matches("*.js", "loader.js"));
        assert!(!matches("*.js", "assets/box.js"));
        assert!(!matches("assets/box-*.js", "assets/box-a1b2.css"));
        assert!(matches("a*b*c", "a1b2c"));
    }

    #[test]
    fn files_that_two_patterns_match_count_once_and_a_pattern_without_files_fails() {
        let dist = std::env::temp_dir().join(format!("entrenous-budget-{}", std::process::id()));
        fs::create_dir_all(&dist).expect("a folder for the test");
        fs::write(dist.join("loader.js.br"), [0; 10]).expect("a file for the test");
        let built = vec!["loader.js".to_owned()];
        let budget = |files: &[&str]| Budget {
            name: "box".into(),
            files: files.iter().map(|&file| file.to_owned()).collect(),
            limit_bytes: 1,
        };
        let twice = weigh(&dist, &built, &budget(&["loader.js", "load*.js"]));
        let none = weigh(&dist, &built, &budget(&["box.js"]));
        fs::remove_dir_all(&dist).expect("the folder goes away");
        assert_eq!(twice.expect("the file is there"), 10);
        assert!(none.is_err());
    }
}
