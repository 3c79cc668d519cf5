//! An agent that reads everything of a site and answers each conversation, whatever happens to the connection.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use entrenous_protocol::PROTOCOL_VERSION;
use entrenous_protocol::conversation::Position;
use entrenous_protocol::message::{AuthorKind, ContentIn};
use entrenous_protocol::ws::agent::{AgentClientFrame, AgentEvent, AgentServerFrame, NumberedEvent};
use tokio::sync::watch;

use crate::ledger::{Promised, Screen};
use crate::line::{Cut, Line};

const BACK_OFF: Duration = Duration::from_millis(10);
const SILENCE: Duration = Duration::from_secs(20);

/// How an agent gets a ticket: through HTTP, or from the world itself.
pub trait Tickets {
    /// A ticket, or nothing while the server is away.
    fn ticket(&mut self, address: &str) -> impl Future<Output = Option<String>> + Send;
}

/// An agent.
pub struct Agent<T> {
    tickets: T,
    site: String,
    /// The last event number without a hole, from the start of the site.
    number: i64,
    answered: HashSet<String>,
    waiting: VecDeque<(String, String)>,
    /// What it shows, by conversation.
    pub screens: HashMap<String, Screen>,
    /// What it was promised.
    pub promised: HashMap<String, Promised>,
    /// How often its connection broke.
    pub cuts: u32,
}

impl<T: Tickets> Agent<T> {
    /// An agent of a site.
    pub fn new(tickets: T, site: String) -> Self {
        Self {
            tickets,
            site,
            number: 0,
            answered: HashSet::new(),
            waiting: VecDeque::new(),
            screens: HashMap::new(),
            promised: HashMap::new(),
            cuts: 0,
        }
    }

    /// Reads and answers until every conversation shows `n_each` messages.
    pub async fn run(&mut self, address: &watch::Receiver<String>, n_conversations: usize, n_each: usize) {
        let is_done = |agent: &Self| agent.screens.len() == n_conversations && agent.screens.values().all(|screen| screen.len() >= n_each);
        self.run_until(address, is_done).await;
    }

    /// Reads and answers until the screens satisfy a condition and every answer is acknowledged.
    pub async fn run_until(&mut self, address: &watch::Receiver<String>, is_done: impl Fn(&Self) -> bool) {
        while !(self.waiting.is_empty() && is_done(self)) {
            let now = address.borrow().clone();
            if self.connection(&now, &is_done).await.is_err() {
                self.cuts += 1;
                tokio::time::sleep(BACK_OFF).await;
            }
        }
    }

    async fn connection(&mut self, address: &str, is_done: &impl Fn(&Self) -> bool) -> Result<(), Cut> {
        let ticket = self.tickets.ticket(address).await.ok_or(Cut)?;
        let mut line = Line::open(address, "/ws/agent", Some(&format!("http://{address}"))).await?;
        line.send(&AgentClientFrame::Hello { protocol: PROTOCOL_VERSION, ticket }).await?;
        let mut epoch = String::new();
        let mut is_resuming = false;
        while !(self.waiting.is_empty() && is_done(self)) {
            let frame = tokio::time::timeout(SILENCE, line.next::<AgentServerFrame>()).await.map_err(|_| Cut)??;
            match frame {
                AgentServerFrame::Welcomed { epoch: now, .. } => {
                    epoch = now;
                    self.resume(&mut line, &epoch).await?;
                    is_resuming = true;
                    for (id, conversation) in &self.waiting {
                        line.send(&answer(id, conversation)).await?;
                    }
                }
                AgentServerFrame::Event { event } => {
                    let number = event.position.number;
                    if number == self.number + 1 {
                        self.take(event);
                        self.answer_new(&mut line).await?;
                    } else if number > self.number && !is_resuming {
                        self.resume(&mut line, &epoch).await?;
                        is_resuming = true;
                    }
                }
                AgentServerFrame::Resumed { events, position, more } => {
                    is_resuming = more;
                    events.into_iter().for_each(|event| self.take(event));
                    self.number = self.number.max(position.number);
                    if more {
                        self.resume(&mut line, &epoch).await?;
                    }
                    self.answer_new(&mut line).await?;
                }
                AgentServerFrame::Heartbeat { positions, .. } => {
                    if positions.iter().any(|position| position.site_id == self.site && position.number > self.number) {
                        self.resume(&mut line, &epoch).await?;
                    }
                }
                AgentServerFrame::MessageAccepted { accepted } => {
                    self.waiting.retain(|(id, _)| *id != accepted.client_msg_id);
                    self.promised.entry(accepted.conversation_id).or_default().note(&accepted.client_msg_id, accepted.seq);
                }
                AgentServerFrame::Refused { refused } => panic!("refused: {refused:?}"),
                AgentServerFrame::ResyncRequired { .. } => panic!("the events are all kept, so nothing must be loaded again"),
                AgentServerFrame::Leaving { .. } => return Err(Cut),
                AgentServerFrame::NoteAccepted { .. }
                | AgentServerFrame::TypingChanged { .. }
                | AgentServerFrame::ViewingChanged { .. }
                | AgentServerFrame::VisitorPresenceChanged { .. }
                | AgentServerFrame::AgentChanged { .. } => {}
            }
        }
        Ok(())
    }

    fn take(&mut self, event: NumberedEvent) {
        if event.position.number <= self.number {
            return;
        }
        assert_eq!(event.position.number, self.number + 1, "an event is missing");
        self.number = event.position.number;
        if let AgentEvent::MessageAdded { conversation, message } = event.event {
            self.screens.entry(conversation.id.clone()).or_default().show(&message);
            // The demo's own conversations are read and left alone: one of them is closed.
            let is_of_test = message.author.kind == AuthorKind::Visitor && !message.client_msg_id.starts_with("demo-");
            if is_of_test && self.answered.insert(conversation.id.clone()) {
                self.waiting.push_back((format!("answer-{}", conversation.id), conversation.id));
            }
        }
    }

    async fn answer_new(&mut self, line: &mut Line) -> Result<(), Cut> {
        for (id, conversation) in &self.waiting {
            line.send(&answer(id, conversation)).await?;
        }
        Ok(())
    }

    async fn resume(&self, line: &mut Line, epoch: &str) -> Result<(), Cut> {
        let position = Position { site_id: self.site.clone(), number: self.number };
        line.send(&AgentClientFrame::Resume { position, epoch: epoch.to_owned() }).await
    }
}

fn answer(id: &str, conversation: &str) -> AgentClientFrame {
    AgentClientFrame::SendMessage {
        client_msg_id: id.to_owned(),
        conversation_id: conversation.to_owned(),
        content: ContentIn::Text { text: "Good morning".to_owned() },
    }
}
