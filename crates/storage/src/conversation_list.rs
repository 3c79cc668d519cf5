//! The desk's lists: which conversations an agent sees, and in which order.

use entrenous_domain::account::{Actor, SiteAccess};
use entrenous_domain::conversation::Conversation;
use entrenous_domain::ids::SiteId;

use crate::args;
use crate::conversation::{ConversationRow, Conversations, read_all};
use crate::error::Result;
use crate::statements::statements;

statements! {
    /// Which groups an agent sees is the rule of `domain::account::Actor::sees`, said once more for the database.
    /// $1 account, $2 whether every site and group, $3 agent, $4 one site or null, $5 view, $6–$8 the row before, $9 limit.
    /// Who waits comes first, longest waiting on top; then the newest message. The open ones are few, so sorting them is cheap.
    LIST_OPEN = "SELECT * FROM conversation c WHERE owner_state <> 'closed'
        AND site_id IN (SELECT s.id FROM site s WHERE s.account_id = $1 AND ($2 OR EXISTS
            (SELECT 1 FROM agent_site a WHERE a.agent_id = $3 AND a.site_id = s.id)))
        AND (CAST($4 AS TEXT) IS NULL OR site_id = $4)
        AND ($2 OR c.group_id IS NULL
            OR EXISTS (SELECT 1 FROM agent_group_member v WHERE v.agent_id = $3 AND v.group_id = c.group_id)
            OR NOT EXISTS (SELECT 1 FROM agent_group_member v JOIN agent_group g ON g.id = v.group_id WHERE v.agent_id = $3 AND g.site_id = c.site_id))
        AND ($5 = 'all' OR ($5 = 'mine' AND EXISTS (SELECT 1 FROM conversation_agent m WHERE m.conversation_id = c.id AND m.agent_id = $3))
            OR ($5 = 'unassigned' AND c.agent_ids = ''))
        AND (CASE WHEN waiting_since IS NULL THEN 1 ELSE 0 END, COALESCE(waiting_since, -last_at), id) > ($6, $7, $8)
        ORDER BY CASE WHEN waiting_since IS NULL THEN 1 ELSE 0 END, COALESCE(waiting_since, -last_at), id LIMIT $9";
    /// $5 the closing time and $6 the id of the row before, $7 limit.
    LIST_CLOSED = "SELECT * FROM conversation c WHERE owner_state = 'closed' AND closed_at IS NOT NULL
        AND site_id IN (SELECT s.id FROM site s WHERE s.account_id = $1 AND ($2 OR EXISTS
            (SELECT 1 FROM agent_site a WHERE a.agent_id = $3 AND a.site_id = s.id)))
        AND (CAST($4 AS TEXT) IS NULL OR site_id = $4)
        AND ($2 OR c.group_id IS NULL
            OR EXISTS (SELECT 1 FROM agent_group_member v WHERE v.agent_id = $3 AND v.group_id = c.group_id)
            OR NOT EXISTS (SELECT 1 FROM agent_group_member v JOIN agent_group g ON g.id = v.group_id WHERE v.agent_id = $3 AND g.site_id = c.site_id))
        AND (closed_at, id) < ($5, $6)
        ORDER BY closed_at DESC, id DESC LIMIT $7";
    COUNT_OPEN = "SELECT count(*), count(CASE WHEN agent_ids = '' THEN 1 END),
            count(CASE WHEN EXISTS (SELECT 1 FROM conversation_agent m WHERE m.conversation_id = c.id AND m.agent_id = $3) THEN 1 END)
        FROM conversation c WHERE owner_state <> 'closed'
        AND site_id IN (SELECT s.id FROM site s WHERE s.account_id = $1 AND ($2 OR EXISTS
            (SELECT 1 FROM agent_site a WHERE a.agent_id = $3 AND a.site_id = s.id)))
        AND (CAST($4 AS TEXT) IS NULL OR site_id = $4)
        AND ($2 OR c.group_id IS NULL
            OR EXISTS (SELECT 1 FROM agent_group_member v WHERE v.agent_id = $3 AND v.group_id = c.group_id)
            OR NOT EXISTS (SELECT 1 FROM agent_group_member v JOIN agent_group g ON g.id = v.group_id WHERE v.agent_id = $3 AND g.site_id = c.site_id))";
}

/// Which open conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenView {
    /// The actor is in it.
    Mine,
    /// No agent is in it.
    Unassigned,
    /// Every one.
    All,
}

impl OpenView {
    const fn word(self) -> &'static str {
        match self {
            OpenView::Mine => "mine",
            OpenView::Unassigned => "unassigned",
            OpenView::All => "all",
        }
    }
}

/// A place between two rows of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPlace {
    /// 0 for those who wait, 1 for the others; unused in the list of closed ones.
    pub rank: i64,
    /// What the list is ordered by.
    pub key: i64,
    /// The row's id.
    pub id: String,
}

impl ListPlace {
    /// Before the first row of an open list.
    pub fn start_of_open() -> Self {
        Self { rank: -1, key: 0, id: String::new() }
    }

    /// Before the first row of the list of closed ones.
    pub fn start_of_closed() -> Self {
        Self { rank: 0, key: i64::MAX, id: String::new() }
    }

    /// Where a row of an open list stands.
    pub fn of_open(conversation: &Conversation) -> Self {
        let id = conversation.id.as_str().to_owned();
        match conversation.waiting_since {
            Some(since) => Self { rank: 0, key: since.as_ms(), id },
            None => Self { rank: 1, key: conversation.last_at.as_ms().saturating_neg(), id },
        }
    }

    /// Where a row of the list of closed ones stands.
    pub fn of_closed(conversation: &Conversation) -> Self {
        let key = conversation.closed_at.map_or(0, entrenous_domain::time::Timestamp::as_ms);
        Self { rank: 0, key, id: conversation.id.as_str().to_owned() }
    }
}

/// How many open conversations there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenCounts {
    /// Every open one.
    pub all: i64,
    /// Those without an agent.
    pub unassigned: i64,
    /// Those with the actor.
    pub mine: i64,
}

fn reach(actor: &Actor) -> bool {
    *actor.sites() == SiteAccess::All
}

impl Conversations<'_> {
    /// Open conversations that the actor may see, after `place`: who waits first, then by the newest message.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_open(
        &mut self,
        actor: &Actor,
        site: Option<&SiteId>,
        view: OpenView,
        place: &ListPlace,
        limit: i64,
    ) -> Result<Vec<Conversation>> {
        let args = args![
            actor.account().as_str(),
            reach(actor),
            actor.agent().as_str(),
            site.map(SiteId::as_str),
            view.word(),
            place.rank,
            place.key,
            place.id.as_str(),
            limit,
        ];
        let rows: Vec<ConversationRow> = self.0.many(LIST_OPEN, args).await?;
        read_all(rows)
    }

    /// Closed conversations that the actor may see, newest closing first, after `place`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_closed(&mut self, actor: &Actor, site: Option<&SiteId>, place: &ListPlace, limit: i64) -> Result<Vec<Conversation>> {
        let args = args![
            actor.account().as_str(),
            reach(actor),
            actor.agent().as_str(),
            site.map(SiteId::as_str),
            place.key,
            place.id.as_str(),
            limit,
        ];
        let rows: Vec<ConversationRow> = self.0.many(LIST_CLOSED, args).await?;
        read_all(rows)
    }

    /// How many open conversations the actor may see.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count_open(&mut self, actor: &Actor, site: Option<&SiteId>) -> Result<OpenCounts> {
        let args = args![actor.account().as_str(), reach(actor), actor.agent().as_str(), site.map(SiteId::as_str)];
        let row: Option<(i64, i64, i64)> = self.0.one(COUNT_OPEN, args).await?;
        let (all, unassigned, mine) = row.unwrap_or((0, 0, 0));
        Ok(OpenCounts { all, unassigned, mine })
    }
}
