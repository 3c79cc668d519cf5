//! A visitor that keeps writing whatever happens to the connection, as the chat box does.

use std::collections::VecDeque;
use std::time::Duration;

use entrenous_protocol::PROTOCOL_VERSION;
use entrenous_protocol::message::ContentIn;
use entrenous_protocol::ws::visitor::{VisitorClientFrame, VisitorServerFrame};
use tokio::sync::watch;

use crate::ledger::{Promised, Screen};
use crate::line::{Cut, Line};

/// Messages that may wait for their acknowledgement at once.
const WINDOW: usize = 4;
/// How long a client waits before it connects again.
const BACK_OFF: Duration = Duration::from_millis(10);
/// A frame that does not come in this time means that the connection is dead.
const SILENCE: Duration = Duration::from_secs(20);

/// A visitor.
pub struct Visitor {
    chat_key: String,
    token: String,
    waiting: VecDeque<(String, String)>,
    conversation: Option<String>,
    /// What it shows.
    pub screen: Screen,
    /// What it was promised.
    pub promised: Promised,
    /// How often its connection broke.
    pub cuts: u32,
    total: usize,
}

impl Visitor {
    /// A visitor with messages to send, in this order.
    pub fn new(chat_key: String, token: String, name: &str, n_messages: usize) -> Self {
        let waiting = (0..n_messages).map(|index| (format!("{name}-{index}"), format!("{name} says {index}"))).collect();
        Self {
            chat_key,
            token,
            waiting,
            conversation: None,
            screen: Screen::default(),
            promised: Promised::default(),
            cuts: 0,
            total: n_messages,
        }
    }

    /// The conversation, once there is one.
    pub fn conversation(&self) -> String {
        self.conversation.clone().expect("a message was accepted")
    }

    /// Writes everything and reads until it shows `expected` messages. `acked` counts acknowledgements.
    pub async fn run(&mut self, address: &watch::Receiver<String>, expected: usize, acked: &watch::Sender<usize>) {
        while !(self.waiting.is_empty() && self.screen.len() >= expected) {
            let now = address.borrow().clone();
            if self.connection(&now, expected, acked).await.is_err() {
                self.cuts += 1;
                tokio::time::sleep(BACK_OFF).await;
            }
        }
    }

    async fn connection(&mut self, address: &str, expected: usize, acked: &watch::Sender<usize>) -> Result<(), Cut> {
        let mut line = Line::open(address, "/ws/visitor", None).await?;
        let hello = VisitorClientFrame::Hello {
            protocol: PROTOCOL_VERSION,
            chat_key: self.chat_key.clone(),
            token: self.token.clone(),
            page: None,
        };
        line.send(&hello).await?;
        let mut epoch = String::new();
        let mut in_flight = 0;
        while !(self.waiting.is_empty() && self.screen.len() >= expected) {
            let frame = tokio::time::timeout(SILENCE, line.next::<VisitorServerFrame>()).await.map_err(|_| Cut)??;
            match frame {
                VisitorServerFrame::Welcomed { state, .. } => {
                    epoch = state.epoch;
                    self.conversation = state.conversation.map(|conversation| conversation.id).or(self.conversation.take());
                    self.resume(&mut line, &epoch).await?;
                    for (id, text) in self.waiting.iter().take(WINDOW) {
                        line.send(&say(id, text)).await?;
                        in_flight += 1;
                    }
                }
                VisitorServerFrame::MessageAccepted { accepted } => {
                    let first = self.waiting.pop_front().expect("something waits");
                    assert_eq!(first.0, accepted.client_msg_id, "acknowledgements come in the order of sending");
                    self.conversation = Some(accepted.conversation_id);
                    if self.promised.note(&accepted.client_msg_id, accepted.seq) {
                        acked.send_modify(|count| *count += 1);
                    }
                    in_flight -= 1;
                    if let Some((id, text)) = self.waiting.get(in_flight) {
                        line.send(&say(id, text)).await?;
                        in_flight += 1;
                    }
                }
                VisitorServerFrame::MessageAdded { message, .. } => {
                    self.screen.show(&message);
                    if message.seq > self.screen.contiguous() {
                        self.resume(&mut line, &epoch).await?;
                    }
                }
                VisitorServerFrame::Resumed { messages, more, .. } => {
                    messages.iter().for_each(|message| self.screen.show(message));
                    if more {
                        self.resume(&mut line, &epoch).await?;
                    }
                }
                VisitorServerFrame::Heartbeat { last_seq, .. } => {
                    if last_seq > self.screen.contiguous() {
                        self.resume(&mut line, &epoch).await?;
                    }
                }
                VisitorServerFrame::Refused { refused } => panic!("refused: {refused:?}"),
                VisitorServerFrame::ResyncRequired {} => panic!("the epoch is the same, so nothing must be loaded again"),
                VisitorServerFrame::Leaving { .. } => return Err(Cut),
                VisitorServerFrame::TypingChanged { .. }
                | VisitorServerFrame::ConversationChanged { .. }
                | VisitorServerFrame::AvailabilityChanged { .. }
                | VisitorServerFrame::ContactAccepted {}
                | VisitorServerFrame::TranscriptAccepted { .. } => {}
            }
        }
        Ok(())
    }

    async fn resume(&self, line: &mut Line, epoch: &str) -> Result<(), Cut> {
        let Some(conversation_id) = self.conversation.clone() else { return Ok(()) };
        line.send(&VisitorClientFrame::Resume { conversation_id, after_seq: self.screen.contiguous(), epoch: epoch.to_owned() }).await
    }

    /// Every promise was kept, nothing is doubled, and the own messages stand in the order of writing.
    pub fn assert_promises(&self, name: &str) {
        self.screen.assert_sound();
        self.promised.assert_kept(&self.screen);
        assert_eq!(self.promised.len(), self.total);
        let own: Vec<&str> = self.screen.texts().into_iter().filter(|text| text.starts_with(&format!("{name} says "))).collect();
        let written: Vec<String> = (0..self.total).map(|index| format!("{name} says {index}")).collect();
        assert_eq!(own, written, "out of order");
    }
}

fn say(id: &str, text: &str) -> VisitorClientFrame {
    VisitorClientFrame::SendMessage { client_msg_id: id.to_owned(), content: ContentIn::Text { text: text.to_owned() } }
}
