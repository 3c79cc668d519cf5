//! Nothing in the repository tells of one machine, and no file is heavier than it should be.

use super::Finding;
use super::tree::Tree;

const MIB: usize = 1024 * 1024;

/// Folders of one machine. Written in halves, so that this file is clean.
const MACHINE_PATHS: [&str; 4] = [concat!("/ho", "me/"), concat!("/Use", "rs/"), concat!("/wo", "rk/"), concat!("/ro", "ot/")];

/// Settings that tie a clone to one registry, by file name.
const REGISTRY_SETTINGS: [(&str, &str); 3] =
    [(".npmrc", "registry="), (".cargo/config.toml", "[source"), (".cargo/config.toml", "[registr")];

/// Machine paths, registry settings, heavy files.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, size) in tree.sizes().filter(|(_, size)| *size > MIB) {
        findings.push(Finding::new(path, format!("{size} bytes, one MiB is the limit"), "make it smaller, or build it when it is needed"));
    }
    for (path, text) in tree.texts() {
        for (n, line) in text.lines().enumerate() {
            for folder in MACHINE_PATHS.iter().filter(|folder| names_a_path(line, folder)) {
                findings.push(Finding::new(
                    path,
                    format!("line {} names a path of one machine ({folder}…)", n + 1),
                    "use a path relative to the repository",
                ));
            }
        }
        for (file, setting) in REGISTRY_SETTINGS.iter().filter(|(file, _)| path.ends_with(file)) {
            if text.lines().any(|line| line.trim_start().replace(' ', "").starts_with(setting)) {
                findings.push(Finding::new(path, format!("{file} names a registry"), "leave it to each machine's own settings"));
            }
        }
    }
    findings
}

/// Whether an absolute path begins with `folder`: what stands before it must not be part of a longer path or a URL.
fn names_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}*/".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_paths_are_found_and_parts_of_other_paths_are_not() {
        let bad = concat!("see /ho", "me/ada/notes\n");
        let good = concat!("https://example.org/ho", "me/page and web", "/wo", "rk/x\n");
        let found = check(&Tree::of(&[("a.md", bad), ("b.md", good)]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].file, "a.md");
    }

    #[test]
    fn heavy_files_and_registry_settings_are_found() {
        let heavy = "x".repeat(MIB + 1);
        let found = check(&Tree::of(&[("docs/big.txt", &heavy), (".npmrc", "registry = somewhere\n")]));
        let files: Vec<&str> = found.iter().map(|finding| finding.file.as_str()).collect();
        assert_eq!(files, ["docs/big.txt", ".npmrc"]);
    }
}
