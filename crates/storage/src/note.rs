//! Notes: texts that only agents see.

use entrenous_domain::conversation::{Author, ClientMsgId, Note};
use entrenous_domain::ids::{AgentId, ConversationId, NoteId, SiteId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::{Result, StorageError};
use crate::statements::statements;

impl Work {
    /// The notes.
    pub fn notes(&mut self) -> Notes<'_> {
        Notes(self)
    }
}

statements! {
    ADD = "INSERT INTO note (id, site_id, conversation_id, agent_id, client_msg_id, body, after_seq, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    GET = "SELECT n.*, a.nickname FROM note n JOIN agent a ON a.id = n.agent_id WHERE n.site_id = $1 AND n.conversation_id = $2 AND n.id = $3";
    FIND_SENT = "SELECT n.*, a.nickname FROM note n JOIN agent a ON a.id = n.agent_id
        WHERE n.site_id = $1 AND n.conversation_id = $2 AND n.agent_id = $3 AND n.client_msg_id = $4";
    /// The index note_conversation gives them in order.
    LIST = "SELECT n.*, a.nickname FROM note n JOIN agent a ON a.id = n.agent_id
        WHERE n.site_id = $1 AND n.conversation_id = $2 AND n.after_seq >= $3 AND n.after_seq <= $4 ORDER BY n.after_seq, n.id LIMIT 500";
}

/// The notes, within a unit or view.
#[derive(Debug)]
pub struct Notes<'w>(&'w mut Work);

crate::row! {
    struct NoteRow {
        id: String,
        conversation_id: String,
        agent_id: String,
        nickname: String,
        client_msg_id: String,
        body: String,
        after_seq: i64,
        created_at: i64,
    }
}

impl TryFrom<NoteRow> for Note {
    type Error = StorageError;

    fn try_from(row: NoteRow) -> Result<Self> {
        let wrong = |column| StorageError::Inconsistent { table: "note", column, id: row.id.clone() };
        let agent = AgentId::parse(&row.agent_id).map_err(|_| wrong("agent_id"))?;
        Ok(Note {
            id: NoteId::parse(&row.id).map_err(|_| wrong("id"))?,
            conversation: ConversationId::parse(&row.conversation_id).map_err(|_| wrong("conversation_id"))?,
            author: Author::agent(&agent, &row.nickname),
            client_msg_id: ClientMsgId::parse(&row.client_msg_id).ok_or_else(|| wrong("client_msg_id"))?,
            text: row.body.clone(),
            after_seq: row.after_seq,
            created_at: Timestamp::from_ms(row.created_at),
        })
    }
}

impl Notes<'_> {
    /// A new note.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, site: &SiteId, note: &Note) -> Result<()> {
        let args = args![
            note.id.as_str(),
            site.as_str(),
            note.conversation.as_str(),
            note.author.id.as_str(),
            note.client_msg_id.as_str(),
            note.text.as_str(),
            note.after_seq,
            note.created_at.as_ms(),
        ];
        self.0.run(ADD, args).await.map(drop)
    }

    /// A note of a conversation.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, site: &SiteId, conversation: &ConversationId, id: &str) -> Result<Option<Note>> {
        let row: Option<NoteRow> = self.0.one(GET, args![site.as_str(), conversation.as_str(), id]).await?;
        row.map(Note::try_from).transpose()
    }

    /// What an agent has noted under this name before.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_sent(
        &mut self,
        site: &SiteId,
        conversation: &ConversationId,
        agent: &AgentId,
        client_msg_id: &ClientMsgId,
    ) -> Result<Option<Note>> {
        let args = args![site.as_str(), conversation.as_str(), agent.as_str(), client_msg_id.as_str()];
        let row: Option<NoteRow> = self.0.one(FIND_SENT, args).await?;
        row.map(Note::try_from).transpose()
    }

    /// The notes that stand after messages `from` to `to`, in order, at most 500.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list(&mut self, site: &SiteId, conversation: &ConversationId, from: i64, to: i64) -> Result<Vec<Note>> {
        let rows: Vec<NoteRow> = self.0.many(LIST, args![site.as_str(), conversation.as_str(), from, to]).await?;
        rows.into_iter().map(Note::try_from).collect()
    }
}
