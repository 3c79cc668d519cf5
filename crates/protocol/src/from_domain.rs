//! How the domain's words become the wire's words.

use entrenous_domain::account::{Agent, Role as DomainRole, Status};
use entrenous_domain::conversation as domain;
use entrenous_domain::ids::SiteId;
use entrenous_domain::privacy::Category;
use entrenous_domain::privacy::registry::StorageKind;
use entrenous_domain::site::TrackingMode as DomainTrackingMode;
use entrenous_domain::time::Timestamp;
use entrenous_domain::visitor::{Identity, Variable, Visitor};

use crate::account::{AgentOut, Role};
use crate::availability::AgentStatus;
use crate::conversation::{ConversationOut, OwnerState};
use crate::cookies::{CookieCategory, StoredKind};
use crate::message::{AuthorKind, AuthorOut, ContentOut, FileOut, MessageOut, NoteOut, SystemEvent};
use crate::rating::{RatingOut, RatingValue};
use crate::site::TrackingMode;
use crate::visitor::{AcceptedOut, IdentityIn, VariableIn, VariableOut, VisitorConversationOut, VisitorOut};

impl From<domain::AuthorKind> for AuthorKind {
    fn from(kind: domain::AuthorKind) -> Self {
        match kind {
            domain::AuthorKind::Visitor => AuthorKind::Visitor,
            domain::AuthorKind::Agent => AuthorKind::Agent,
            domain::AuthorKind::Bot => AuthorKind::Bot,
            domain::AuthorKind::Automatic => AuthorKind::Automatic,
            domain::AuthorKind::Ai => AuthorKind::Ai,
            domain::AuthorKind::System => AuthorKind::System,
        }
    }
}

impl From<StorageKind> for StoredKind {
    fn from(kind: StorageKind) -> Self {
        match kind {
            StorageKind::Cookie => StoredKind::Cookie,
            StorageKind::LocalStorage => StoredKind::LocalStorage,
            StorageKind::SessionStorage => StoredKind::SessionStorage,
        }
    }
}

impl From<Category> for CookieCategory {
    fn from(category: Category) -> Self {
        match category {
            Category::Necessary => CookieCategory::Necessary,
            Category::Preference => CookieCategory::Preference,
            Category::Statistics => CookieCategory::Statistics,
            Category::Marketing => CookieCategory::Marketing,
        }
    }
}

impl From<domain::OwnerState> for OwnerState {
    fn from(state: domain::OwnerState) -> Self {
        match state {
            domain::OwnerState::Bot => OwnerState::Bot,
            domain::OwnerState::Queue => OwnerState::Queue,
            domain::OwnerState::Human => OwnerState::Human,
            domain::OwnerState::Closed => OwnerState::Closed,
        }
    }
}

impl From<domain::SystemEvent> for SystemEvent {
    fn from(event: domain::SystemEvent) -> Self {
        match event {
            domain::SystemEvent::AgentJoined => SystemEvent::AgentJoined,
            domain::SystemEvent::AgentLeft => SystemEvent::AgentLeft,
            domain::SystemEvent::AgentAssigned => SystemEvent::AgentAssigned,
            domain::SystemEvent::ClosedByAgent => SystemEvent::ClosedByAgent,
            domain::SystemEvent::ClosedByVisitor => SystemEvent::ClosedByVisitor,
            domain::SystemEvent::Reopened => SystemEvent::Reopened,
        }
    }
}

impl From<&domain::Author> for AuthorOut {
    fn from(author: &domain::Author) -> Self {
        let id = (author.kind == domain::AuthorKind::Agent).then(|| author.id.clone());
        AuthorOut { kind: author.kind.into(), id, name: author.name.clone() }
    }
}

impl From<&domain::File> for FileOut {
    fn from(file: &domain::File) -> Self {
        let pixels = |side: fn((i64, i64)) -> i64| file.pixels.and_then(|both| u32::try_from(side(both)).ok());
        FileOut {
            id: file.upload.as_str().to_owned(),
            name: file.name.clone(),
            content_type: file.content_type.clone(),
            size: u64::try_from(file.size).unwrap_or(0),
            width: pixels(|(width, _)| width),
            height: pixels(|(_, height)| height),
        }
    }
}

impl From<&domain::Message> for MessageOut {
    fn from(message: &domain::Message) -> Self {
        let content = match &message.content {
            domain::Content::Text(text) => ContentOut::Text { text: text.clone() },
            domain::Content::File(file) => ContentOut::File { file: FileOut::from(file) },
            domain::Content::System { event, agent_name } => {
                ContentOut::System { event: (*event).into(), agent_name: agent_name.clone(), value: None }
            }
            domain::Content::Rated(value) => {
                ContentOut::System { event: SystemEvent::Rated, agent_name: String::new(), value: Some((*value).into()) }
            }
        };
        MessageOut {
            id: message.id.as_str().to_owned(),
            seq: message.seq,
            author: AuthorOut::from(&message.author),
            content,
            client_msg_id: message.client_msg_id.as_str().to_owned(),
            created_at: message.created_at.as_ms(),
        }
    }
}

impl From<&domain::Message> for AcceptedOut {
    fn from(message: &domain::Message) -> Self {
        AcceptedOut {
            client_msg_id: message.client_msg_id.as_str().to_owned(),
            conversation_id: message.conversation.as_str().to_owned(),
            id: message.id.as_str().to_owned(),
            seq: message.seq,
            created_at: message.created_at.as_ms(),
        }
    }
}

impl From<&domain::Note> for NoteOut {
    fn from(note: &domain::Note) -> Self {
        NoteOut {
            id: note.id.as_str().to_owned(),
            author: AuthorOut::from(&note.author),
            text: note.text.clone(),
            after_seq: note.after_seq,
            client_msg_id: note.client_msg_id.as_str().to_owned(),
            created_at: note.created_at.as_ms(),
        }
    }
}

impl From<&domain::Conversation> for VisitorConversationOut {
    fn from(conversation: &domain::Conversation) -> Self {
        VisitorConversationOut {
            id: conversation.id.as_str().to_owned(),
            owner_state: conversation.owner.into(),
            owner_version: conversation.owner_version,
            agent_ids: conversation.agents.iter().map(|id| id.as_str().to_owned()).collect(),
            last_seq: conversation.last_seq,
            agent_read_seq: conversation.agent_read_seq,
            visitor_read_seq: conversation.visitor_read_seq,
            rating: conversation.rating.as_ref().map(RatingOut::from),
            is_offline: conversation.is_offline,
            created_at: conversation.created_at.as_ms(),
            closed_at: conversation.closed_at.map(Timestamp::as_ms),
        }
    }
}

impl From<domain::RatingValue> for RatingValue {
    fn from(value: domain::RatingValue) -> Self {
        match value {
            domain::RatingValue::Bad => RatingValue::Bad,
            domain::RatingValue::Normal => RatingValue::Normal,
            domain::RatingValue::Good => RatingValue::Good,
        }
    }
}

impl From<RatingValue> for domain::RatingValue {
    fn from(value: RatingValue) -> Self {
        match value {
            RatingValue::Bad => domain::RatingValue::Bad,
            RatingValue::Normal => domain::RatingValue::Normal,
            RatingValue::Good => domain::RatingValue::Good,
        }
    }
}

impl From<&domain::Rating> for RatingOut {
    fn from(rating: &domain::Rating) -> Self {
        RatingOut { value: rating.value.into(), comment: rating.comment.clone() }
    }
}

impl From<&Variable> for VariableOut {
    fn from(variable: &Variable) -> Self {
        VariableOut { id: variable.id.clone(), label: variable.label.clone(), value: variable.value.clone() }
    }
}

impl From<VariableIn> for Variable {
    fn from(variable: VariableIn) -> Self {
        Variable { id: variable.id, label: variable.label.unwrap_or_default(), value: variable.value }
    }
}

impl From<IdentityIn> for Identity {
    fn from(identity: IdentityIn) -> Self {
        Identity {
            name: identity.name,
            email: identity.email,
            phone: identity.phone,
            group: identity.group,
            language: identity.language,
            variables: identity.variables.unwrap_or_default().into_iter().map(Variable::from).collect(),
        }
    }
}

impl From<DomainRole> for Role {
    fn from(role: DomainRole) -> Self {
        match role {
            DomainRole::Owner => Role::Owner,
            DomainRole::Admin => Role::Admin,
            DomainRole::Agent => Role::Agent,
        }
    }
}

impl From<Role> for DomainRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Owner => DomainRole::Owner,
            Role::Admin => DomainRole::Admin,
            Role::Agent => DomainRole::Agent,
        }
    }
}

impl From<DomainTrackingMode> for TrackingMode {
    fn from(mode: DomainTrackingMode) -> Self {
        match mode {
            DomainTrackingMode::OnOpen => TrackingMode::OnOpen,
            DomainTrackingMode::WithConsent => TrackingMode::WithConsent,
            DomainTrackingMode::Always => TrackingMode::Always,
        }
    }
}

impl From<TrackingMode> for DomainTrackingMode {
    fn from(mode: TrackingMode) -> Self {
        match mode {
            TrackingMode::OnOpen => DomainTrackingMode::OnOpen,
            TrackingMode::WithConsent => DomainTrackingMode::WithConsent,
            TrackingMode::Always => DomainTrackingMode::Always,
        }
    }
}

impl ConversationOut {
    /// A conversation with its visitor, as lists and events show it.
    pub fn new(conversation: &domain::Conversation, visitor: &Visitor, connected: bool) -> Self {
        let c = conversation;
        ConversationOut {
            id: c.id.as_str().to_owned(),
            site_id: c.site.as_str().to_owned(),
            owner_state: c.owner.into(),
            owner_version: c.owner_version,
            agent_ids: c.agents.iter().map(|id| id.as_str().to_owned()).collect(),
            group_id: c.group.as_ref().map(|id| id.as_str().to_owned()),
            visitor: VisitorOut::new(visitor, connected),
            last_seq: c.last_seq,
            last_text: c.last_text.clone(),
            last_author_kind: c.last_author.into(),
            last_author_name: c.last_author_name.clone(),
            last_at: c.last_at.as_ms(),
            waiting_since: c.waiting_since.map(Timestamp::as_ms),
            visitor_read_seq: c.visitor_read_seq,
            agent_read_seq: c.agent_read_seq,
            unread: c.unread,
            rating: c.rating.as_ref().map(RatingOut::from),
            is_offline: c.is_offline,
            created_at: c.created_at.as_ms(),
            closed_at: c.closed_at.map(Timestamp::as_ms),
        }
    }
}

impl VisitorOut {
    /// A visitor as agents may see it.
    pub fn new(visitor: &Visitor, connected: bool) -> Self {
        let identity = &visitor.identity;
        VisitorOut {
            id: visitor.id.as_str().to_owned(),
            short: visitor.short(),
            name: identity.name.clone(),
            email: identity.email.clone(),
            phone: identity.phone.clone(),
            variables: identity.variables.iter().map(VariableOut::from).collect(),
            page_url: visitor.page.url.clone(),
            page_title: visitor.page.title.clone(),
            referrer: visitor.page.referrer.clone(),
            site_platform: visitor.page.platform.clone(),
            browser: visitor.browser.clone(),
            os: visitor.os.clone(),
            device: visitor.device.clone(),
            language: identity.language.clone(),
            connected,
            created_at: visitor.created_at.as_ms(),
        }
    }
}

impl AgentOut {
    /// An agent as colleagues see it. `is_here`: a dashboard is connected; `every_site`: the account's sites, for those who see all.
    pub fn new(agent: &Agent, is_here: bool, avatar: Option<String>, every_site: &[SiteId]) -> Self {
        let sites = if agent.role.administers() { every_site } else { agent.sites.as_slice() };
        AgentOut {
            id: agent.id.as_str().to_owned(),
            email: agent.email.clone(),
            name: agent.name.clone(),
            nickname: agent.nickname.clone(),
            description: agent.description.clone(),
            role: agent.role.into(),
            active: agent.active,
            invited: agent.invited,
            status: match (is_here, agent.status) {
                (false, _) => AgentStatus::Offline,
                (true, Status::Online) => AgentStatus::Online,
                (true, Status::Away) => AgentStatus::Away,
            },
            accepting: agent.accepting,
            avatar,
            site_ids: sites.iter().map(|id| id.as_str().to_owned()).collect(),
            second_factor: agent.second_factor,
            last_login_at: agent.last_login_at.map(Timestamp::as_ms),
        }
    }
}
