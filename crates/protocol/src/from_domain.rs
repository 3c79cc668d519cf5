//! How the domain's words become the wire's words.

use entrenous_domain::account::Role as DomainRole;
use entrenous_domain::conversation as domain;
use entrenous_domain::site::TrackingMode as DomainTrackingMode;
use entrenous_domain::visitor::{Identity, Variable};

use crate::account::Role;
use crate::conversation::OwnerState;
use crate::message::{AuthorKind, AuthorOut, NoteOut, SystemEvent};
use crate::site::TrackingMode;
use crate::visitor::{IdentityIn, VariableIn, VariableOut, VisitorConversationOut};

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
            created_at: conversation.created_at.as_ms(),
            closed_at: conversation.closed_at.map(entrenous_domain::time::Timestamp::as_ms),
        }
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
