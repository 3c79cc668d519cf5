//! Categories for vanilla-cookieconsent 3.1.

use std::fmt::Write as _;

use super::services::{SERVICES, Service, literal};
use crate::r#gen::registry::Registry;

/// The code, to stand before `CookieConsent.run`, which takes up its parts.
pub fn cookieconsent(registry: &Registry) -> String {
    let mut code = String::from(
        r#"const chatKey = "YOUR_CHAT_KEY";
window.smartsupp = window.smartsupp || function () { smartsupp._.push(arguments); };
smartsupp._ = smartsupp._ || [];

const chatCategories = {
"#,
    );
    let mut open = "";
    for service in &SERVICES {
        if service.category != open {
            if !open.is_empty() {
                code.push_str("    },\n  },\n");
            }
            open = service.category;
            let terms = if service.purpose.is_none() { "    enabled: true,\n    readOnly: true,\n" } else { "" };
            let _ = writeln!(code, "  {open}: {{\n{terms}    services: {{");
        }
        let _ = writeln!(
            code,
            "      {}: {{\n        label: {:?},\n        cookies: [\n{}        ],\n      }},",
            service.key,
            service.title,
            cookies(service, registry)
        );
    }
    code.push_str("    },\n  },\n};\n\nconst tellChat = () => {\n  // Without an answer nothing is told: silence is no answer.\n  if (!CookieConsent.validConsent()) return;\n  smartsupp(\"consent\", {\n");
    for service in &SERVICES {
        if let Some(purpose) = service.purpose {
            // Without quotes around the key, so that the name of a service is found where its cookies stand.
            let _ = writeln!(code, "    {purpose}: CookieConsent.acceptedService('{}', '{}'),", service.key, service.category);
        }
    }
    code.push_str("  });\n};\n");
    code
}

fn cookies(service: &Service, registry: &Registry) -> String {
    service.stored(registry).map(|stored| format!("          {{ name: {} }},\n", literal(&stored.name))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::services::tests::{holds_exactly_the_registry, registry};
    use super::*;

    #[test]
    fn it_names_exactly_what_the_registry_declares() {
        let registry = registry();
        let code = cookieconsent(&registry);
        holds_exactly_the_registry(&code, &registry);
        assert_eq!(code.matches("readOnly: true").count(), 1, "only the chat itself is not asked");
    }
}
