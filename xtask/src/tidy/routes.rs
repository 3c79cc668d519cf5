//! Every route declares who may ask for it, because only the router makes routes.
//!
//! `route(method, path, Identity, handler)` in `http/router.rs` cannot be called without an identity;
//! a route that is hung up elsewhere would go around it, and around the test that walks all of them.

use super::Finding;
use super::tree::Tree;

const SERVER: &str = "crates/server/src/";

/// The only place that makes routes, and the listener for numbers, which has no callers to tell apart.
const DOORS: [&str; 2] = ["crates/server/src/http/router.rs", "crates/server/src/metrics_page.rs"];

/// What hangs a handler up without an identity.
const AROUND: [&str; 5] = ["Router::new(", ".route(", ".nest(", ".route_service(", ".fallback_service("];

/// Looks for routes outside the doors; tests may build what they like.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.sources(&["rs"]).filter(|(path, _)| path.starts_with(SERVER) && !DOORS.contains(path)) {
        let code = text.split("#[cfg(test)]").next().unwrap_or(text);
        for word in AROUND.iter().filter(|word| code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(**word))) {
            let rule = format!("`{word}…)` hangs up a route that does not say who may ask for it");
            findings.push(Finding::new(path, rule, format!("declare it with `route(…, Identity::…, …)` and list it in {}", DOORS[0])));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_around_the_router_is_found() {
        let around = "pub fn extra() -> Router { Router::new().route(\"/x\", get(x)) }\n";
        let declared = "// Not Router::new(…).\npub fn routes() -> Vec<Route> { vec![route(\"GET\", \"/x\", Identity::Agent, x)] }\n#[cfg(test)]\nmod tests { fn r() { Router::new(); } }\n";
        let tree = Tree::of(&[
            ("crates/server/src/http/agent/extra.rs", around),
            ("crates/server/src/http/agent/mod.rs", declared),
            ("crates/server/src/http/router.rs", around),
        ]);
        let files: Vec<String> = check(&tree).into_iter().map(|finding| finding.file).collect();
        assert_eq!(files, ["crates/server/src/http/agent/extra.rs", "crates/server/src/http/agent/extra.rs"]);
    }
}
