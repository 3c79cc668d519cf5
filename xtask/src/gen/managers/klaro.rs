//! Services for Klaro 0.7.

use std::fmt::Write as _;

use super::services::SERVICES;
use crate::r#gen::registry::Registry;

/// The code, to stand before the configuration whose `services` take it up.
pub fn klaro(registry: &Registry) -> String {
    let mut code = String::from(
        r#"const chatKey = "YOUR_CHAT_KEY";
window.smartsupp = window.smartsupp || function () { smartsupp._.push(arguments); };
smartsupp._ = smartsupp._ || [];

const chatQuestion = (name, title, category, purpose, cookies) => ({
  name, title, cookies,
  purposes: [category],
  default: false,
  onAccept: () => smartsupp("consent", { [purpose]: true }),
  // It is also called while nobody has answered, and silence is no answer.
  onDecline: ({ confirmed }) => {
    if (confirmed) smartsupp("consent", { [purpose]: false });
  },
});
const chatServices = [
"#,
    );
    for service in &SERVICES {
        let _ = match service.purpose {
            None => writeln!(
                code,
                "  {{
    name: {:?}, title: {:?}, purposes: [{:?}],
    required: true,
    cookies: {},
  }},",
                service.key,
                service.title,
                service.category,
                service.names(registry, 4)
            ),
            Some(purpose) => writeln!(
                code,
                "  chatQuestion({:?}, {:?}, {:?}, {purpose:?}, {}),",
                service.key,
                service.title,
                service.category,
                service.names(registry, 2)
            ),
        };
    }
    code.push_str("];\n");
    code
}

#[cfg(test)]
mod tests {
    use super::super::services::tests::{holds_exactly_the_registry, registry};
    use super::*;

    #[test]
    fn it_names_exactly_what_the_registry_declares() {
        let registry = registry();
        let code = klaro(&registry);
        holds_exactly_the_registry(&code, &registry);
        assert_eq!(code.matches("required: true").count(), 1, "only the chat itself is required");
    }
}
