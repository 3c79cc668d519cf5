//! What a log line may hold. `tidy` compares the list with the macros in the sources.

use super::fault::{Entry, Fault, once};
use super::shape::Registry;

const TYPES: [&str; 6] = ["id", "enum", "count", "duration", "path_template", "failure"];

/// Judges every entry.
pub fn check(registry: &Registry, faults: &mut Vec<Fault>) {
    once("log_field", registry.log_field.iter().map(|field| field.name.as_str()), faults);
    for field in &registry.log_field {
        let mut entry = Entry::new(&field.name, faults);
        entry.one_of("type", &field.r#type, &TYPES);
        entry.one_of("purpose", &field.purpose, &["security"]);
        entry.basis(&field.purpose, &field.gdpr);
        entry.filled("value", &field.value);
        entry.one_of("retention", &field.retention, &["operator_log"]);
        entry.must(!field.personal, "a log line would hold something about a person", "log an id of ours, a count or a kind instead");
        entry.both_languages(&field.text);
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::refused;

    #[test]
    fn a_log_field_holds_nothing_about_a_person() {
        refused("type = \"duration\"", "type = \"text\"", "ms", "type is \"text\"");
        refused("personal = false", "personal = true", "ms", "something about a person");
        refused("value = \"ms to the answer\"", "value = \"\"", "ms", "value is empty");
        refused("retention = \"operator_log\"", "retention = \"\"", "ms", "retention is");
        refused("Combien de temps.", "", "ms", "text.fr");
    }
}
