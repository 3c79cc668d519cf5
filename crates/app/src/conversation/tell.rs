//! Telling everybody who may hear of a stored change; called after `save()` only.

use entrenous_domain::conversation::Conversation;
use entrenous_domain::ids::GroupId;
use entrenous_domain::visitor::Visitor;
use entrenous_fanout::{Change, Signal, Told, Topic};

use crate::context::Context;

/// A conversation together with its visitor, as lists and events show it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The conversation.
    pub conversation: Conversation,
    /// Its visitor.
    pub visitor: Visitor,
    /// Whether the visitor's chat box is connected.
    pub is_connected: bool,
}

impl Listed {
    /// Puts the two together and asks who is connected.
    pub fn new(ctx: &Context, conversation: Conversation, visitor: Visitor) -> Self {
        let is_connected = ctx.presence.visitor_is_here(&visitor.id);
        Self { conversation, visitor, is_connected }
    }
}

/// Tells the site's agents, and the visitor unless it is a note.
pub fn tell_stored(ctx: &Context, number: i64, conversation: Conversation, visitor: Visitor, change: Change) {
    let is_for_visitor = !matches!(change, Change::NoteAdded(_));
    let mine = Topic::Visitor(visitor.id.clone());
    let signal = tell_site(ctx, number, conversation, visitor, change);
    if is_for_visitor {
        ctx.bus.tell(&mine, &signal);
    }
}

fn tell_site(ctx: &Context, number: i64, conversation: Conversation, visitor: Visitor, change: Change) -> Signal {
    let site = conversation.site.clone();
    let topic = Topic::Site(site.clone());
    let signal = Signal::new(Told::Stored { site, number, conversation: Box::new(conversation), visitor: Box::new(visitor), change });
    ctx.bus.tell(&topic, &signal);
    signal
}

/// Tells the site's agents that what is known of a visitor changed. The visitor said it, and its chat box shows one
/// conversation only: it hears of none.
pub fn tell_agents(ctx: &Context, number: i64, conversation: Conversation, visitor: Visitor) {
    tell_site(ctx, number, conversation, visitor, Change::ConversationChanged);
}

/// Tells the site's agents that a conversation is in no group any more; to its visitor nothing has changed.
pub(crate) fn tell_moved(ctx: &Context, number: i64, conversation: Conversation, visitor: Visitor, from: &GroupId) {
    tell_site(ctx, number, conversation, visitor, Change::ConversationMoved { from: Some(from.clone()) });
}

/// Tells of a change of the conversation itself.
pub fn tell_change(ctx: &Context, number: i64, conversation: Conversation, visitor: Visitor) {
    tell_stored(ctx, number, conversation, visitor, Change::ConversationChanged);
}
