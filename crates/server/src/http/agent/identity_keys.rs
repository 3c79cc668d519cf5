//! The keys with which a site's server signs who is writing.

use axum::extract::State;
use entrenous_app::site::{self, IdentityKeyError};
use entrenous_domain::ids::SiteId;
use entrenous_domain::site_identity::{SiteIdentity, SiteIdentityError};
use entrenous_protocol::error::ErrorCode;
use entrenous_protocol::identity::{IdentityKeyOut, SiteIdentityOut};

use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{PathId, Reply, Signed};
use crate::state::AppState;

/// Makes a key; the one before stays good until it is removed.
pub async fn add(State(state): State<AppState>, Signed(actor): Signed, PathId(id): PathId<SiteId>) -> ApiResult<Reply<IdentityKeyOut>> {
    let made = site::add_identity_key(&state.ctx, &actor, &id).await?;
    Ok(Reply(IdentityKeyOut { key: made.key.reveal().to_owned(), identity: written(&made.view.site.identity) }))
}

/// Removes the older key.
pub async fn remove_old(
    State(state): State<AppState>,
    Signed(actor): Signed,
    PathId(id): PathId<SiteId>,
) -> ApiResult<Reply<SiteIdentityOut>> {
    Ok(Reply(written(&site::remove_old_identity_key(&state.ctx, &actor, &id).await?.site.identity)))
}

/// Removes every key.
pub async fn remove(State(state): State<AppState>, Signed(actor): Signed, PathId(id): PathId<SiteId>) -> ApiResult<Reply<SiteIdentityOut>> {
    Ok(Reply(written(&site::remove_identity_keys(&state.ctx, &actor, &id).await?.site.identity)))
}

/// The site's choice as it is sent.
pub fn written(identity: &SiteIdentity) -> SiteIdentityOut {
    SiteIdentityOut { required: identity.required(), has_key: identity.key().is_some(), has_old_key: identity.old_key().is_some() }
}

impl From<IdentityKeyError> for ApiError {
    fn from(error: IdentityKeyError) -> Self {
        match error {
            IdentityKeyError::Site(error) => error.into(),
            IdentityKeyError::Keys(SiteIdentityError::TwoKeys) => ApiError::new(ErrorCode::Conflict).with_text("error.two_identity_keys"),
            IdentityKeyError::Keys(SiteIdentityError::NoKey) => ApiError::new(ErrorCode::Conflict).with_text("error.no_identity_key"),
            IdentityKeyError::Keys(SiteIdentityError::Required) => ApiError::new(ErrorCode::Conflict).with_text("error.identity_required"),
            IdentityKeyError::Seal(error) => ApiError::internal(error),
        }
    }
}
