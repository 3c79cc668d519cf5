//! The desk's lists and a conversation.

use axum::extract::State;
use entrenous_app::conversation::{self, ListConversations, Listed, View};
use entrenous_domain::ids::{ConversationId, SiteId};
use entrenous_domain::time::Timestamp;
use entrenous_protocol::conversation::{
    ConversationCounts, ConversationListQuery, ConversationOut, ConversationPageOut, ConversationView, EarlierConversationOut, Position,
    ThreadOut, VisitOut, VisitedPageOut,
};
use entrenous_protocol::message::{MessageOut, NoteOut};
use entrenous_storage::{ListPlace, OpenView};

use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{PathId, Reply, Search, Signed};
use crate::state::AppState;

/// A conversation with its visitor, as it is sent.
pub fn written(listed: &Listed) -> ConversationOut {
    ConversationOut::new(&listed.conversation, &listed.visitor, listed.is_connected)
}

/// A page of a list.
pub async fn list(
    State(state): State<AppState>,
    Signed(actor): Signed,
    Search(query): Search<ConversationListQuery>,
) -> ApiResult<Reply<ConversationPageOut>> {
    let cmd = ListConversations {
        view: match query.view {
            ConversationView::Mine => View::Open(OpenView::Mine),
            ConversationView::Unassigned => View::Open(OpenView::Unassigned),
            ConversationView::All => View::Open(OpenView::All),
            ConversationView::Closed => View::Closed,
        },
        site: query.site_id.as_deref().map(SiteId::parse).transpose().map_err(|_| ApiError::not_found())?,
        place: query.after.as_deref().map(read_place).transpose()?,
        limit: i64::from(query.limit.unwrap_or(50).clamp(1, 100)),
    };
    let page = conversation::list_conversations(&state.ctx, &actor, &cmd).await?;
    Ok(Reply(ConversationPageOut {
        items: page.items.iter().map(written).collect(),
        next: page.next.map(|place| format!("{}.{}.{}", place.rank, place.key, place.id)),
        counts: ConversationCounts { mine: page.counts.mine, unassigned: page.counts.unassigned, all: page.counts.all },
        positions: page.positions.into_iter().map(|(site, number)| Position { site_id: site.to_string(), number }).collect(),
    }))
}

fn read_place(text: &str) -> Result<ListPlace, ApiError> {
    let bad = || ApiError::field("after", "error.bad_query");
    let mut parts = text.splitn(3, '.');
    let mut number = || parts.next().and_then(|part| part.parse::<i64>().ok()).ok_or_else(bad);
    let (rank, key) = (number()?, number()?);
    let id = parts.next().ok_or_else(bad)?;
    Ok(ListPlace { rank, key, id: id.to_owned() })
}

/// A conversation with the end of its thread.
pub async fn get(State(state): State<AppState>, Signed(actor): Signed, PathId(id): PathId<ConversationId>) -> ApiResult<Reply<ThreadOut>> {
    let thread = conversation::get_thread(&state.ctx, &actor, &id).await?;
    let earlier = thread.earlier.iter().map(|one| EarlierConversationOut {
        id: one.id.to_string(),
        last_text: one.last_text.clone(),
        created_at: one.created_at.as_ms(),
        closed_at: one.closed_at.map(Timestamp::as_ms),
    });
    Ok(Reply(ThreadOut {
        conversation: written(&thread.listed),
        messages: thread.page.messages.iter().map(MessageOut::from).collect(),
        notes: thread.page.notes.iter().map(NoteOut::from).collect(),
        earlier: earlier.collect(),
        viewing: thread.viewing.iter().map(ToString::to_string).collect(),
    }))
}

/// What the visitor let the agents see of its visit.
pub async fn visit(State(state): State<AppState>, Signed(actor): Signed, PathId(id): PathId<ConversationId>) -> ApiResult<Reply<VisitOut>> {
    let visit = conversation::get_visit(&state.ctx, &actor, &id).await?;
    let pages = visit.pages.into_iter().filter_map(|seen| {
        let at = seen.created_at.as_ms();
        seen.page.url.map(|url| VisitedPageOut { url, title: seen.page.title, at })
    });
    Ok(Reply(VisitOut { pages: pages.collect(), visits: visit.visits }))
}
