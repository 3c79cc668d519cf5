//! Columns that hold personal data: whose, what for, how long, and what erasing does. `tidy` compares them with the schema.

use super::fault::{Entry, Fault, once};
use super::shape::Registry;

/// Classes of retention (privacy reference, "Rights and deletion").
const RETENTION: [&str; 13] = [
    "conversation",
    "outbox",
    "agent_account",
    "agent_session",
    "visit",
    "marketing_counter",
    "ledger",
    "audit",
    "recording",
    "export",
    "rights_request",
    "anonymous_counter",
    "address",
];

/// What erasing a person does to the column.
const ERASE: [&str; 4] = ["delete", "null", "shred", "keep_anonymous"];

/// Judges every entry.
pub fn check(registry: &Registry, faults: &mut Vec<Fault>) {
    once("column", registry.column.iter().map(|column| column.at.as_str()), faults);
    for column in &registry.column {
        let mut entry = Entry::new(&column.at, faults);
        let is_place = column.at.split('.').count() == 2;
        entry.must(is_place, "it is no table.column", "name the table and the column");
        entry.filled("category", &column.category);
        entry.filled("subject", &column.subject);
        entry.basis(&column.purpose, &column.gdpr);
        entry.one_of("retention", &column.retention, &RETENTION);
        entry.one_of("erase", &column.erase, &ERASE);
        entry.must(column.encrypt.as_deref() != Some(""), "encrypt is empty", "name the key, or take it out");
        // What stays behind may tell nobody anything, so there is nothing to hand out; a kept value that is exported names somebody.
        entry.must(
            !(column.export && column.erase == "keep_anonymous"),
            "it is exported as somebody's and kept as nobody's",
            "erase it, or leave it out of exports",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::refused;

    #[test]
    fn a_column_says_whose_what_for_and_how_long() {
        let at = "visitor.name";
        refused("at = \"visitor.name\"", "at = \"visitor\"", "visitor", "no table.column");
        refused("subject = \"visitor.id\"", "subject = \"\"", at, "subject is empty");
        refused("category = \"user.name\"", "category = \"\"", at, "category is empty");
        refused("retention = \"conversation\"", "retention = \"for ever\"", at, "retention is");
        refused("erase = \"delete\"", "erase = \"hide\"", at, "erase is");
        refused("erase = \"delete\"", "erase = \"keep_anonymous\"", at, "kept as nobody's");
        refused("erase = \"delete\"", "erase = \"delete\"\nencrypt = \"\"", at, "encrypt is empty");
        refused(
            "at = \"visitor.name\"\ncategory = \"user.name\"\nsubject = \"visitor.id\"\npurpose = \"chat\"\ngdpr = \"6.1.f\"",
            "at = \"visitor.name\"\ncategory = \"user.name\"\nsubject = \"visitor.id\"\npurpose = \"marketing\"\ngdpr = \"6.1.f\"",
            at,
            "marketing and gdpr",
        );
    }
}
