//! Telling open chat boxes about their site; called after `save()` only.

use entrenous_domain::ids::SiteId;
use entrenous_fanout::{Signal, Told, Topic};

use crate::context::Context;

/// Who may show the chat box has changed: open sockets of visitors prove their page's origin and chat key again.
pub fn tell_admission(ctx: &Context, site: &SiteId) {
    ctx.bus.tell(&Topic::SiteVisitors(site.clone()), &Signal::new(Told::AdmissionChanged));
}
