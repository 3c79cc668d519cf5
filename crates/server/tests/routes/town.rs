//! Two accounts that must never learn of each other, each with people, a site, a group, a visitor and a conversation.

use std::sync::Arc;

use axum::Router;
use entrenous_app::account::{self, Created};
use entrenous_app::conversation::{Say, SendMessage, send_by_visitor};
use entrenous_app::site::{SaveGroup, add_group};
use entrenous_app::upload::{NewFile, upload_by_visitor};
use entrenous_app::visitor::{BeginSession, begin_session};
use entrenous_domain::account::Role;
use entrenous_domain::site::Site;
use entrenous_server::config::Limits;
use entrenous_server::http::router::router;
use entrenous_server::http::search_places::SearchPlaces;
use entrenous_server::http::upload_places::UploadPlaces;
use entrenous_server::serve::Stop;
use entrenous_server::state::{AppState, House};
use entrenous_server::ws::limits::SocketCounts;
use entrenous_testkit::TestContext;
use entrenous_testkit::people::OWNER_EMAIL;
use tokio_util::task::TaskTracker;

use crate::browser::{Browser, Load};

const LIMITS: Limits = Limits {
    visitor_frames_per_10s: 1_000_000,
    agent_frames_per_10s: 1_000_000,
    sockets_per_visitor: 1_000,
    sessions_per_minute: 1_000_000,
};

/// The router over a context, reached under an address.
pub fn router_at(test: &TestContext, public_origin: &str) -> Router {
    let house = House {
        public_origin: public_origin.to_owned(),
        follows_host: false,
        tasks: TaskTracker::new(),
        stop: Stop::default(),
        demo_key: None,
        limits: LIMITS,
        uploads: UploadPlaces::default(),
        searches: SearchPlaces::default(),
        sockets: SocketCounts::new(10_000, LIMITS),
    };
    router(AppState { ctx: test.ctx.clone(), house: Arc::new(house) })
}

/// The ids of everything that one account has, as texts.
#[derive(Debug, Clone)]
pub struct Things {
    /// A site.
    pub site: String,
    /// An agent.
    pub agent: String,
    /// A group of the site.
    pub group: String,
    /// A session of the agent.
    pub session: String,
    /// A conversation of the site.
    pub conversation: String,
    /// A file of that conversation's visitor.
    pub upload: String,
    /// The visitor's token.
    pub visitor_token: String,
}

/// Everybody.
pub struct Town {
    /// Clock, mails, database.
    pub test: TestContext,
    /// Every route.
    pub router: Router,
    /// The account in question.
    pub home: Created,
    /// What it has.
    pub own: Things,
    /// A second site of the account, for which the agent "emma" is not named, and what it has.
    pub other_site: Things,
    /// What the neighbour has.
    pub foreign: Things,
}

impl Town {
    /// Builds it.
    pub async fn new() -> Self {
        let test = TestContext::sqlite().await;
        let home = test.account().await;
        let owner = test.actor(OWNER_EMAIL).await;
        let second = entrenous_app::site::CreateSite { name: "Second".to_owned(), language: "en".to_owned(), allowed_domains: Vec::new() };
        let second = entrenous_app::site::create_site(&test.ctx, &owner, second).await.unwrap().site;
        test.agent(&home.account.id, "Ada", Role::Admin, &[]).await;
        test.agent(&home.account.id, "Emma", Role::Agent, std::slice::from_ref(&home.site.id)).await;
        let neighbour = test.neighbour().await;
        let own = things(&test, OWNER_EMAIL, &home.site).await;
        let other_site = things(&test, OWNER_EMAIL, &second).await;
        let foreign = things(&test, &neighbour.owner.email, &neighbour.site).await;
        let router = router_at(&test, "https://chat.example.com");
        Self { test, router, home, own, other_site, foreign }
    }

    /// A browser in which somebody is signed in: `nadia` (owner), `ada` (admin) or `emma` (agent of the first site).
    pub async fn signed_in(&self, name: &str) -> Browser {
        let mut browser = Browser::new(self.router.clone());
        browser.cookie = Some(format!("__Host-entrenous={}", self.test.sign_in(&format!("{name}@brume.example")).await));
        let me = browser.ask("GET", "/api/agent/me", Load::Empty).await;
        assert_eq!(me.status, 200, "{me:?}");
        browser
    }
}

async fn things(test: &TestContext, email: &str, site: &Site) -> Things {
    let actor = test.actor(email).await;
    let group = SaveGroup { name: "Orders".to_owned(), key: None, agents: vec![actor.agent().clone()] };
    let group = add_group(&test.ctx, &actor, &site.id, group).await.unwrap();
    let begun = begin_session(&test.ctx, BeginSession { chat_key: site.chat_key.as_str().to_owned(), ..Default::default() }).await.unwrap();
    let said = SendMessage { client_msg_id: "first".to_owned(), say: Say::Text("hello from somebody".to_owned()) };
    let accepted = send_by_visitor(&test.ctx, &begun.guest, &said).await.unwrap();
    let file = NewFile { name: "a.txt".to_owned(), declared_type: "text/plain".to_owned(), bytes: "a file".into() };
    let upload = upload_by_visitor(&test.ctx, &begun.guest, test.peer(1), file).await.unwrap();
    let sent = SendMessage { client_msg_id: "second".to_owned(), say: Say::File(upload.id.to_string()) };
    send_by_visitor(&test.ctx, &begun.guest, &sent).await.unwrap();
    Things {
        site: site.id.to_string(),
        agent: actor.agent().to_string(),
        group: group.id.to_string(),
        session: account::list_sessions(&test.ctx, &actor).await.unwrap()[0].id.to_string(),
        conversation: accepted.message.conversation.to_string(),
        upload: upload.id.to_string(),
        visitor_token: begun.token.unwrap().reveal().to_owned(),
    }
}
