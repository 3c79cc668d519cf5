//! Every statement of the crate, so that a test can prepare them all on both databases.

use crate::statements::Sql;

/// One entry per module that has a `statements!` block; a test compares this list with the files.
#[cfg_attr(not(any(test, feature = "testing")), expect(dead_code, reason = "only tests walk through all statements"))]
pub(crate) const ALL: &[&[Sql]] = &[
    crate::account::ALL,
    crate::agent::ALL,
    crate::agent_credential::ALL,
    crate::agent_group::ALL,
    crate::agent_session::ALL,
    crate::consent_chain::ALL,
    crate::consent_entry::ALL,
    crate::consent_text::ALL,
    crate::conversation::ALL,
    crate::conversation_list::ALL,
    crate::dialect::ALL,
    crate::epoch::ALL,
    crate::event::ALL,
    crate::job::ALL,
    crate::marketing_counter::ALL,
    crate::message::ALL,
    crate::migrate::ALL,
    crate::note::ALL,
    crate::one_time_token::ALL,
    crate::recovery_code::ALL,
    crate::room::ALL,
    crate::search::ALL,
    crate::site::ALL,
    crate::transcript_request::ALL,
    crate::upload::ALL,
    crate::used_proof::ALL,
    crate::visit_page::ALL,
    crate::visitor::ALL,
];

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test reads the crate's own source")]
    fn every_module_with_statements_is_listed() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut with_statements = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = if path.is_file() { std::fs::read_to_string(&path).unwrap() } else { String::new() };
            if text.lines().any(|line| line.ends_with("statements! {") && !line.starts_with("//")) {
                with_statements += 1;
                let module = format!("::{name}::");
                assert!(
                    ALL.iter().flat_map(|all| all.iter()).any(|sql| sql.name.contains(&module)),
                    "catalogue.rs does not list {name}.rs"
                );
            }
        }
        assert_eq!(with_statements, ALL.len());
    }
}
