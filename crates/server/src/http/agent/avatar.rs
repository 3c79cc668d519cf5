//! The agent's own picture.

use axum::extract::{Request, State};
use entrenous_app::agent;
use entrenous_protocol::account::MeOut;

use super::me::answer;
use crate::http::error::ApiResult;
use crate::http::extract::{Peer, Reply, Signed};
use crate::http::file::{self, UploadQuery};
use crate::state::AppState;

/// Takes a picture; it is written anew as a square.
pub async fn set(State(state): State<AppState>, Peer(peer): Peer, Signed(actor): Signed, request: Request) -> ApiResult<Reply<MeOut>> {
    let _place = state.house.uploads.take(peer)?;
    // The client sends no name, and a file without an ending counts as unknown bytes: the declared type gives one.
    let query = UploadQuery { file_name: String::new() };
    let mut file = file::read(&state, request, query).await?;
    file.name = picture_name(&file.declared_type);
    agent::set_avatar(&state.ctx, &actor, file).await?;
    answer(&state, &actor).await
}

/// Takes the picture away.
pub async fn remove(State(state): State<AppState>, Signed(actor): Signed) -> ApiResult<Reply<MeOut>> {
    agent::remove_avatar(&state.ctx, &actor).await?;
    answer(&state, &actor).await
}

/// `picture.png` for `image/png`; without an ending when the type is no picture's.
fn picture_name(declared_type: &str) -> String {
    let kind = declared_type.split(';').next().unwrap_or_default().trim();
    match kind.strip_prefix("image/") {
        Some(ending) => format!("picture.{ending}"),
        None => "picture".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_named_after_its_declared_type() {
        assert_eq!(picture_name("image/png"), "picture.png");
        assert_eq!(picture_name("image/jpeg; q=1"), "picture.jpeg");
        assert_eq!(picture_name("text/html"), "picture");
    }
}
