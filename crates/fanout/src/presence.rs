//! Who is connected, and who has which conversation open. In memory only, gone with the process.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use entrenous_domain::ids::{AgentId, ConversationId, SiteId, VisitorId};

/// Who is connected to this process. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Presence(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    visitors: HashMap<VisitorId, u32>,
    agents: HashMap<AgentId, u32>,
    viewing: HashMap<ConversationId, Vec<(u64, AgentId)>>,
    online: HashMap<SiteId, bool>,
    next: u64,
}

/// What a connection changed for the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connected {
    /// It was the first one of this visitor or agent, or the last one that went.
    Changed,
    /// There are others.
    Same,
}

fn more<K: Hash + Eq + Clone>(counts: &mut HashMap<K, u32>, key: &K) -> Connected {
    let count = counts.entry(key.clone()).or_insert(0);
    *count = count.saturating_add(1);
    if *count == 1 { Connected::Changed } else { Connected::Same }
}

fn fewer<K: Hash + Eq>(counts: &mut HashMap<K, u32>, key: &K) -> Connected {
    let Some(count) = counts.get_mut(key) else { return Connected::Same };
    *count = count.saturating_sub(1);
    if *count > 0 {
        return Connected::Same;
    }
    counts.remove(key);
    Connected::Changed
}

impl Presence {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A chat box connected.
    pub fn visitor_came(&self, visitor: &VisitorId) -> Connected {
        more(&mut self.state().visitors, visitor)
    }

    /// A chat box went.
    pub fn visitor_went(&self, visitor: &VisitorId) -> Connected {
        fewer(&mut self.state().visitors, visitor)
    }

    /// How many chat boxes a visitor has connected.
    pub fn visitor_sockets(&self, visitor: &VisitorId) -> u32 {
        self.state().visitors.get(visitor).copied().unwrap_or(0)
    }

    /// A dashboard connected.
    pub fn agent_came(&self, agent: &AgentId) -> Connected {
        more(&mut self.state().agents, agent)
    }

    /// A dashboard went.
    pub fn agent_went(&self, agent: &AgentId) -> Connected {
        fewer(&mut self.state().agents, agent)
    }

    /// Whether an agent has a dashboard connected.
    pub fn agent_is_here(&self, agent: &AgentId) -> bool {
        self.state().agents.contains_key(agent)
    }

    /// Notes whether somebody accepts chats on a site; true when that is news.
    pub fn set_online(&self, site: &SiteId, online: bool) -> bool {
        self.state().online.insert(site.clone(), online).unwrap_or(false) != online
    }

    /// A number that tells one dashboard's views from another's.
    pub fn new_viewer(&self) -> u64 {
        let mut state = self.state();
        state.next = state.next.saturating_add(1);
        state.next
    }

    /// A dashboard opens a conversation (or none); answers the conversations whose viewers changed.
    pub fn view(&self, viewer: u64, agent: &AgentId, conversation: Option<&ConversationId>) -> Vec<ConversationId> {
        let mut state = self.state();
        let mut changed = Vec::new();
        state.viewing.retain(|id, viewers| {
            let before = viewers.len();
            viewers.retain(|(one, _)| *one != viewer || Some(id) == conversation);
            if viewers.len() != before {
                changed.push(id.clone());
            }
            !viewers.is_empty()
        });
        if let Some(id) = conversation {
            let viewers = state.viewing.entry(id.clone()).or_default();
            if !viewers.iter().any(|(one, _)| *one == viewer) {
                viewers.push((viewer, agent.clone()));
                changed.push(id.clone());
            }
        }
        changed
    }

    /// The agents who have a conversation open, each once, in the order they came.
    pub fn viewers(&self, conversation: &ConversationId) -> Vec<AgentId> {
        let mut agents: Vec<AgentId> = Vec::new();
        for (_, agent) in self.state().viewing.get(conversation).into_iter().flatten() {
            if !agents.contains(agent) {
                agents.push(agent.clone());
            }
        }
        agents
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entrenous_domain::time::Timestamp;

    #[test]
    fn only_the_first_and_the_last_connection_change_presence() {
        let presence = Presence::default();
        let visitor = VisitorId::new(Timestamp::from_ms(1), [1; 10]);
        assert_eq!(presence.visitor_came(&visitor), Connected::Changed);
        assert_eq!(presence.visitor_came(&visitor), Connected::Same);
        assert_eq!(presence.visitor_went(&visitor), Connected::Same);
        assert_eq!(presence.visitor_went(&visitor), Connected::Changed);
        assert_eq!(presence.visitor_went(&visitor), Connected::Same);
    }

    #[test]
    fn a_dashboard_views_one_conversation_at_a_time() {
        let presence = Presence::default();
        let agent = AgentId::new(Timestamp::from_ms(1), [1; 10]);
        let conversation = |n| ConversationId::new(Timestamp::from_ms(1), [n; 10]);
        let viewer = presence.new_viewer();
        assert_eq!(presence.view(viewer, &agent, Some(&conversation(1))), vec![conversation(1)]);
        assert_eq!(presence.view(viewer, &agent, Some(&conversation(1))), Vec::new());
        let mut changed = presence.view(viewer, &agent, Some(&conversation(2)));
        changed.sort();
        assert_eq!(changed, vec![conversation(1), conversation(2)]);
        assert!(presence.viewers(&conversation(1)).is_empty());
        presence.view(viewer, &agent, None);
        assert!(presence.viewers(&conversation(2)).is_empty());
    }
}
