//! The bus between connections.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::mpsc;

use crate::signal::Signal;
use crate::topic::Topic;

/// How many signals wait for one listener before it counts as too slow.
const QUEUE: usize = 256;

/// Tells everybody who listens. Clones share it.
///
/// **The contract:** a signal may be lost, repeated, delayed or reordered, and nothing is stored.
/// A listener whose queue is full loses typing and presence silently; when it would lose a stored
/// change it is marked as having missed something, and must resume from the database.
#[derive(Clone, Debug)]
pub enum Bus {
    /// One process.
    Local(Arc<Local>),
}

/// The listeners of this process.
#[derive(Debug, Default)]
pub struct Local {
    listeners: RwLock<HashMap<Topic, Vec<Listener>>>,
    next: AtomicU64,
}

#[derive(Debug)]
struct Listener {
    id: u64,
    queue: mpsc::Sender<Signal>,
    missed: Arc<AtomicBool>,
}

/// The listener was too slow and a stored change did not fit into its queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed;

/// One listener with its queue; it stops listening when dropped.
#[derive(Debug)]
pub struct Subscription {
    bus: Arc<Local>,
    id: u64,
    topics: Vec<Topic>,
    sender: mpsc::Sender<Signal>,
    queue: mpsc::Receiver<Signal>,
    missed: Arc<AtomicBool>,
}

impl Bus {
    /// A bus for one process.
    pub fn local() -> Self {
        Bus::Local(Arc::new(Local::default()))
    }

    /// Tells everybody who listens to the topic. Never waits.
    pub fn tell(&self, topic: &Topic, signal: &Signal) {
        let Bus::Local(local) = self;
        local.tell(topic, signal);
    }

    /// Begins to listen; what was told before is not heard.
    pub fn listen(&self, topics: Vec<Topic>) -> Subscription {
        let Bus::Local(local) = self;
        let (sender, queue) = mpsc::channel(QUEUE);
        let id = local.next.fetch_add(1, Ordering::Relaxed);
        let mut subscription =
            Subscription { bus: Arc::clone(local), id, topics: Vec::new(), sender, queue, missed: Arc::new(AtomicBool::new(false)) };
        for topic in topics {
            subscription.add(topic);
        }
        subscription
    }
}

impl Local {
    fn tell(&self, topic: &Topic, signal: &Signal) {
        let listeners = self.listeners.read().unwrap_or_else(PoisonError::into_inner);
        for listener in listeners.get(topic).into_iter().flatten() {
            if listener.queue.try_send(signal.clone()).is_err() && signal.told().is_stored() {
                listener.missed.store(true, Ordering::Release);
            }
        }
    }
}

impl Subscription {
    /// Listens to one more topic; a topic that is listened to already is not heard twice.
    pub fn add(&mut self, topic: Topic) {
        if self.topics.contains(&topic) {
            return;
        }
        let mut listeners = self.bus.listeners.write().unwrap_or_else(PoisonError::into_inner);
        let listener = Listener { id: self.id, queue: self.sender.clone(), missed: Arc::clone(&self.missed) };
        listeners.entry(topic.clone()).or_default().push(listener);
        drop(listeners);
        self.topics.push(topic);
    }

    /// The next signal.
    ///
    /// # Errors
    /// [`Missed`] when a stored change was lost; the queue may still hold later ones.
    pub async fn next(&mut self) -> Result<Signal, Missed> {
        if self.missed.load(Ordering::Acquire) {
            return Err(Missed);
        }
        // The sender kept in this struct keeps the channel open, so `None` never comes.
        self.queue.recv().await.ok_or(Missed)
    }

    /// The next signal if one is there already.
    ///
    /// # Errors
    /// [`Missed`] as for [`Subscription::next`].
    pub fn try_next(&mut self) -> Result<Option<Signal>, Missed> {
        if self.missed.load(Ordering::Acquire) {
            return Err(Missed);
        }
        Ok(self.queue.try_recv().ok())
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut listeners = self.bus.listeners.write().unwrap_or_else(PoisonError::into_inner);
        for topic in &self.topics {
            if let Some(list) = listeners.get_mut(topic) {
                list.retain(|listener| listener.id != self.id);
                if list.is_empty() {
                    listeners.remove(topic);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::Told;
    use entrenous_domain::ids::{ConversationId, SiteId, VisitorId};
    use entrenous_domain::time::Timestamp;

    fn topic(n: u8) -> Topic {
        Topic::Visitor(VisitorId::new(Timestamp::from_ms(1), [n; 10]))
    }

    fn presence() -> Signal {
        Signal::new(Told::VisitorPresence {
            site: SiteId::new(Timestamp::from_ms(1), [1; 10]),
            visitor: VisitorId::new(Timestamp::from_ms(1), [1; 10]),
            groups: vec![None],
            connected: true,
        })
    }

    #[tokio::test]
    async fn only_listeners_of_the_topic_hear_a_signal_and_only_once() {
        let bus = Bus::local();
        let mut one = bus.listen(vec![topic(1), topic(1)]);
        let mut two = bus.listen(vec![topic(2)]);
        bus.tell(&topic(1), &presence());
        assert!(one.next().await.is_ok());
        assert!(matches!(one.try_next(), Ok(None)));
        assert!(matches!(two.try_next(), Ok(None)));
    }

    #[tokio::test]
    async fn a_full_queue_drops_presence_silently_and_others_are_not_disturbed() {
        let bus = Bus::local();
        let mut slow = bus.listen(vec![topic(1)]);
        for _ in 0..QUEUE {
            bus.tell(&topic(1), &presence());
        }
        let conversation = ConversationId::new(Timestamp::from_ms(1), [1; 10]);
        bus.tell(
            &topic(1),
            &Signal::new(Told::Viewing {
                site: SiteId::new(Timestamp::from_ms(1), [1; 10]),
                conversation,
                group: None,
                agents: Vec::new(),
            }),
        );
        assert!(slow.next().await.is_ok());
        assert!(!slow.missed.load(Ordering::Acquire));
    }

    #[test]
    fn a_dropped_listener_leaves_nothing_behind() {
        let bus = Bus::local();
        drop(bus.listen(vec![topic(1), topic(2)]));
        let Bus::Local(local) = &bus;
        assert!(local.listeners.read().expect("not poisoned").is_empty());
    }
}
