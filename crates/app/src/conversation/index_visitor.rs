//! Making conversations findable by what is known of their visitors; `index_events` does the same for texts.

use entrenous_domain::conversation::Conversation;
use entrenous_domain::time::Timestamp;
use entrenous_domain::visitor::Visitor;
use entrenous_storage::{Findable, StorageError, Work};

use crate::fold::fold;

/// Makes a conversation findable by its visitor's name, address and phone number.
///
/// # Errors
/// Those of the database.
pub async fn index_visitor(work: &mut Work, conversation: &Conversation, visitor: &Visitor, now: Timestamp) -> Result<(), StorageError> {
    let identity = &visitor.identity;
    let known: Vec<&str> = [&identity.name, &identity.email, &identity.phone].into_iter().flatten().map(String::as_str).collect();
    if known.is_empty() {
        return Ok(());
    }
    let (conversation, site) = (conversation.id.clone(), &conversation.site);
    let subject = conversation.to_string();
    work.search().set(site, &[Findable { conversation, subject, folded: fold(&known.join(" ")), at: now }]).await
}
