//! Messages: what visitors and agents said, numbered without gaps.

use entrenous_domain::conversation::{Author, AuthorKind, ClientMsgId, Content, File, Message, RatingValue, SystemEvent};
use entrenous_domain::ids::{ConversationId, MessageId, SiteId, UploadId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::{Result, StorageError};
use crate::statements::statements;

impl Work {
    /// The messages.
    pub fn messages(&mut self) -> Messages<'_> {
        Messages(self)
    }
}

statements! {
    ADD = "INSERT INTO message (id, site_id, conversation_id, seq, author_kind, author_id, author_name, client_msg_id, content_kind, body,
            details, upload_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    GET = "SELECT * FROM message WHERE site_id = $1 AND conversation_id = $2 AND id = $3";
    /// The unique key (author_id, client_msg_id) finds it.
    FIND_SENT = "SELECT * FROM message WHERE site_id = $1 AND author_id = $2 AND client_msg_id = $3";
    LIST_AFTER = "SELECT * FROM message WHERE site_id = $1 AND conversation_id = $2 AND seq > $3 ORDER BY seq LIMIT $4";
    LIST_BEFORE = "SELECT * FROM message WHERE site_id = $1 AND conversation_id = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4";
    /// The index message_upload is small: it has only messages with files.
    CARRIES = "SELECT count(*) FROM message WHERE site_id = $1 AND upload_id = $2";
}

/// The stored word of a system message that carries a value instead of a name.
const RATED: &str = "rated";

/// The messages, within a unit or view.
#[derive(Debug)]
pub struct Messages<'w>(&'w mut Work);

crate::row! {
    struct MessageRow {
        id: String,
        conversation_id: String,
        seq: i64,
        author_kind: String,
        author_id: String,
        author_name: String,
        client_msg_id: String,
        content_kind: String,
        body: String,
        details: String,
        upload_id: Option<String>,
        created_at: i64,
    }
}

impl TryFrom<MessageRow> for Message {
    type Error = StorageError;

    fn try_from(row: MessageRow) -> Result<Self> {
        let wrong = |column| StorageError::Inconsistent { table: "message", column, id: row.id.clone() };
        let content = match (row.content_kind.as_str(), row.upload_id.as_deref()) {
            ("text", None) => Content::Text(row.body.clone()),
            ("file", Some(upload)) => {
                let upload = UploadId::parse(upload).map_err(|_| wrong("upload_id"))?;
                let (content_type, size, pixels) = serde_json::from_str(&row.details).map_err(|_| wrong("details"))?;
                Content::File(File { upload, name: row.body.clone(), content_type, size, pixels })
            }
            ("system", None) if row.body == RATED => {
                let value = row.details.parse().ok().and_then(RatingValue::parse);
                Content::Rated(value.ok_or_else(|| wrong("details"))?)
            }
            ("system", None) => {
                let event = SystemEvent::parse(&row.body).ok_or_else(|| wrong("body"))?;
                Content::System { event, agent_name: row.details.clone() }
            }
            _ => return Err(wrong("content_kind")),
        };
        Ok(Message {
            id: MessageId::parse(&row.id).map_err(|_| wrong("id"))?,
            conversation: ConversationId::parse(&row.conversation_id).map_err(|_| wrong("conversation_id"))?,
            seq: row.seq,
            author: Author {
                kind: AuthorKind::parse(&row.author_kind).ok_or_else(|| wrong("author_kind"))?,
                id: row.author_id.clone(),
                name: row.author_name.clone(),
            },
            client_msg_id: ClientMsgId::parse(&row.client_msg_id).ok_or_else(|| wrong("client_msg_id"))?,
            content,
            created_at: Timestamp::from_ms(row.created_at),
        })
    }
}

impl Messages<'_> {
    /// A new message, with the number that its conversation gave it.
    ///
    /// # Errors
    /// `Conflict` when the number or the sender's id is taken; units look first, so that does not happen.
    pub async fn add(&mut self, site: &SiteId, message: &Message) -> Result<()> {
        let (kind, body, details, upload) = match &message.content {
            Content::Text(text) => ("text", text.as_str(), String::new(), None),
            Content::File(file) => {
                let facts = (&file.content_type, file.size, file.pixels);
                ("file", file.name.as_str(), serde_json::to_string(&facts).unwrap_or_default(), Some(file.upload.as_str()))
            }
            Content::System { event, agent_name } => ("system", event.as_str(), agent_name.clone(), None),
            Content::Rated(value) => ("system", RATED, value.number().to_string(), None),
        };
        let args = args![
            message.id.as_str(),
            site.as_str(),
            message.conversation.as_str(),
            message.seq,
            message.author.kind.as_str(),
            message.author.id.as_str(),
            message.author.name.as_str(),
            message.client_msg_id.as_str(),
            kind,
            body,
            details,
            upload,
            message.created_at.as_ms(),
        ];
        self.0.run(ADD, args).await.map(drop)
    }

    /// A message of a conversation.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, site: &SiteId, conversation: &ConversationId, id: &str) -> Result<Option<Message>> {
        let row: Option<MessageRow> = self.0.one(GET, args![site.as_str(), conversation.as_str(), id]).await?;
        row.map(Message::try_from).transpose()
    }

    /// What a sender has sent under this name before, in whichever conversation.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_sent(&mut self, site: &SiteId, author_id: &str, client_msg_id: &ClientMsgId) -> Result<Option<Message>> {
        let row: Option<MessageRow> = self.0.one(FIND_SENT, args![site.as_str(), author_id, client_msg_id.as_str()]).await?;
        row.map(Message::try_from).transpose()
    }

    /// The messages after a number, ascending, at most `limit`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_after(&mut self, site: &SiteId, conversation: &ConversationId, seq: i64, limit: i64) -> Result<Vec<Message>> {
        let rows: Vec<MessageRow> = self.0.many(LIST_AFTER, args![site.as_str(), conversation.as_str(), seq, limit]).await?;
        rows.into_iter().map(Message::try_from).collect()
    }

    /// The newest messages before a number, ascending, at most `limit`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_before(&mut self, site: &SiteId, conversation: &ConversationId, seq: i64, limit: i64) -> Result<Vec<Message>> {
        let rows: Vec<MessageRow> = self.0.many(LIST_BEFORE, args![site.as_str(), conversation.as_str(), seq, limit]).await?;
        rows.into_iter().rev().map(Message::try_from).collect()
    }

    /// Whether a message carries this file.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn carries(&mut self, site: &SiteId, upload: &UploadId) -> Result<bool> {
        let row: Option<(i64,)> = self.0.one(CARRIES, args![site.as_str(), upload.as_str()]).await?;
        Ok(row.is_some_and(|(count,)| count > 0))
    }
}
