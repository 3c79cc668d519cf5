//! Signed identities over sockets: who somebody else is shown out at once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entrenous_app::account::authenticate;
use entrenous_app::site::{ChangeSite, add_identity_key, change_site};
use entrenous_app::visitor::{BeginSession, begin_session};
use entrenous_domain::account::Actor;
use entrenous_protocol::PROTOCOL_VERSION;
use entrenous_protocol::error::ErrorCode;
use entrenous_protocol::message::ContentIn;
use entrenous_protocol::visitor::IdentityIn;
use entrenous_protocol::ws::close;
use entrenous_protocol::ws::visitor::{VisitorClientFrame, VisitorServerFrame};
use hmac::{Hmac, Mac as _};
use serde_json::json;
use sha2::Sha256;

use crate::line::Line;
use crate::world::{NO_LIMITS, World};

/// A world whose site has a key.
struct Shop {
    world: World,
    owner: Actor,
    key: String,
}

impl Shop {
    async fn new() -> Self {
        let world = World::new(NO_LIMITS).await;
        let ctx = &world.state.ctx;
        let owner = authenticate(ctx, &world.owner_session().await).await.unwrap().unwrap();
        let key = add_identity_key(ctx, &owner, &world.created.site.id).await.unwrap().key.reveal().to_owned();
        Self { world, owner, key }
    }

    fn proof(&self, jti: &str, sub: &str) -> String {
        let now = self.world.state.ctx.now().as_ms() / 1_000;
        let claims = json!({"aud": self.world.chat_key(), "iat": now, "exp": now + 60, "jti": jti, "sub": sub, "name": sub});
        let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#), URL_SAFE_NO_PAD.encode(claims.to_string()));
        let mac = Hmac::<Sha256>::new_from_slice(self.key.as_bytes()).unwrap().chain_update(text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    async fn begin(&self, token: Option<&str>, proof: Option<String>) -> String {
        let token = token.map(str::to_owned);
        let cmd = BeginSession { chat_key: self.world.chat_key(), is_own_page: true, token, proof, ..BeginSession::default() };
        begin_session(&self.world.state.ctx, cmd).await.unwrap().token.unwrap().reveal().to_owned()
    }

    async fn line(&self, token: &str) -> Line {
        let mut line = Line::open(&self.world.address, "/ws/visitor", None).await.unwrap();
        let chat_key = self.world.chat_key();
        let hello = VisitorClientFrame::Hello { protocol: PROTOCOL_VERSION, chat_key, token: token.to_owned(), page: None };
        line.send(&hello).await.unwrap();
        assert!(matches!(line.next().await.unwrap(), VisitorServerFrame::Welcomed { .. }));
        line
    }
}

async fn refusal(line: &mut Line) -> ErrorCode {
    loop {
        if let VisitorServerFrame::Refused { refused } = line.next().await.unwrap() {
            return refused.code;
        }
    }
}

fn says(name: Option<&str>, proof: Option<String>) -> VisitorClientFrame {
    VisitorClientFrame::SetIdentity { identity: IdentityIn { name: name.map(str::to_owned), proof, ..IdentityIn::default() } }
}

#[tokio::test]
async fn a_proof_of_somebody_else_ends_the_session_in_every_tab() {
    let shop = Shop::new().await;
    let token = shop.begin(None, Some(shop.proof("1", "nadia"))).await;
    let (mut one, mut other) = (shop.line(&token).await, shop.line(&token).await);
    // Of the same person it is taken, once.
    let again = shop.proof("2", "nadia");
    one.send(&says(None, Some(again.clone()))).await.unwrap();
    one.send(&says(None, Some(again))).await.unwrap();
    assert_eq!(refusal(&mut one).await, ErrorCode::IdentityProofReplayed);
    one.send(&says(None, Some(shop.proof("3", "eve")))).await.unwrap();
    assert_eq!(one.closing_code().await, Some(close::NOT_YOU));
    assert_eq!(other.closing_code().await, Some(close::NOT_YOU));
    let late = Line::open(&shop.world.address, "/ws/visitor", None).await;
    let mut late = late.unwrap();
    let hello = VisitorClientFrame::Hello { protocol: PROTOCOL_VERSION, chat_key: shop.world.chat_key(), token, page: None };
    late.send(&hello).await.unwrap();
    assert_eq!(late.closing_code().await, Some(close::NOT_YOU));
    shop.world.end().await;
}

#[tokio::test]
async fn whoever_holds_the_token_from_before_the_login_is_shown_out_by_the_first_proof() {
    let shop = Shop::new().await;
    let planted = shop.begin(None, None).await;
    let mut watcher = shop.line(&planted).await;
    watcher.send(&says(None, Some(shop.proof("1", "nadia")))).await.unwrap();
    assert_eq!(refusal(&mut watcher).await, ErrorCode::SessionRequired);
    shop.begin(Some(&planted), Some(shop.proof("1", "nadia"))).await;
    assert_eq!(watcher.closing_code().await, Some(close::NOT_YOU));
    shop.world.end().await;
}

#[tokio::test]
async fn a_switch_to_proofs_reaches_open_sockets_and_the_chat_goes_on() {
    let shop = Shop::new().await;
    let mut line = shop.line(&shop.begin(None, None).await).await;
    let change = ChangeSite { identity_required: Some(true), ..ChangeSite::default() };
    change_site(&shop.world.state.ctx, &shop.owner, &shop.world.created.site.id, change).await.unwrap();
    line.send(&says(Some("Eve"), None)).await.unwrap();
    assert_eq!(refusal(&mut line).await, ErrorCode::IdentityUnsigned);
    let text = ContentIn::Text { text: "hello".to_owned() };
    line.send(&VisitorClientFrame::SendMessage { client_msg_id: "m1".to_owned(), content: text }).await.unwrap();
    loop {
        if let VisitorServerFrame::MessageAccepted { accepted } = line.next().await.unwrap() {
            assert_eq!(accepted.seq, 1);
            break;
        }
    }
    shop.world.end().await;
}
