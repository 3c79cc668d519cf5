//! Every language says the same things: same files, same keys, same placeholders.

use std::collections::{BTreeMap, BTreeSet};
use std::str::Chars;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Finding;
use super::tree::Tree;

/// The language that the others are held against.
const FIRST: &str = "en";

/// The languages in which everything exists.
const WHOLE: &[&str] = &["fr"];

/// The languages that only visitors read.
const VISITORS: &[&str] = &["ar", "cs", "de", "es", "fa", "he", "hu", "it", "nl", "pl", "pt"];

/// What visitors read.
const VISITORS_FILES: &[&str] = &["box.json", "consent.json", "forms.json", "launcher.json"];

/// Compares `locales/<language>/<file>.json` with the English file of the same name, in both directions.
pub fn check(tree: &Tree) -> Result<Vec<Finding>> {
    check_languages(tree, WHOLE, VISITORS)
}

fn check_languages(tree: &Tree, whole: &[&str], visitors: &[&str]) -> Result<Vec<Finding>> {
    let mut languages: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for (path, text) in tree.texts() {
        if let Some((language, file)) = path.strip_prefix("locales/").and_then(|rest| rest.split_once('/')) {
            languages.entry(language).or_default().insert(file, text);
        }
    }
    let Some(first) = languages.remove(FIRST) else { return Ok(Vec::new()) };
    let mut findings = breakable(languages.get("fr"));
    for language in languages.keys().filter(|language| !whole.contains(language) && !visitors.contains(language)) {
        findings.push(Finding::new(
            format!("locales/{language}"),
            "is a language that nobody checks",
            "name it in xtask/src/tidy/locales.rs",
        ));
    }
    for language in whole.iter().chain(visitors) {
        let files = languages.remove(*language).unwrap_or_default();
        let wanted = first.keys().filter(|file| whole.contains(language) || VISITORS_FILES.contains(*file));
        let both: BTreeSet<&str> = wanted.chain(files.keys()).copied().collect();
        for file in both {
            let ours = texts(first.get(file).copied()).with_context(|| format!("locales/{FIRST}/{file} is not valid JSON"))?;
            let theirs = texts(files.get(file).copied()).with_context(|| format!("locales/{language}/{file} is not valid JSON"))?;
            compare(&format!("locales/{language}/{file}"), &in_forms_of(language, &ours), &theirs, &mut findings);
        }
    }
    Ok(findings)
}

/// The forms of a counted text, as the plural categories of CLDR; what has no form of its own is `many`.
fn forms(language: &str) -> &'static [&'static str] {
    match language {
        "ar" => &["zero", "one", "two", "few", "many"],
        "cs" | "pl" => &["one", "few", "many"],
        "he" => &["one", "two", "many"],
        _ => &["one", "many"],
    }
}

/// The English texts under the keys that a language needs: a pair `…_one` and `…_many` becomes its own forms.
fn in_forms_of(language: &str, first: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut wanted = first.clone();
    for stem in first.keys().filter_map(|key| key.strip_suffix("_one")) {
        let Some(text) = first.get(&format!("{stem}_many")) else { continue };
        wanted.remove(&format!("{stem}_one"));
        wanted.extend(forms(language).iter().map(|form| (format!("{stem}_{form}"), text.clone())));
    }
    wanted
}

/// French texts whose punctuation could be torn from its word at the end of a line.
///
/// A colon takes a no-break space, other tall marks and quotation marks a narrow one; editors like to replace both.
fn breakable(french: Option<&BTreeMap<&str, &str>>) -> Vec<Finding> {
    let wrong = [" :", " ;", " ?", " !", " »", "« "];
    let is_wrong = |line: &str| line.split_once("\": \"").is_some_and(|(_, text)| wrong.iter().any(|pair| text.contains(pair)));
    let mut findings = Vec::new();
    for (file, text) in french.into_iter().flatten() {
        for (n, _) in text.lines().enumerate().filter(|(_, line)| is_wrong(line)) {
            let rule = format!("line {} has a plain space beside a French punctuation mark", n + 1);
            findings.push(Finding::new(format!("locales/fr/{file}"), rule, "use U+00A0 before a colon, U+202F at the other marks"));
        }
    }
    findings
}

fn compare(file: &str, ours: &BTreeMap<String, String>, theirs: &BTreeMap<String, String>, findings: &mut Vec<Finding>) {
    for key in ours.keys().filter(|key| !theirs.contains_key(*key)) {
        findings.push(Finding::new(file, format!("{key} is missing"), format!("translate it; locales/{FIRST} has it")));
    }
    for (key, text) in theirs {
        let Some(first) = ours.get(key) else {
            findings.push(Finding::new(file, format!("{key} exists only here"), format!("add it to locales/{FIRST}, or take it out")));
            continue;
        };
        // "Two messages" can be one word, and needs no figure.
        let said_in_words = ["_zero", "_one", "_two"].iter().any(|form| key.ends_with(form));
        let (mut asked, used) = (placeholders(first), placeholders(text));
        if said_in_words && !used.contains("count") {
            asked.remove("count");
        }
        if asked != used {
            let rule = format!("{key} has other placeholders than in locales/{FIRST}");
            findings.push(Finding::new(file, rule, format!("use exactly {asked:?}")));
        }
    }
}

/// Key → text, nested objects joined with dots; empty for a file that is not there.
fn texts(json: Option<&str>) -> Result<BTreeMap<String, String>, serde_json::Error> {
    let mut texts = BTreeMap::new();
    if let Some(json) = json {
        flatten("", &serde_json::from_str(json)?, &mut texts);
    }
    Ok(texts)
}

fn flatten(prefix: &str, value: &Value, texts: &mut BTreeMap<String, String>) {
    let join = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| flatten(&join(name), member, texts)),
        Value::Array(items) => items.iter().enumerate().for_each(|(n, item)| flatten(&join(&n.to_string()), item, texts)),
        Value::String(text) => {
            texts.insert(prefix.to_owned(), text.clone());
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            texts.insert(prefix.to_owned(), value.to_string());
        }
    }
}

/// The names of the arguments, sorted: order may differ between languages, the set may not.
///
/// Understands `{name}` and, as in ICU messages, `{count, plural, one {…} other {…}}` with arguments inside.
fn placeholders(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    message(&mut text.chars(), &mut names, false);
    names
}

/// Text up to its end, or up to the closing brace when it stands inside an argument.
fn message(text: &mut Chars<'_>, names: &mut BTreeSet<String>, is_inside: bool) {
    while let Some(letter) = text.next() {
        match letter {
            '{' => argument(text, names),
            '}' if is_inside => return,
            _ => {}
        }
    }
}

/// What follows an opening brace: a name, then the end or a comma with alternatives in braces.
fn argument(text: &mut Chars<'_>, names: &mut BTreeSet<String>) {
    let mut name = String::new();
    let mut ended = false;
    for letter in text.by_ref() {
        match letter {
            '}' => ended = true,
            ',' => break,
            _ => name.push(letter),
        }
        if ended {
            break;
        }
    }
    names.insert(name.trim().to_owned());
    while !ended {
        match text.next() {
            Some('{') => message(text, names, true),
            Some('}') | None => ended = true,
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(tree: &Tree, visitors: &[&str]) -> Vec<String> {
        let findings = check_languages(tree, WHOLE, visitors).expect("the JSON is valid");
        findings.into_iter().map(|finding| format!("{}: {}", finding.file, finding.rule)).collect()
    }

    #[test]
    fn missing_keys_extra_keys_and_other_placeholders_are_found() {
        let tree = Tree::of(&[
            ("locales/en/box.json", r#"{"a":"Hello {name}","b":"{n} of {m}","c":"only English"}"#),
            ("locales/fr/box.json", r#"{"a":"Bonjour {nom}","b":"{m} dont {n}","d":"seulement"}"#),
            ("locales/en/mail.json", r#"{"a":{"b":"nested"}}"#),
        ]);
        let found: Vec<String> = rules(&tree, &[]).into_iter().filter_map(|line| Some(line.split_once(": ")?.1.to_owned())).collect();
        let expected = ["c is missing", "a has other placeholders than in locales/en", "d exists only here", "a.b is missing"];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_language_of_visitors_needs_what_visitors_read_and_no_more() {
        let tree = Tree::of(&[
            ("locales/en/box.json", r#"{"a":"x"}"#),
            ("locales/en/desk.json", r#"{"b":"y"}"#),
            ("locales/fr/box.json", r#"{"a":"x"}"#),
            ("locales/fr/desk.json", r#"{"b":"y"}"#),
            ("locales/de/box.json", r#"{"a":"x"}"#),
            ("locales/xx/box.json", r#"{"a":"x"}"#),
        ]);
        assert_eq!(rules(&tree, &["de", "pl"]), ["locales/xx: is a language that nobody checks", "locales/pl/box.json: a is missing"]);
    }

    #[test]
    fn counted_texts_have_the_forms_of_their_language() {
        let english = r#"{"n_one":"{count} day","n_many":"{count} days","who":"{name}","who_many":"{name}"}"#;
        let tree = Tree::of(&[
            ("locales/en/box.json", english),
            ("locales/fr/box.json", r#"{"n_one":"{count} jour","n_many":"{count} jours","who":"{name}","who_many":"{name}"}"#),
            ("locales/he/box.json", r#"{"n_one":"יום","n_two":"יומיים","n_many":"ימים","who":"{name}","who_many":"{name}"}"#),
            ("locales/pl/box.json", english),
        ]);
        let other = "locales/he/box.json: n_many has other placeholders than in locales/en";
        assert_eq!(rules(&tree, &["he", "pl"]), [other, "locales/pl/box.json: n_few is missing"]);
    }

    #[test]
    fn alternatives_are_not_placeholders_and_what_stands_in_them_is() {
        let names = |text: &str| placeholders(text).into_iter().collect::<Vec<_>>();
        assert_eq!(names("{n, plural, =0 {nothing} one {# from {who}} other {# from {who}}} in {place}"), ["n", "place", "who"]);
        assert_eq!(names("no {end"), ["end"]);
    }

    #[test]
    fn plain_spaces_beside_french_punctuation_are_found() {
        let french = "{\n  \"a\": \"Ici : là\",\n  \"b\": \"Ici\u{a0}: là\",\n  \"c\": \"« là »\",\n  \"d\": \"Bien\u{202f}?\"\n}";
        let tree = Tree::of(&[("locales/en/a.json", r#"{"a":"","b":"","c":"","d":""}"#), ("locales/fr/a.json", french)]);
        let rules = rules(&tree, &[]);
        assert_eq!(rules.len(), 2, "{rules:?}");
        assert!(rules[0].contains(": line 2 ") && rules[1].contains(": line 4 "), "{rules:?}");
    }

    #[test]
    fn equal_languages_are_tidy() {
        let tree = Tree::of(&[("locales/en/a.json", r#"{"k":"{n} items"}"#), ("locales/fr/a.json", r#"{"k":"{n} articles"}"#)]);
        assert_eq!(rules(&tree, &[]), Vec::<String>::new());
    }
}
