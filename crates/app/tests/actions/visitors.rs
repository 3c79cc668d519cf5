//! Visitors who write, as the tests of this folder need them.

use entrenous_app::conversation::{Say, SendMessage, send_by_visitor};
use entrenous_app::visitor::{BeginSession, Guest, begin_session};
use entrenous_domain::conversation::Message;
use entrenous_domain::ids::ConversationId;
use entrenous_domain::site::Site;
use entrenous_domain::visitor::Identity;
use entrenous_testkit::TestContext;

/// A new visitor of a site, who named a group or none.
pub async fn guest(test: &TestContext, site: &Site, group: Option<&str>) -> Guest {
    let identity = Identity { group: group.map(str::to_owned), ..Identity::default() };
    let cmd = BeginSession { chat_key: site.chat_key.as_str().to_owned(), identity, ..BeginSession::default() };
    begin_session(&test.ctx, cmd).await.unwrap().guest
}

/// The visitor says something.
pub async fn says(test: &TestContext, guest: &Guest, words: &str) -> Message {
    let id: String = words.chars().filter(char::is_ascii_alphanumeric).take(60).collect();
    let cmd = SendMessage { client_msg_id: format!("m{id}"), say: Say::Text(words.to_owned()) };
    send_by_visitor(&test.ctx, guest, &cmd).await.unwrap().message
}

/// A conversation of a new visitor.
pub async fn conversation(test: &TestContext, site: &Site, group: Option<&str>, words: &str) -> (Guest, ConversationId) {
    let guest = guest(test, site, group).await;
    let message = says(test, &guest, words).await;
    (guest, message.conversation)
}
