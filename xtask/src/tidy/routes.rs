//! Every route declares who may call it: its handler takes an identity, or says that it is public.

use super::Finding;
use super::tree::Tree;

/// Folders with one handler for each file.
const HANDLERS: [&str; 4] =
    ["crates/server/src/http/visitor/", "crates/server/src/http/agent/", "crates/server/src/http/admin/", "crates/server/src/http/public/"];

/// Parameter types that say who is calling (`crates/server/src/http/extract`).
const IDENTITIES: [&str; 4] = ["Agent", "Visitor", "Public", "Authorized"];

/// Looks at the parameters of every public async function of the handler folders.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.sources(&["rs"]).filter(|(path, _)| HANDLERS.iter().any(|folder| path.starts_with(folder))) {
        for (name, parameters) in handlers(text) {
            if !IDENTITIES.iter().any(|identity| has_type(parameters, identity)) {
                findings.push(Finding::new(
                    path,
                    format!("the handler {name} does not say who may call it"),
                    format!("give it a parameter of one of these types: {}", IDENTITIES.join(", ")),
                ));
            }
        }
    }
    findings
}

/// Name and parameter list of each public async function before the tests.
fn handlers(text: &str) -> Vec<(&str, &str)> {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    ["pub async fn ", "pub(crate) async fn ", "pub(super) async fn "]
        .iter()
        .flat_map(|mark| code.split(mark).skip(1))
        .filter_map(|rest| {
            let (name, rest) = rest.split_once('(')?;
            let (parameters, _) = rest.split_once("->").or_else(|| rest.split_once('{'))?;
            Some((name.split('<').next().unwrap_or(name), parameters))
        })
        .collect()
}

/// Whether a type of this very name stands after a colon, with or without what follows `<`.
fn has_type(parameters: &str, identity: &str) -> bool {
    parameters.split(':').skip(1).any(|part| {
        let word: &str = part.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        word == identity
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handler_without_an_identity_is_found() {
        let open = "pub async fn list(State(state): State<AppState>) -> Result<Out> {}\n";
        let closed = "pub async fn read(\n    agent: Agent,\n    Path(id): Path<Id>,\n) -> Result<Out> {}\npub(crate) async fn settings(_: Public) -> Out {}\n";
        let tree = Tree::of(&[
            ("crates/server/src/http/agent/list.rs", open),
            ("crates/server/src/http/agent/read.rs", closed),
            ("crates/server/src/ws/x.rs", open),
        ]);
        let found = check(&tree);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].rule.contains("list"));
    }

    #[test]
    fn a_longer_name_is_not_an_identity() {
        let near = "pub async fn f(list: AgentList) -> Out {}\n";
        assert_eq!(check(&Tree::of(&[("crates/server/src/http/admin/f.rs", near)])).len(), 1);
    }
}
