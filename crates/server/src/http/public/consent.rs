//! The consent ledger's door: `POST /api/sites/{chat_key}/consent`, `…/consent/scopes` and `…/consent/erase`.

use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use axum::http::request::Parts;
use entrenous_app::consent::{self, RecordConsent, Scopes};
use entrenous_domain::consent::{ConsentPurpose, ConsentSource, EvidenceError, Relayed};
use entrenous_domain::ids::ConsentEntryId;
use entrenous_protocol::consent::{
    ConsentErasedOut, ConsentEvidence, ConsentIn, ConsentOut, ConsentScopes, ConsentScopesIn, ConsentScopesOut,
};

use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Body, PathId, Peer, Reply, credential};
use crate::state::AppState;

/// The page that asks: the site that its path names, its origin, its peer.
#[derive(Debug)]
pub struct Door(pub consent::Door);

impl FromRequestParts<AppState> for Door {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let PathId(chat_key) = PathId::<String>::from_request_parts(parts, state).await?;
        let Peer(peer) = Peer::from_request_parts(parts, state).await?;
        let origin = parts.headers.get(ORIGIN).and_then(|value| value.to_str().ok());
        let (is_own_page, has_signal) = (state.is_own(origin), refuses(&parts.headers));
        Ok(Self(consent::Door { chat_key, is_own_page, has_signal, origin: origin.map(str::to_owned), peer }))
    }
}

/// Erases the browser's own records. It sends its random id as `authorization: Subject <id>`.
pub async fn erase(State(state): State<AppState>, Door(door): Door, headers: HeaderMap) -> ApiResult<Reply<ConsentErasedOut>> {
    let subject = credential(&headers, "subject").ok_or_else(ApiError::not_found)?;
    let erased = consent::erase_own(&state.ctx, &door, &subject).await?;
    Ok(Reply(ConsentErasedOut { erased: u32::try_from(erased).unwrap_or(u32::MAX) }))
}

/// Takes what was shown, answered or taken back.
pub async fn record(State(state): State<AppState>, Door(door): Door, Body(body): Body<ConsentIn>) -> ApiResult<Reply<ConsentOut>> {
    let cmd = RecordConsent {
        client_id: body.client_id,
        subject: body.subject,
        event: body.event.into(),
        source: ConsentSource::parse(&body.source).ok_or_else(|| ApiError::field("source", "error.consent_value"))?,
        choices: body.choices.into(),
        text: body.text.map(|text| (text.version, text.language)),
        shown: body
            .shown
            .as_deref()
            .map(|id| ConsentEntryId::parse(id).map_err(|_| ApiError::field("shown", "error.not_found")))
            .transpose()?,
        method: body.method.into(),
        gpc: body.gpc.into(),
        evidence: body.evidence.map(checked).transpose()?,
    };
    let recorded = consent::record_consent(&state.ctx, &door, cmd).await?;
    let entry_id = recorded.entry.id.as_str().to_owned();
    Ok(Reply(ConsentOut {
        receipt_url: format!("/api/sites/{}/consent/{entry_id}/receipt", door.chat_key),
        entry_id,
        expires_at: recorded.entry.expires_at.as_ms(),
        scopes: written(recorded.scopes),
    }))
}

/// New tokens for an answer that still counts.
pub async fn renew_scopes(
    State(state): State<AppState>,
    Door(door): Door,
    Body(body): Body<ConsentScopesIn>,
) -> ApiResult<Reply<ConsentScopesOut>> {
    // An id that cannot be one is answered like one that is not the caller's.
    let entry = ConsentEntryId::parse(&body.entry_id).map_err(|_| ApiError::from(consent::ConsentError::Forbidden))?;
    let scopes = consent::renew_scopes(&state.ctx, &door, &body.subject, &entry).await?;
    Ok(Reply(ConsentScopesOut { scopes: written(scopes) }))
}

/// Whether the browser itself says "do not": Global Privacy Control or Do Not Track.
fn refuses(headers: &HeaderMap) -> bool {
    headers.get("sec-gpc").is_some_and(|value| value == "1") || headers.get("dnt").is_some_and(|value| value == "1")
}

fn checked(evidence: ConsentEvidence) -> ApiResult<Relayed> {
    let ConsentEvidence { record_id, revision, language, decided_at, quality } = evidence;
    Relayed::check(record_id, revision, language, decided_at, quality)
        .map_err(|EvidenceError(field)| ApiError::field(format!("evidence.{field}"), "error.consent_value"))
}

fn written(scopes: Scopes) -> ConsentScopes {
    let mut out = ConsentScopes::default();
    for (purpose, token) in scopes {
        match purpose {
            ConsentPurpose::Statistics => out.statistics = Some(token),
            ConsentPurpose::Marketing => out.marketing = Some(token),
            // No site can use it, so it is never granted.
            ConsentPurpose::Recording => {}
        }
    }
    out
}
