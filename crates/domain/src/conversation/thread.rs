//! A conversation and its entries, and the rules that change them.

use super::{Author, AuthorKind, ClientMsgId, Content, OwnerState, Rating, RefusedChange};
use crate::ids::{AgentId, ConversationId, GroupId, MessageId, NoteId, SiteId, VisitorId};
use crate::text;
use crate::time::Timestamp;

/// The longest text of a list row, in characters.
const LIST_TEXT_CHARS: usize = 140;

/// A visitor's thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Which.
    pub id: ConversationId,
    /// Of which site.
    pub site: SiteId,
    /// Whose.
    pub visitor: VisitorId,
    /// The `client_msg_id` of the message that opened it.
    pub opened_by: ClientMsgId,
    /// Who may answer now.
    pub owner: OwnerState,
    /// Grows with each change of the owner; an answer prepared for an older one is dropped.
    pub owner_version: i64,
    /// The agents in it, oldest first.
    pub agents: Vec<AgentId>,
    /// The group the visitor was routed to.
    pub group: Option<GroupId>,
    /// The number of the newest message.
    pub last_seq: i64,
    /// The oldest visitor message that nobody has answered.
    pub waiting_since: Option<Timestamp>,
    /// The beginning of the newest message.
    pub last_text: String,
    /// Who wrote it.
    pub last_author: AuthorKind,
    /// That author's name.
    pub last_author_name: String,
    /// When.
    pub last_at: Timestamp,
    /// The highest number that the visitor has read.
    pub visitor_read_seq: i64,
    /// The highest number that an agent has read.
    pub agent_read_seq: i64,
    /// Visitor messages since an agent last read to the end or answered.
    pub unread: i64,
    /// What the visitor said it was worth.
    pub rating: Option<Rating>,
    /// Whether it was opened while nobody was there.
    pub is_offline: bool,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// What a rule changed besides the conversation itself: whether the owner is another one now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Somebody else may answer now, or somebody joined or left.
    Owner,
    /// Nothing had to change.
    None,
}

/// An entry that visitors can see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// From 1 without gaps.
    pub seq: i64,
    /// Who wrote it.
    pub author: Author,
    /// What the sender called it.
    pub client_msg_id: ClientMsgId,
    /// What it holds.
    pub content: Content,
    /// When the server took it.
    pub created_at: Timestamp,
}

/// A text that only agents see; it has no `seq`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Which.
    pub id: NoteId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Who wrote it.
    pub author: Author,
    /// What the sender called it.
    pub client_msg_id: ClientMsgId,
    /// Plain text.
    pub text: String,
    /// The message after which it stands.
    pub after_seq: i64,
    /// When the server took it.
    pub created_at: Timestamp,
}

impl Conversation {
    /// A new one, before its first message; it waits in the queue.
    pub fn open(
        id: ConversationId,
        site: SiteId,
        visitor: VisitorId,
        opened_by: ClientMsgId,
        group: Option<GroupId>,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            site,
            visitor,
            opened_by,
            owner: OwnerState::Queue,
            owner_version: 1,
            agents: Vec::new(),
            group,
            last_seq: 0,
            waiting_since: None,
            last_text: String::new(),
            last_author: AuthorKind::System,
            last_author_name: String::new(),
            last_at: now,
            visitor_read_seq: 0,
            agent_read_seq: 0,
            unread: 0,
            rating: None,
            is_offline: false,
            created_at: now,
            closed_at: None,
        }
    }

    /// Gives a message its number and brings the list row up to date.
    ///
    /// A visitor's message starts the waiting time when nobody waits yet; an answer (not the
    /// system's) ends it. Whoever writes has read what stands before.
    pub fn take(&mut self, id: MessageId, author: Author, client_msg_id: ClientMsgId, content: Content, now: Timestamp) -> Message {
        self.last_seq = self.last_seq.saturating_add(1);
        match author.kind {
            AuthorKind::Visitor => {
                self.waiting_since = self.waiting_since.or(Some(now));
                self.visitor_read_seq = self.last_seq;
                self.unread = self.unread.saturating_add(1);
            }
            AuthorKind::Agent => {
                self.waiting_since = None;
                self.agent_read_seq = self.last_seq;
                self.unread = 0;
            }
            AuthorKind::Bot | AuthorKind::Automatic | AuthorKind::Ai => self.waiting_since = None,
            AuthorKind::System => {}
        }
        if author.kind != AuthorKind::System {
            self.last_text = text::excerpt(content.list_text(), LIST_TEXT_CHARS);
            self.last_author = author.kind;
            self.last_author_name = author.name.clone();
        }
        self.last_at = now;
        Message { id, conversation: self.id.clone(), seq: self.last_seq, author, client_msg_id, content, created_at: now }
    }

    /// An agent comes in; the conversation is in human hands from now on.
    ///
    /// # Errors
    /// [`RefusedChange::Closed`].
    pub fn join(&mut self, agent: &AgentId) -> Result<Change, RefusedChange> {
        if !self.owner.is_open() {
            return Err(RefusedChange::Closed);
        }
        if self.agents.contains(agent) {
            return Ok(Change::None);
        }
        self.agents.push(agent.clone());
        self.hand_to(OwnerState::Human);
        Ok(Change::Owner)
    }

    /// An agent goes; without agents the conversation waits in the queue again.
    ///
    /// # Errors
    /// [`RefusedChange::Closed`].
    pub fn leave(&mut self, agent: &AgentId) -> Result<Change, RefusedChange> {
        if !self.owner.is_open() {
            return Err(RefusedChange::Closed);
        }
        let before = self.agents.len();
        self.agents.retain(|one| one != agent);
        if self.agents.len() == before {
            return Ok(Change::None);
        }
        let next = if self.agents.is_empty() { OwnerState::Queue } else { OwnerState::Human };
        self.hand_to(next);
        Ok(Change::Owner)
    }

    /// Somebody gives the conversation to one agent; the others leave it.
    ///
    /// # Errors
    /// [`RefusedChange::Closed`].
    pub fn assign(&mut self, agent: &AgentId) -> Result<Change, RefusedChange> {
        if !self.owner.is_open() {
            return Err(RefusedChange::Closed);
        }
        if self.agents.as_slice() == std::slice::from_ref(agent) {
            return Ok(Change::None);
        }
        self.agents = vec![agent.clone()];
        self.hand_to(OwnerState::Human);
        Ok(Change::Owner)
    }

    /// The conversation ends. The agents stay listed, so that one sees whose it was.
    ///
    /// # Errors
    /// [`RefusedChange::Closed`] when it has ended before.
    pub fn close(&mut self, now: Timestamp) -> Result<Change, RefusedChange> {
        if !self.owner.is_open() {
            return Err(RefusedChange::Closed);
        }
        self.waiting_since = None;
        self.closed_at = Some(now);
        self.hand_to(OwnerState::Closed);
        Ok(Change::Owner)
    }

    /// An agent opens a closed conversation again and is in it.
    ///
    /// # Errors
    /// [`RefusedChange::NotClosed`].
    pub fn reopen(&mut self, agent: &AgentId) -> Result<Change, RefusedChange> {
        if self.owner.is_open() {
            return Err(RefusedChange::NotClosed);
        }
        self.closed_at = None;
        // Closing ended the wait; whoever wrote last and has no answer waits again.
        self.waiting_since = (self.last_author == AuthorKind::Visitor).then_some(self.last_at);
        self.agents = vec![agent.clone()];
        self.hand_to(OwnerState::Human);
        Ok(Change::Owner)
    }

    /// The visitor has read up to a number; numbers that do not exist yet count as the newest.
    pub fn read_by_visitor(&mut self, seq: i64) -> bool {
        let seq = seq.min(self.last_seq);
        let newer = seq > self.visitor_read_seq;
        self.visitor_read_seq = self.visitor_read_seq.max(seq);
        newer
    }

    /// An agent has read up to a number.
    pub fn read_by_agent(&mut self, seq: i64) -> bool {
        let seq = seq.min(self.last_seq);
        let newer = seq > self.agent_read_seq;
        self.agent_read_seq = self.agent_read_seq.max(seq);
        if self.agent_read_seq == self.last_seq {
            self.unread = 0;
        }
        newer
    }

    fn hand_to(&mut self, owner: OwnerState) {
        self.owner = owner;
        self.owner_version = self.owner_version.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_ms(ms)
    }

    fn fresh() -> Conversation {
        let client = ClientMsgId::parse("first").expect("a client message id");
        Conversation::open(
            ConversationId::new(at(1), [1; 10]),
            SiteId::new(at(1), [1; 10]),
            VisitorId::new(at(1), [1; 10]),
            client,
            None,
            at(1),
        )
    }

    fn say(conversation: &mut Conversation, author: Author, n: i64) -> Message {
        let client = ClientMsgId::parse(&format!("m{n}")).expect("a client message id");
        conversation.take(MessageId::new(at(n), [1; 10]), author, client, Content::Text(format!("text {n}")), at(n))
    }

    #[test]
    fn the_wait_starts_with_the_first_unanswered_message_and_ends_with_an_answer() {
        let mut conversation = fresh();
        let visitor = Author::visitor(&conversation.visitor.clone(), "");
        say(&mut conversation, visitor.clone(), 10);
        say(&mut conversation, visitor.clone(), 20);
        assert_eq!(conversation.waiting_since, Some(at(10)));
        say(&mut conversation, Author::system(), 25);
        assert_eq!(conversation.waiting_since, Some(at(10)));
        say(&mut conversation, Author::agent(&AgentId::new(at(1), [2; 10]), "Anna"), 30);
        assert_eq!(conversation.waiting_since, None);
        assert_eq!(conversation.agent_read_seq, 4);
    }

    #[test]
    fn a_closed_conversation_takes_no_owner_until_it_is_reopened() {
        let mut conversation = fresh();
        let anna = AgentId::new(at(1), [2; 10]);
        conversation.close(at(5)).expect("closes");
        assert_eq!(conversation.join(&anna), Err(RefusedChange::Closed));
        assert_eq!(conversation.close(at(6)), Err(RefusedChange::Closed));
        conversation.reopen(&anna).expect("opens again");
        assert_eq!((conversation.owner, conversation.closed_at), (OwnerState::Human, None));
    }

    #[test]
    fn whoever_has_no_answer_waits_again_when_the_conversation_is_reopened() {
        let mut conversation = fresh();
        let (anna, visitor) = (AgentId::new(at(1), [2; 10]), Author::visitor(&conversation.visitor.clone(), ""));
        say(&mut conversation, visitor, 10);
        conversation.close(at(15)).expect("closes");
        assert_eq!(conversation.waiting_since, None);
        conversation.reopen(&anna).expect("opens again");
        assert_eq!(conversation.waiting_since, Some(at(10)));
        say(&mut conversation, Author::agent(&anna, "Anna"), 20);
        conversation.close(at(25)).expect("closes");
        conversation.reopen(&anna).expect("opens again");
        assert_eq!(conversation.waiting_since, None);
    }

    #[derive(Debug, Clone)]
    enum Act {
        Join(u8),
        Leave(u8),
        Assign(u8),
        Close,
        Reopen(u8),
        Say,
        Read(i64),
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            (0..3u8).prop_map(Act::Join),
            (0..3u8).prop_map(Act::Leave),
            (0..3u8).prop_map(Act::Assign),
            Just(Act::Close),
            (0..3u8).prop_map(Act::Reopen),
            Just(Act::Say),
            (-2..60i64).prop_map(Act::Read),
        ]
    }

    proptest! {
        #[test]
        fn whatever_happens_the_owner_fits_the_agents_and_versions_only_grow(acts in proptest::collection::vec(act(), 0..60)) {
            let mut conversation = fresh();
            let agent = |n: u8| AgentId::new(at(1), [n; 10]);
            for (index, act) in acts.into_iter().enumerate() {
                let before = conversation.clone();
                let now = at(100 + i64::try_from(index).expect("few acts"));
                let changed = match act {
                    Act::Join(n) => conversation.join(&agent(n)),
                    Act::Leave(n) => conversation.leave(&agent(n)),
                    Act::Assign(n) => conversation.assign(&agent(n)),
                    Act::Close => conversation.close(now),
                    Act::Reopen(n) => conversation.reopen(&agent(n)),
                    Act::Say => {
                        let author = Author::visitor(&conversation.visitor.clone(), "");
                        let message = say(&mut conversation, author, now.as_ms());
                        prop_assert_eq!(message.seq, before.last_seq + 1);
                        Ok(Change::None)
                    }
                    Act::Read(seq) => {
                        conversation.read_by_agent(seq);
                        Ok(Change::None)
                    }
                };
                let grown = conversation.owner_version - before.owner_version;
                prop_assert_eq!(grown, i64::from(changed == Ok(Change::Owner)));
                prop_assert_eq!(conversation.owner == OwnerState::Closed, conversation.closed_at.is_some());
                if conversation.owner == OwnerState::Human {
                    prop_assert!(!conversation.agents.is_empty());
                }
                if conversation.owner == OwnerState::Queue {
                    prop_assert!(conversation.agents.is_empty());
                }
                prop_assert!(conversation.agent_read_seq <= conversation.last_seq);
            }
        }
    }
}
