//! Source text as the searches for undeclared things need it: no comments, no words inside strings, no unit tests.

/// TypeScript without its comments and the contents of its strings; templates stay, because code stands in them.
///
/// A string ends with its line at the latest, so a quote inside a regular expression hides no more than that line.
pub fn script(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut quote: Option<char> = None;
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(_), '\\') => {
                letters.next();
            }
            (Some(open), _) if letter == open || letter == '\n' => {
                quote = None;
                code.push(letter);
            }
            (Some(_), _) => {}
            (None, '"' | '\'') => {
                quote = Some(letter);
                code.push(letter);
            }
            (None, '/') if letters.peek() == Some(&'/') => while letters.next_if(|next| *next != '\n').is_some() {},
            (None, '/') if letters.peek() == Some(&'*') => {
                letters.next();
                while let Some(inside) = letters.next() {
                    if inside == '*' && letters.next_if_eq(&'/').is_some() {
                        break;
                    }
                }
            }
            (None, _) => code.push(letter),
        }
    }
    code
}

/// Rust without its line comments and without the unit tests at the bottom of the file.
pub fn rust(text: &str) -> String {
    let product = text.split("#[cfg(test)]").next().unwrap_or(text);
    product.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }).collect::<Vec<_>>().join("\n")
}

/// Whether a path is product code of the server.
pub fn is_product_rust(path: &str) -> bool {
    path.starts_with("crates/") && path.contains("/src/") && path.ends_with(".rs") && !path.starts_with("crates/testkit/")
}

/// Whether a path is product code that runs on a website's pages.
pub fn is_product_script(path: &str) -> bool {
    let runs_there = ["web/widget/src/", "web/protocol/src/"].iter().any(|folder| path.starts_with(folder));
    runs_there && !path.contains("/testing/") && !path.contains(".test.") && (path.ends_with(".ts") || path.ends_with(".tsx"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_gone_and_templates_stay() {
        let text = "a(); // navigator.x\n/* screen.y */ b('history', \"it\\\"s\", `${location.href}`);\nc = /'/.test(d);\ne();";
        assert_eq!(script(text), "a(); \n b('', \"\", `${location.href}`);\nc = /'\ne();");
    }

    #[test]
    fn unit_tests_are_no_product() {
        assert_eq!(rust("fn a() {}\n// info!(x)\n#[cfg(test)]\nmod tests {}"), "fn a() {}\n");
        assert!(is_product_rust("crates/server/src/a.rs") && !is_product_rust("crates/testkit/src/a.rs"));
        assert!(is_product_script("web/widget/src/a.tsx") && !is_product_script("web/widget/src/a.test.ts"));
    }
}
