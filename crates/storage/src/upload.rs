//! Stored files: the rows that say what each blob is and whose.

use entrenous_domain::ids::{AccountId, AgentId, ConversationId, SiteId, UploadId, VisitorId};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::{Result, StorageError};
use crate::statements::statements;

impl Work {
    /// The stored files.
    pub fn uploads(&mut self) -> Uploads<'_> {
        Uploads(self)
    }
}

statements! {
    ADD = "INSERT INTO upload (id, site_id, account_id, conversation_id, visitor_id, agent_id, blob_key, file_name, content_type, size, width,
            height, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    GET_OF_SITE = "SELECT * FROM upload WHERE site_id = $1 AND id = $2";
    GET_OF_ACCOUNT = "SELECT * FROM upload WHERE account_id = $1 AND id = $2";
    /// Only the picture that the agent shows at present.
    GET_AVATAR = "SELECT u.* FROM upload u JOIN agent a ON a.avatar_upload_id = u.id WHERE a.id = $1 AND u.id = $2";
    SITE_OF = "SELECT s.account_id, s.id FROM upload u JOIN site s ON s.id = u.site_id WHERE u.id = $1";
    ATTACH = "UPDATE upload SET conversation_id = $3 WHERE site_id = $1 AND id = $2 AND (conversation_id IS NULL OR conversation_id = $3)";
    REMOVE = "DELETE FROM upload WHERE account_id = $1 AND id = $2";
    /// Visitors' files that no message carries; an agent's picture has no site.
    LIST_UNSENT = "SELECT * FROM upload WHERE conversation_id IS NULL AND site_id IS NOT NULL AND created_at < $1 ORDER BY created_at, id LIMIT $2";
    REMOVE_UNSENT = "DELETE FROM upload WHERE id = $1 AND conversation_id IS NULL AND site_id IS NOT NULL";
    SIZE_OF_VISITOR = "SELECT COALESCE(CAST(sum(size) AS BIGINT), 0) FROM upload WHERE site_id = $1 AND visitor_id = $2 AND created_at > $3";
}

/// Who sent a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// A visitor.
    Visitor(VisitorId),
    /// An agent.
    Agent(AgentId),
}

/// A stored file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Which.
    pub id: UploadId,
    /// Of which account.
    pub account: AccountId,
    /// Of which site; absent for the picture of an agent.
    pub site: Option<SiteId>,
    /// In which conversation; absent until a message carries it.
    pub conversation: Option<ConversationId>,
    /// Who sent it.
    pub sender: Sender,
    /// Where the bytes are.
    pub blob_key: String,
    /// The clean name.
    pub file_name: String,
    /// What the server found out that it is.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Width and height of a picture that was re-encoded, in pixels.
    pub pixels: Option<(i64, i64)>,
    /// When.
    pub created_at: Timestamp,
}

/// The stored files, within a unit or view.
#[derive(Debug)]
pub struct Uploads<'w>(&'w mut Work);

crate::row! {
    struct UploadRow {
        id: String,
        site_id: Option<String>,
        account_id: String,
        conversation_id: Option<String>,
        visitor_id: Option<String>,
        agent_id: Option<String>,
        blob_key: String,
        file_name: String,
        content_type: String,
        size: i64,
        width: Option<i64>,
        height: Option<i64>,
        created_at: i64,
    }
}

impl TryFrom<UploadRow> for Upload {
    type Error = StorageError;

    fn try_from(row: UploadRow) -> Result<Self> {
        let wrong = |column| StorageError::Inconsistent { table: "upload", column, id: row.id.clone() };
        let sender = match (row.visitor_id.as_deref(), row.agent_id.as_deref()) {
            (Some(visitor), None) => Sender::Visitor(VisitorId::parse(visitor).map_err(|_| wrong("visitor_id"))?),
            (None, Some(agent)) => Sender::Agent(AgentId::parse(agent).map_err(|_| wrong("agent_id"))?),
            _ => return Err(wrong("visitor_id")),
        };
        Ok(Upload {
            id: UploadId::parse(&row.id).map_err(|_| wrong("id"))?,
            account: AccountId::parse(&row.account_id).map_err(|_| wrong("account_id"))?,
            site: row.site_id.as_deref().map(SiteId::parse).transpose().map_err(|_| wrong("site_id"))?,
            conversation: row.conversation_id.as_deref().map(ConversationId::parse).transpose().map_err(|_| wrong("conversation_id"))?,
            sender,
            blob_key: row.blob_key.clone(),
            file_name: row.file_name.clone(),
            content_type: row.content_type.clone(),
            size: row.size,
            pixels: row.width.zip(row.height),
            created_at: Timestamp::from_ms(row.created_at),
        })
    }
}

impl Uploads<'_> {
    /// A new file; its blob is stored already.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, upload: &Upload) -> Result<()> {
        let (visitor, agent) = match &upload.sender {
            Sender::Visitor(visitor) => (Some(visitor.as_str()), None),
            Sender::Agent(agent) => (None, Some(agent.as_str())),
        };
        let args = args![
            upload.id.as_str(),
            upload.site.as_ref().map(SiteId::as_str),
            upload.account.as_str(),
            upload.conversation.as_ref().map(ConversationId::as_str),
            visitor,
            agent,
            upload.blob_key.as_str(),
            upload.file_name.as_str(),
            upload.content_type.as_str(),
            upload.size,
            upload.pixels.map(|(width, _)| width),
            upload.pixels.map(|(_, height)| height),
            upload.created_at.as_ms(),
        ];
        self.0.run(ADD, args).await.map(drop)
    }

    /// The account and site of a file, before anything is proven; `None` also for an agent's picture.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn site_of(&mut self, id: &UploadId) -> Result<Option<(AccountId, SiteId)>> {
        let row: Option<(String, String)> = self.0.one(SITE_OF, args![id.as_str()]).await?;
        let wrong = || StorageError::Inconsistent { table: "upload", column: "site_id", id: id.as_str().to_owned() };
        row.map(|(account, site)| {
            let account = AccountId::parse(&account).map_err(|_| wrong())?;
            Ok((account, SiteId::parse(&site).map_err(|_| wrong())?))
        })
        .transpose()
    }

    /// A file of a site.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get_of_site(&mut self, site: &SiteId, id: &UploadId) -> Result<Option<Upload>> {
        let row: Option<UploadRow> = self.0.one(GET_OF_SITE, args![site.as_str(), id.as_str()]).await?;
        row.map(Upload::try_from).transpose()
    }

    /// A file of an account, such as an agent's picture.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get_of_account(&mut self, account: &AccountId, id: &UploadId) -> Result<Option<Upload>> {
        let row: Option<UploadRow> = self.0.one(GET_OF_ACCOUNT, args![account.as_str(), id.as_str()]).await?;
        row.map(Upload::try_from).transpose()
    }

    /// The picture that an agent shows at present.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get_avatar(&mut self, agent: &AgentId, id: &UploadId) -> Result<Option<Upload>> {
        let row: Option<UploadRow> = self.0.one(GET_AVATAR, args![agent.as_str(), id.as_str()]).await?;
        row.map(Upload::try_from).transpose()
    }

    /// Binds a file to the conversation whose message carries it. False when it belongs to another one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn attach(&mut self, site: &SiteId, id: &UploadId, conversation: &ConversationId) -> Result<bool> {
        Ok(self.0.run(ATTACH, args![site.as_str(), id.as_str(), conversation.as_str()]).await? == 1)
    }

    /// Forgets a file; its blob goes after the commit.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove(&mut self, account: &AccountId, id: &UploadId) -> Result<bool> {
        Ok(self.0.run(REMOVE, args![account.as_str(), id.as_str()]).await? == 1)
    }

    /// Visitors' files from before a moment that no message carries, oldest first, at most `limit`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_unsent(&mut self, before: Timestamp, limit: i64) -> Result<Vec<Upload>> {
        let rows: Vec<UploadRow> = self.0.many(LIST_UNSENT, args![before.as_ms(), limit]).await?;
        rows.into_iter().map(Upload::try_from).collect()
    }

    /// Forgets a file, unless a message has come to carry it. True when it is forgotten.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_unsent(&mut self, id: &UploadId) -> Result<bool> {
        Ok(self.0.run(REMOVE_UNSENT, args![id.as_str()]).await? == 1)
    }

    /// How many bytes a visitor has sent since a moment.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn size_of_visitor(&mut self, site: &SiteId, visitor: &VisitorId, since: Timestamp) -> Result<i64> {
        let row: Option<(i64,)> = self.0.one(SIZE_OF_VISITOR, args![site.as_str(), visitor.as_str(), since.as_ms()]).await?;
        Ok(row.map_or(0, |(bytes,)| bytes))
    }
}
