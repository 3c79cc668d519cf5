//! What log lines hold is declared in the registry, and what is declared is logged.
//!
//! The search reads the macros of `tracing`: each argument but the message is a field, and a message has no placeholder.

use std::collections::BTreeMap;

use anyhow::Result;

use super::Finding;
use super::code::{is_product_rust, rust};
use super::tree::Tree;
use crate::r#gen::registry::{self, PATH};

const LEVELS: [&str; 5] = ["trace!(", "debug!(", "info!(", "warn!(", "error!("];

/// What writes fields that this search does not see.
const UNSEEN: [&str; 4] = ["span!(", "event!(", "#[instrument", "tracing::instrument"];

/// Compares the fields in the sources with `[[log_field]]`, both ways.
pub fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let Some(text) = tree.text(PATH) else { return Ok(Vec::new()) };
    let declared: Vec<String> = registry::read(text)?.log_field.into_iter().map(|field| field.name).collect();
    let mut found: BTreeMap<String, &str> = BTreeMap::new();
    let mut findings = Vec::new();
    for (path, text) in tree.sources(&["rs"]).filter(|(path, _)| is_product_rust(path)) {
        let code = rust(text);
        for word in UNSEEN.iter().filter(|word| code.contains(**word)) {
            findings.push(Finding::new(path, format!("`{word}` may log what no search sees"), "use a level's macro with declared fields"));
        }
        for argument in arguments(&code) {
            match field(&argument) {
                Argument::Field(name) => {
                    found.entry(name).or_insert(path);
                }
                Argument::Message => {}
                Argument::Filled => findings.push(Finding::new(
                    path,
                    format!("the message {argument} has a placeholder"),
                    "log the value as a declared field, so that the search sees it",
                )),
                Argument::Odd => findings.push(Finding::new(path, format!("the argument {argument} has no name"), "write `name = …`")),
            }
        }
    }
    for (name, path) in found.iter().filter(|(name, _)| !declared.contains(name)) {
        let cure = format!("declare its [[log_field]] in {PATH}, or do not log it: nothing about a person belongs into a log");
        findings.push(Finding::new(*path, format!("the log field {name} is not declared"), cure));
    }
    for name in declared.iter().filter(|name| !found.contains_key(*name)) {
        findings.push(Finding::new(PATH, format!("the log field {name} is declared and nothing logs it"), "take its [[log_field]] out"));
    }
    Ok(findings)
}

/// What one argument of a macro is.
enum Argument {
    /// A field of this name.
    Field(String),
    /// The sentence.
    Message,
    /// The sentence, with a value in it.
    Filled,
    /// Something that this search cannot read.
    Odd,
}

fn field(argument: &str) -> Argument {
    if argument.starts_with('"') {
        let is_filled = argument.replace("{{", "").contains('{');
        return if is_filled { Argument::Filled } else { Argument::Message };
    }
    let named = argument.split_once('=').map_or(argument, |(name, _)| name);
    let name = named.trim().trim_start_matches(['%', '?']);
    let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '.');
    if is_name { Argument::Field(name.to_owned()) } else { Argument::Odd }
}

/// The arguments of every macro call, one text each.
fn arguments(code: &str) -> Vec<String> {
    let mut all = Vec::new();
    for level in LEVELS {
        for (at, _) in code.match_indices(level) {
            // `my_error!(` is another macro.
            let is_own = code[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric() && before != '_');
            if is_own {
                all.extend(split(&code[at + level.len()..]));
            }
        }
    }
    all
}

/// Splits at the commas of the call itself, up to its closing bracket.
fn split(call: &str) -> Vec<String> {
    let (mut parts, mut part, mut depth, mut in_text) = (Vec::new(), String::new(), 0_usize, false);
    let mut letters = call.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if in_text => {
                part.push(letter);
                part.extend(letters.next());
                continue;
            }
            '"' => in_text = !in_text,
            '(' | '[' | '{' if !in_text => depth += 1,
            ')' if !in_text && depth == 0 => break,
            ')' | ']' | '}' if !in_text => depth = depth.saturating_sub(1),
            ',' if !in_text && depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(letter);
    }
    parts.push(part);
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::r#gen::registry::sample::SMALL;

    fn rules(code: &str) -> Vec<String> {
        let tree = Tree::of(&[(PATH, SMALL), ("crates/server/src/a.rs", code)]);
        check(&tree).expect("the registry is sound").into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn declared_fields_are_fine_in_every_form() {
        for code in [
            "tracing::info!(ms, \"done\");",
            "warn!(%ms);",
            "tracing::error!(\n    ms = f(a, \"b, c\"),\n    \"x\"\n);",
            "debug!(?ms, \"{{}}\")",
        ] {
            assert!(rules(code).is_empty(), "{code}: {:?}", rules(code));
        }
    }

    #[test]
    fn an_undeclared_field_and_a_stale_entry_are_found() {
        assert_eq!(
            rules("tracing::info!(email = %visitor.email, \"came\");"),
            ["the log field email is not declared", "the log field ms is declared and nothing logs it"]
        );
    }

    #[test]
    fn what_hides_a_value_is_found() {
        assert_eq!(rules("info!(ms, \"{email} came\");"), ["the message \"{email} came\" has a placeholder"]);
        assert_eq!(rules("info!(ms); #[instrument] fn f() {}"), ["`#[instrument` may log what no search sees"]);
        assert_eq!(rules("info!(ms, target: \"x\");"), ["the argument target: \"x\" has no name"]);
    }

    #[test]
    fn tests_and_comments_log_nothing() {
        let code = "fn f() { info!(ms) }\n// info!(email)\n#[cfg(test)]\nmod tests { fn g() { info!(email) } }\n";
        assert!(rules(code).is_empty(), "{:?}", rules(code));
    }
}
