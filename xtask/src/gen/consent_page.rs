//! `docs/manual/consent.md`: written by hand, but for the code between marks.
//!
//! A mark is `<!-- made: NAME -->`, its end `<!-- end -->`; what stands between them is replaced.

use anyhow::{Context, Result, ensure};

use super::managers::{cookieconsent, klaro, tarteaucitron};
use super::registry::Registry;

/// The page.
pub const PAGE: &str = "docs/manual/consent.md";

const END: &str = "<!-- end -->";

/// The page with its code as the registry makes it.
///
/// # Errors
/// When a mark is missing or has no end.
pub fn write(page: &str, registry: &Registry) -> Result<String> {
    let blocks =
        [("tarteaucitron", tarteaucitron(registry)), ("klaro", klaro(registry)), ("vanilla-cookieconsent", cookieconsent(registry))];
    let mut page = page.to_owned();
    for (name, code) in blocks {
        page = filled(&page, name, &format!("```js\n{code}```\n"))?;
    }
    Ok(page)
}

fn filled(page: &str, name: &str, block: &str) -> Result<String> {
    let mark = format!("<!-- made: {name} -->\n");
    let start = page.find(&mark).with_context(|| format!("{PAGE} has no mark {name}; add {} and {END}", mark.trim()))? + mark.len();
    let length = page[start..].find(END).with_context(|| format!("the mark {name} in {PAGE} has no {END}"))?;
    ensure!(!page[start..start + length].contains("<!-- made:"), "the mark {name} in {PAGE} has no {END} of its own");
    Ok(format!("{}{block}{}", &page[..start], &page[start + length..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_marks_is_replaced() {
        let page = "# Before\n<!-- made: a -->\nold\n<!-- end -->\nafter\n";
        let once = filled(page, "a", "new\n").expect("the mark is there");
        assert_eq!(once, "# Before\n<!-- made: a -->\nnew\n<!-- end -->\nafter\n");
        assert_eq!(filled(&once, "a", "new\n").expect("the mark is there"), once);
    }

    #[test]
    fn a_missing_mark_or_end_is_named() {
        let said = |page: &str| format!("{:#}", filled(page, "a", "").expect_err("it is refused"));
        assert!(said("nothing").contains("has no mark a"));
        assert!(said("<!-- made: a -->\nold").contains("has no <!-- end -->"));
        assert!(said("<!-- made: a -->\n<!-- made: b -->\n<!-- end -->").contains("of its own"));
    }
}
