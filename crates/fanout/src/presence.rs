//! Who is connected, and who has which conversation open. In memory only, gone with the process.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use entrenous_domain::account::SiteAvailability;
use entrenous_domain::ids::{AgentId, ConversationId, SiteId, VisitorId};
use entrenous_domain::time::Timestamp;

/// Who is connected to this process. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Presence(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    visitors: HashMap<VisitorId, u32>,
    /// Chat boxes without a socket: of which site, and when they last asked.
    asking: HashMap<VisitorId, (SiteId, Timestamp)>,
    agents: HashMap<AgentId, u32>,
    viewing: HashMap<ConversationId, Vec<(u64, AgentId)>>,
    online: HashMap<SiteId, SiteAvailability>,
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
        let mut state = self.state();
        let came = more(&mut state.visitors, visitor);
        if state.asking.contains_key(visitor) { Connected::Same } else { came }
    }

    /// A chat box went.
    pub fn visitor_went(&self, visitor: &VisitorId) -> Connected {
        let mut state = self.state();
        let went = fewer(&mut state.visitors, visitor);
        if state.asking.contains_key(visitor) { Connected::Same } else { went }
    }

    /// A chat box without a socket has asked how things stand; it counts as connected until [`Presence::forget_silent`].
    pub fn visitor_asked(&self, visitor: &VisitorId, site: &SiteId, now: Timestamp) -> Connected {
        let mut state = self.state();
        let is_here = state.visitors.contains_key(visitor);
        let asked_before = state.asking.insert(visitor.clone(), (site.clone(), now)).is_some();
        if is_here || asked_before { Connected::Same } else { Connected::Changed }
    }

    /// Forgets who last asked before `since`; answers those who are not connected any more, with their site.
    pub fn forget_silent(&self, since: Timestamp) -> Vec<(VisitorId, SiteId)> {
        let mut state = self.state();
        let State { asking, visitors, .. } = &mut *state;
        let silent = asking.extract_if(|_, (_, asked)| *asked < since);
        silent.filter(|(visitor, _)| !visitors.contains_key(visitor)).map(|(visitor, (site, _))| (visitor, site)).collect()
    }

    /// Whether a visitor has a chat box connected.
    pub fn visitor_is_here(&self, visitor: &VisitorId) -> bool {
        let state = self.state();
        state.visitors.contains_key(visitor) || state.asking.contains_key(visitor)
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

    /// Notes for whom somebody is there on a site; true when that is news.
    pub fn set_online(&self, site: &SiteId, now: &SiteAvailability) -> bool {
        self.state().online.insert(site.clone(), now.clone()).unwrap_or_default() != *now
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
    fn who_asks_without_a_socket_is_here_until_silent() {
        let presence = Presence::default();
        let visitor = VisitorId::new(Timestamp::from_ms(1), [1; 10]);
        let site = SiteId::new(Timestamp::from_ms(1), [2; 10]);
        let at = Timestamp::from_ms;
        assert_eq!(presence.visitor_asked(&visitor, &site, at(1_000)), Connected::Changed);
        assert_eq!(presence.visitor_asked(&visitor, &site, at(6_000)), Connected::Same);
        assert_eq!(presence.forget_silent(at(6_000)), Vec::new());
        // Somebody who gets a socket meanwhile never left.
        assert_eq!(presence.visitor_came(&visitor), Connected::Same);
        assert_eq!(presence.forget_silent(at(7_000)), Vec::new());
        assert!(presence.visitor_is_here(&visitor));
        assert_eq!(presence.visitor_went(&visitor), Connected::Changed);
        assert_eq!(presence.visitor_asked(&visitor, &site, at(8_000)), Connected::Changed);
        assert_eq!(presence.forget_silent(at(8_001)), vec![(visitor.clone(), site)]);
        assert!(!presence.visitor_is_here(&visitor));
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
