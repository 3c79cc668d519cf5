//! Services for tarteaucitron 1.34.

use std::fmt::Write as _;

use super::services::SERVICES;
use crate::r#gen::registry::Registry;

/// The code, to stand behind tarteaucitron's script and before `tarteaucitron.init`.
pub fn tarteaucitron(registry: &Registry) -> String {
    let mut code = String::from(
        r#"{
  const chatServer = "https://chat.example.com";
  const chatKey = "YOUR_CHAT_KEY";
  const chatPage = `${chatServer}/privacy/${chatKey}/cookies`;
  window._smartsupp = Object.assign(window._smartsupp || {}, { key: chatKey });
  window.smartsupp = window.smartsupp || function () { smartsupp._.push(arguments); };
  smartsupp._ = smartsupp._ || [];
  tarteaucitron.job = tarteaucitron.job || [];

  const addService = (service) => {
    tarteaucitron.services[service.key] = { uri: chatPage, readmoreLink: chatPage, ...service };
    tarteaucitron.job.push(service.key);
  };
  const addQuestion = (key, type, name, purpose, cookies) => {
    let said;
    const tell = (granted) => {
      if (said !== granted) smartsupp("consent", { [purpose]: (said = granted) });
    };
    addService({
      key, type, name, cookies,
      needConsent: true,
      js: () => tell(true),
      // It is also called while nobody has answered, and silence is no answer.
      fallback: () => {
        if (tarteaucitron.cookie.read().includes(`!${key}=false`)) tell(false);
      },
    });
    document.addEventListener(`${key}_allowed`, () => tell(true));
    document.addEventListener(`${key}_disallowed`, () => tell(false));
  };

"#,
    );
    for service in &SERVICES {
        let names = service.names(registry, 2);
        let _ = match service.purpose {
            None => writeln!(
                code,
                "  // No job of tarteaucitron's: \"deny all\" would take the chat away and remove what it keeps, and it needs no consent.
  tarteaucitron.services[{:?}] = {{
    key: {:?}, type: \"support\", name: {:?}, uri: chatPage,
    needConsent: false,
    js: () => {{}},
    cookies: {},
  }};
  document.head.append(Object.assign(document.createElement(\"script\"), {{ async: true, crossOrigin: \"anonymous\", src: `${{chatServer}}/loader.js?key=${{chatKey}}` }}));
",
                service.key,
                service.key,
                service.title,
                service.names(registry, 4)
            ),
            Some(purpose) => {
                let kind = if service.category == "marketing" { "ads" } else { "analytic" };
                writeln!(code, "  addQuestion({:?}, {kind:?}, {:?}, {purpose:?}, {names});", service.key, service.title)
            }
        };
    }
    code.push_str("}\n");
    code
}

#[cfg(test)]
mod tests {
    use super::super::services::tests::{holds_exactly_the_registry, registry};
    use super::*;

    #[test]
    fn it_names_exactly_what_the_registry_declares() {
        let registry = registry();
        let code = tarteaucitron(&registry);
        holds_exactly_the_registry(&code, &registry);
        assert_eq!(code.matches("needConsent: false").count(), 1, "only the chat itself needs none");
    }
}
