//! Conversations and who is in them.

use entrenous_domain::conversation::{AuthorKind, ClientMsgId, Conversation, OwnerState, Rating, RatingValue};
use entrenous_domain::ids::{AccountId, AgentId, ConversationId, GroupId, SiteId, VisitorId};
use entrenous_domain::time::Timestamp;

use crate::arg::Arg;
use crate::args;
use crate::db::Work;
use crate::error::{Result, StorageError};
use crate::statements::statements;

impl Work {
    /// The conversations.
    pub fn conversations(&mut self) -> Conversations<'_> {
        Conversations(self)
    }
}

statements! {
    GET = "SELECT * FROM conversation WHERE site_id = $1 AND id = $2";
    GET_FOR_CHANGE = "SELECT * FROM conversation WHERE site_id = $1 AND id = $2", lock_row;
    /// The partial index conversation_open has at most one.
    FIND_OPEN_FOR_CHANGE = "SELECT * FROM conversation WHERE site_id = $1 AND visitor_id = $2 AND owner_state <> 'closed'", lock_row;
    FIND_NEWEST = "SELECT * FROM conversation WHERE site_id = $1 AND visitor_id = $2 ORDER BY created_at DESC, id DESC LIMIT 1";
    LIST_OF_VISITOR = "SELECT * FROM conversation WHERE site_id = $1 AND visitor_id = $2 ORDER BY created_at DESC, id DESC LIMIT 21";
    /// The site of a conversation, before anything is proven; the caller proves the right to the site next.
    SITE_OF = "SELECT s.account_id, s.id FROM conversation c JOIN site s ON s.id = c.site_id WHERE c.id = $1";
    /// Pages name a group by its key or its id.
    FIND_GROUP = "SELECT id FROM agent_group WHERE site_id = $1 AND (key = $2 OR id = $2) AND removed_at IS NULL";
    /// The index conversation_group carries it.
    LIST_OF_GROUP = "SELECT visitor_id, id FROM conversation WHERE site_id = $1 AND group_id = $2 ORDER BY visitor_id, id LIMIT $3";
    ADD = "INSERT INTO conversation (site_id, id, owner_version, agent_ids, last_seq, last_text, last_author_kind, last_author_name, last_at,
            visitor_read_seq, agent_read_seq, unread, owner_state, group_id, waiting_since, closed_at, visitor_id, opened_by, is_offline,
            created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    SET = "UPDATE conversation SET owner_version = $3, agent_ids = $4, last_seq = $5, last_text = $6, last_author_kind = $7,
            last_author_name = $8, last_at = $9, visitor_read_seq = $10, agent_read_seq = $11, unread = $12,
            owner_state = $13, group_id = $14, waiting_since = $15, closed_at = $16 WHERE site_id = $1 AND id = $2";
    /// As SET for a conversation that keeps its place in the lists, as with most messages: a column that is named is written
    /// into its indexes also when it stays as it was. Never both in one unit: PostgreSQL looks a row's references up again
    /// at its second change, and would wait for the visitor's row, which is locked before the conversation's.
    SET_IN_PLACE = "UPDATE conversation SET owner_version = $3, agent_ids = $4, last_seq = $5, last_text = $6, last_author_kind = $7,
            last_author_name = $8, last_at = $9, visitor_read_seq = $10, agent_read_seq = $11, unread = $12
        WHERE site_id = $1 AND id = $2 AND owner_state = $13 AND group_id IS NOT DISTINCT FROM $14
            AND waiting_since IS NOT DISTINCT FROM $15 AND closed_at IS NOT DISTINCT FROM $16";
    /// Only a rating writes these columns, with the number and time that its entry in the thread took. One statement, for the reason above.
    SET_RATING = "UPDATE conversation SET last_seq = $3, last_at = $4, rating = $5, rating_comment = $6 WHERE site_id = $1 AND id = $2";
    REMOVE_AGENTS = "DELETE FROM conversation_agent WHERE conversation_id = $1";
    ADD_AGENT = "INSERT INTO conversation_agent (conversation_id, agent_id, joined_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
}

/// The conversations, within a unit or view.
#[derive(Debug)]
pub struct Conversations<'w>(pub(crate) &'w mut Work);

crate::row! {
    pub(crate) struct ConversationRow {
        id: String,
        site_id: String,
        visitor_id: String,
        opened_by: String,
        owner_state: String,
        owner_version: i64,
        agent_ids: String,
        group_id: Option<String>,
        last_seq: i64,
        waiting_since: Option<i64>,
        last_text: String,
        last_author_kind: String,
        last_author_name: String,
        last_at: i64,
        visitor_read_seq: i64,
        agent_read_seq: i64,
        unread: i64,
        rating: Option<i64>,
        rating_comment: Option<String>,
        is_offline: bool,
        created_at: i64,
        closed_at: Option<i64>,
    }
}

impl TryFrom<ConversationRow> for Conversation {
    type Error = StorageError;

    fn try_from(row: ConversationRow) -> Result<Self> {
        let wrong = |column| StorageError::Inconsistent { table: "conversation", column, id: row.id.clone() };
        let agents = row.agent_ids.split(',').filter(|id| !id.is_empty());
        Ok(Conversation {
            id: ConversationId::parse(&row.id).map_err(|_| wrong("id"))?,
            site: SiteId::parse(&row.site_id).map_err(|_| wrong("site_id"))?,
            visitor: VisitorId::parse(&row.visitor_id).map_err(|_| wrong("visitor_id"))?,
            opened_by: ClientMsgId::parse(&row.opened_by).ok_or_else(|| wrong("opened_by"))?,
            owner: OwnerState::parse(&row.owner_state).ok_or_else(|| wrong("owner_state"))?,
            owner_version: row.owner_version,
            agents: agents.map(AgentId::parse).collect::<Result<_, _>>().map_err(|_| wrong("agent_ids"))?,
            group: row.group_id.as_deref().map(GroupId::parse).transpose().map_err(|_| wrong("group_id"))?,
            last_seq: row.last_seq,
            waiting_since: row.waiting_since.map(Timestamp::from_ms),
            last_author: AuthorKind::parse(&row.last_author_kind).ok_or_else(|| wrong("last_author_kind"))?,
            last_text: row.last_text,
            last_author_name: row.last_author_name,
            last_at: Timestamp::from_ms(row.last_at),
            visitor_read_seq: row.visitor_read_seq,
            agent_read_seq: row.agent_read_seq,
            unread: row.unread,
            rating: match row.rating {
                Some(number) => {
                    Some(Rating { value: RatingValue::parse(number).ok_or_else(|| wrong("rating"))?, comment: row.rating_comment })
                }
                None => None,
            },
            is_offline: row.is_offline,
            created_at: Timestamp::from_ms(row.created_at),
            closed_at: row.closed_at.map(Timestamp::from_ms),
        })
    }
}

pub(crate) fn read_all(rows: Vec<ConversationRow>) -> Result<Vec<Conversation>> {
    rows.into_iter().map(Conversation::try_from).collect()
}

fn joined(agents: &[AgentId]) -> String {
    agents.iter().map(AgentId::as_str).collect::<Vec<_>>().join(",")
}

/// $1 to $16 of ADD, SET and SET_IN_PLACE: which conversation, and everything of it that changes.
fn changing(c: &Conversation) -> Vec<Arg> {
    args![
        c.site.as_str(),
        c.id.as_str(),
        c.owner_version,
        joined(&c.agents),
        c.last_seq,
        c.last_text.as_str(),
        c.last_author.as_str(),
        c.last_author_name.as_str(),
        c.last_at.as_ms(),
        c.visitor_read_seq,
        c.agent_read_seq,
        c.unread,
        c.owner.as_str(),
        c.group.as_ref().map(GroupId::as_str),
        c.waiting_since.map(Timestamp::as_ms),
        c.closed_at.map(Timestamp::as_ms),
    ]
}

impl Conversations<'_> {
    /// The account and site that a conversation belongs to. The caller proves the right to that site before anything else.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn site_of(&mut self, id: &ConversationId) -> Result<Option<(AccountId, SiteId)>> {
        let row: Option<(String, String)> = self.0.one(SITE_OF, args![id.as_str()]).await?;
        let wrong = || StorageError::Inconsistent { table: "conversation", column: "site_id", id: id.as_str().to_owned() };
        row.map(|(account, site)| {
            let account = AccountId::parse(&account).map_err(|_| wrong())?;
            Ok((account, SiteId::parse(&site).map_err(|_| wrong())?))
        })
        .transpose()
    }

    /// The group of a site that a page named by key or id; `None` routes nowhere.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_group(&mut self, site: &SiteId, named: &str) -> Result<Option<GroupId>> {
        let row: Option<(String,)> = self.0.one(FIND_GROUP, args![site.as_str(), named]).await?;
        let wrong = |id: &str| StorageError::Inconsistent { table: "agent_group", column: "id", id: id.to_owned() };
        row.map(|(id,)| GroupId::parse(&id).map_err(|_| wrong(&id))).transpose()
    }

    /// A conversation of a site.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, site: &SiteId, id: &ConversationId) -> Result<Option<Conversation>> {
        let row: Option<ConversationRow> = self.0.one(GET, args![site.as_str(), id.as_str()]).await?;
        row.map(Conversation::try_from).transpose()
    }

    /// A conversation of a site, locked until the unit ends.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get_for_change(&mut self, site: &SiteId, id: &ConversationId) -> Result<Option<Conversation>> {
        let row: Option<ConversationRow> = self.0.one(GET_FOR_CHANGE, args![site.as_str(), id.as_str()]).await?;
        row.map(Conversation::try_from).transpose()
    }

    /// The visitor's open conversation, locked until the unit ends. There is at most one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_open_for_change(&mut self, site: &SiteId, visitor: &VisitorId) -> Result<Option<Conversation>> {
        let row: Option<ConversationRow> = self.0.one(FIND_OPEN_FOR_CHANGE, args![site.as_str(), visitor.as_str()]).await?;
        row.map(Conversation::try_from).transpose()
    }

    /// The visitor's newest conversation, open or closed.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_newest(&mut self, site: &SiteId, visitor: &VisitorId) -> Result<Option<Conversation>> {
        let row: Option<ConversationRow> = self.0.one(FIND_NEWEST, args![site.as_str(), visitor.as_str()]).await?;
        row.map(Conversation::try_from).transpose()
    }

    /// The visitor's conversations, newest first, at most 21.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_of_visitor(&mut self, site: &SiteId, visitor: &VisitorId) -> Result<Vec<Conversation>> {
        read_all(self.0.many(LIST_OF_VISITOR, args![site.as_str(), visitor.as_str()]).await?)
    }

    /// Conversations of a group, each with its visitor, in the order in which a unit that changes several locks them, at most
    /// `limit`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_of_group(&mut self, site: &SiteId, group: &GroupId, limit: i64) -> Result<Vec<(VisitorId, ConversationId)>> {
        let rows: Vec<(String, String)> = self.0.many(LIST_OF_GROUP, args![site.as_str(), group.as_str(), limit]).await?;
        let read = |(visitor, id): (String, String)| {
            let wrong = |column| StorageError::Inconsistent { table: "conversation", column, id: id.clone() };
            let visitor = VisitorId::parse(&visitor).map_err(|_| wrong("visitor_id"))?;
            Ok((visitor, ConversationId::parse(&id).map_err(|_| wrong("id"))?))
        };
        rows.into_iter().map(read).collect()
    }

    /// A new conversation.
    ///
    /// # Errors
    /// `Conflict` when the visitor has an open one; units lock the visitor first, so that does not happen.
    pub async fn add(&mut self, conversation: &Conversation) -> Result<()> {
        let mut args = changing(conversation);
        args.extend(args![
            conversation.visitor.as_str(),
            conversation.opened_by.as_str(),
            conversation.is_offline,
            conversation.created_at.as_ms(),
        ]);
        self.0.run(ADD, args).await.map(drop)
    }

    /// Stores everything that changes with messages, owners and read marks, except who is in it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set(&mut self, conversation: &Conversation) -> Result<()> {
        if self.0.run(SET_IN_PLACE, changing(conversation)).await? == 0 {
            self.0.run(SET, changing(conversation)).await?;
        }
        Ok(())
    }

    /// Stores the rating, and the number of the newest message that its entry in the thread may have taken.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_rating(&mut self, conversation: &Conversation) -> Result<()> {
        let rating = conversation.rating.as_ref();
        let args = args![
            conversation.site.as_str(),
            conversation.id.as_str(),
            conversation.last_seq,
            conversation.last_at.as_ms(),
            rating.map(|rating| rating.value.number()),
            rating.and_then(|rating| rating.comment.clone()),
        ];
        self.0.run(SET_RATING, args).await.map(drop)
    }

    /// Stores who is in it, for the lists of agents; call it after the owner changed.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_agents(&mut self, conversation: &Conversation, now: Timestamp) -> Result<()> {
        self.0.run(REMOVE_AGENTS, args![conversation.id.as_str()]).await?;
        for agent in &conversation.agents {
            self.0.run(ADD_AGENT, args![conversation.id.as_str(), agent.as_str(), now.as_ms()]).await?;
        }
        Ok(())
    }
}
