//! Who is told of a conversation that was opened while nobody was there.

use entrenous_domain::account::Agent;
use entrenous_domain::conversation::Conversation;
use entrenous_domain::ids::{ConversationId, SiteId};
use entrenous_domain::site::Site;
use entrenous_storage::{Lane, StorageError, Work};
use serde::{Deserialize, Serialize};

use super::send_notice::SendOfflineNotice;
use crate::context::Context;
use crate::job::{Job, add_job, add_job_once};
use crate::throttle::Limit;

/// Mails about single conversations of one site. Beyond that one mail an hour says that several wait: visitors are made quickly,
/// and nobody reads hundreds of mails.
const PER_SITE: Limit = Limit { name: "offline_notice", burst: 20, refill_ms: 3 * 60_000 };
/// How long such conversations are gathered.
const GATHER_MS: i64 = 3_600_000;

/// The job `tell_offline`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellOffline {
    /// The site.
    pub site: String,
    /// The conversation; absent when several wait.
    pub conversation: Option<String>,
}

impl Job for TellOffline {
    const NAME: &'static str = "tell_offline";
    const VERSION: i64 = 1;
    const LANE: Lane = Lane::Outgoing;
}

/// Has the agents told, in the unit that opens the conversation.
pub(crate) async fn add_notice(ctx: &Context, work: &mut Work, conversation: &Conversation) -> Result<(), StorageError> {
    let site = conversation.site.to_string();
    if ctx.throttle.take(ctx.now(), &[(PER_SITE, ctx.rate_key(&site))]).is_ok() {
        return add_job(ctx, work, &TellOffline { site, conversation: Some(conversation.id.to_string()) }).await;
    }
    let key = format!("tell_offline:{site}");
    add_job_once(ctx, work, &TellOffline { site, conversation: None }, GATHER_MS, &key).await
}

/// Writes one mail down for each who is told, so that a failure concerns one of them and repeats no other.
///
/// # Errors
/// Those of the database.
pub async fn tell_offline(ctx: &Context, job: &TellOffline) -> Result<(), StorageError> {
    let Ok(site) = SiteId::parse(&job.site) else { return Ok(()) };
    let mut work = ctx.db.unit().await?;
    let Some(site) = work.sites().find_by_id(&site).await? else { return Ok(()) };
    let conversation = match job.conversation.as_deref().map(ConversationId::parse) {
        Some(Ok(id)) => match work.conversations().get(&site.id, &id).await? {
            Some(conversation) => Some(conversation),
            None => return Ok(()),
        },
        Some(Err(_)) => return Ok(()),
        None => None,
    };
    for agent in receivers(&mut work, &site, conversation.as_ref()).await? {
        let notice = SendOfflineNotice {
            account: site.account.to_string(),
            agent: agent.id.to_string(),
            site: job.site.clone(),
            conversation: job.conversation.clone(),
        };
        let whose = job.conversation.as_deref().unwrap_or(&job.site);
        add_job_once(ctx, &mut work, &notice, 0, &format!("{}:{whose}:{}", SendOfflineNotice::NAME, agent.id)).await?;
    }
    work.save().await
}

/// The members of the conversation's group; without one, or when nobody of it can sign in, the owners and admins.
async fn receivers(work: &mut Work, site: &Site, conversation: Option<&Conversation>) -> Result<Vec<Agent>, StorageError> {
    let members = match conversation.and_then(|one| one.group.as_ref()) {
        Some(group) => work.groups().get(&site.id, group).await?.map(|group| group.agents).unwrap_or_default(),
        None => Vec::new(),
    };
    let mut all = work.agents().list(&site.account).await?;
    all.retain(|agent| agent.active && !agent.invited);
    let of_group: Vec<Agent> = all.iter().filter(|agent| members.contains(&agent.id)).cloned().collect();
    if !of_group.is_empty() {
        return Ok(of_group);
    }
    all.retain(|agent| agent.role.administers());
    Ok(all)
}
