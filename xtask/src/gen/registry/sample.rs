//! A small registry with one entry of each section for tests, and a way to plant faults in it.

use super::fault::Fault;
use super::read::faults;

/// Two names, the second an alternate of the first, and one of everything else.
pub const SMALL: &str = r#"
[[storage]]
name = "ssupp.visits"
kind = "cookie"
purpose = "marketing"
eprivacy = "consent"
gdpr = "6.1.a"
trigger = "grant:marketing"
ttl = "182d"
from = "creation"
value = "number of visits"
personal = true
third_party_access = false
erase_on = ["ttl", "erase", "withdraw:marketing"]
provider = "{{controller}}"
written_by = "web/widget/src/counter.ts"
text.en = "Counts your visits."
text.fr = "Compte vos visites."

[[storage]]
name = "ssupp_<CHAT_KEY>visits"
kind = "localStorage"
purpose = "marketing"
eprivacy = "consent"
gdpr = "6.1.a"
trigger = "grant:marketing"
ttl = "182d"
from = "creation"
value = "as ssupp.visits"
personal = true
third_party_access = false
alternate_of = "ssupp.visits"
erase_on = ["ttl", "erase", "withdraw:marketing"]
provider = "{{controller}}"
text.en = "Replaces it."
text.fr = "Le remplace."

[[storage]]
name = "tab"
kind = "sessionStorage"
purpose = "chat"
eprivacy = "exempt_requested_service"
gdpr = "6.1.f"
trigger = "chat_opened"
ttl = "tab"
from = "creation"
value = "a number"
personal = true
third_party_access = false
erase_on = ["ttl", "erase", "tab_closed"]
provider = "{{controller}}"
mode.always = { trigger = "page_load", eprivacy = "consent", from = "creation" }
text.en = "Ends with its tab."
text.fr = "Finit avec son onglet."

[[column]]
at = "visitor.name"
category = "user.name"
subject = "visitor.id"
purpose = "chat"
gdpr = "6.1.f"
retention = "conversation"
export = true
erase = "delete"

[[agent_cookie]]
name = "entrenous"
kind = "cookie"
subject = "agent"
purpose = "security"
eprivacy = "exempt_requested_service"
gdpr = "6.1.b"
trigger = "sign_in"
ttl = "14d"
from = "sign_in"
value = "a token"
personal = true
third_party_access = false
erase_on = ["ttl", "sign_out"]
provider = "{{controller}}"
text.en = "Keeps you signed in."
text.fr = "Vous garde connecté."

[[agent_storage]]
name = "drafts"
kind = "localStorage"
subject = "agent"
purpose = "chat"
eprivacy = "exempt_requested_service"
gdpr = "6.1.b"
trigger = "draft_typed"
ttl = "30d"
from = "last change"
value = "unsent replies"
personal = true
third_party_access = false
erase_on = ["ttl", "sent"]
provider = "{{controller}}"
text.en = "Keeps replies."
text.fr = "Garde les réponses."

[[browser_read]]
what = "navigator.onLine"
purpose = "chat"
eprivacy = "outside"
gdpr = "6.1.f"
trigger = "chat_opened"
sent_as = "never"
keep = "nothing"
text.en = "Says when the network is gone."
text.fr = "Signale la perte du réseau."

[[header_read]]
name = "user-agent"
subject = "anybody"
purpose = "chat"
eprivacy = "exempt_transmission"
gdpr = "6.1.f"
trigger = "chat_opened"
keep = "browser family"
text.en = "Shows the browser."
text.fr = "Montre le navigateur."

[[header_sent]]
name = "referrer-policy"
value = "no-referrer"
text.en = "Tells nobody."
text.fr = "Ne dit rien."

[[log_field]]
name = "ms"
type = "duration"
purpose = "security"
gdpr = "6.1.f"
value = "ms to the answer"
personal = false
retention = "operator_log"
text.en = "How long it took."
text.fr = "Combien de temps."

[[egress]]
id = "mail"
hosts = ["{{mail.host}}"]
country = "operator"
mechanism = "operator"
purpose = "security"
gdpr = "6.1.b"
data = ["agent.email"]
trigger = "invitation"
default = "off"
retention = "as its owner says"
opened_by = "crates/server/src/outside/mail.rs"
text.en = "Carries invitations."
text.fr = "Achemine les invitations."
"#;

/// The faults of the sample after its first `from` became `to`.
pub fn planted(from: &str, to: &str) -> Vec<Fault> {
    let text = SMALL.replacen(from, to, 1);
    assert_ne!(text, SMALL, "the change must change something");
    let registry = toml::from_str(&text).expect("a planted fault is still a registry");
    faults(&registry)
}

/// Plants a fault and expects one whose entry and rule are named, and that has a cure.
pub fn refused(from: &str, to: &str, entry: &str, rule: &str) {
    let faults = planted(from, to);
    let named = faults.iter().find(|fault| fault.entry == entry && fault.rule.contains(rule));
    assert!(named.is_some_and(|fault| !fault.cure.is_empty()), "{from:?} → {to:?}: {faults:?} do not say {entry}: {rule}");
}
