//! Identifiers in paths, and query strings.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use entrenous_domain::ids::{AgentId, ConsentEntryId, ConversationId, GroupId, SessionId, SiteId, UploadId};
use entrenous_protocol::error::ErrorCode;
use serde::de::DeserializeOwned;

use crate::http::error::ApiError;

/// Something that a path names.
pub trait FromText: Sized {
    /// `None` when the text cannot name one; the answer is then the same as for an absent thing.
    fn from_text(text: &str) -> Option<Self>;
}

macro_rules! ids {
    ($($name:ident),*) => {$(
        impl FromText for $name {
            fn from_text(text: &str) -> Option<Self> {
                Self::parse(text).ok()
            }
        }
    )*};
}
ids!(AgentId, ConsentEntryId, ConversationId, GroupId, SessionId, SiteId, UploadId);

impl FromText for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

async fn segments<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<Vec<String>, ApiError> {
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| ApiError::not_found())?;
    Ok(params.iter().map(|(_, value)| value.to_owned()).collect())
}

/// The only id of a path.
#[derive(Debug)]
pub struct PathId<T>(pub T);

impl<T: FromText, S: Send + Sync> FromRequestParts<S> for PathId<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let all = segments(parts, state).await?;
        all.first().and_then(|text| T::from_text(text)).map(Self).ok_or_else(ApiError::not_found)
    }
}

/// The two ids of a path: parent, then child.
#[derive(Debug)]
pub struct PathIds<A, B>(pub A, pub B);

impl<A: FromText, B: FromText, S: Send + Sync> FromRequestParts<S> for PathIds<A, B> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let all = segments(parts, state).await?;
        let parent = all.first().and_then(|text| A::from_text(text));
        let child = all.get(1).and_then(|text| B::from_text(text));
        parent.zip(child).map(|(a, b)| Self(a, b)).ok_or_else(ApiError::not_found)
    }
}

/// The query string.
#[derive(Debug)]
pub struct Search<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Search<T> {
    type Rejection = ApiError;

    #[expect(clippy::disallowed_types, reason = "this is the place that wraps axum's reader in our envelope")]
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        axum::extract::Query::<T>::try_from_uri(&parts.uri)
            .map(|query| Self(query.0))
            .map_err(|_| ApiError::new(ErrorCode::BadRequest).with_text("error.bad_query"))
    }
}
