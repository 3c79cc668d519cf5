//! Two accounts with one object of every kind, and a session for every role.

use std::collections::BTreeMap;

use bytes::Bytes;
use entrenous_app::Context;
use entrenous_app::account::{SignIn, SignedIn, authenticate, sign_in};
use entrenous_app::agent::{CreateAgent, create_agent};
use entrenous_app::conversation::{Say, SendMessage, send_by_visitor};
use entrenous_app::site::{CreateSite, SaveGroup, add_group, create_site};
use entrenous_app::texts::Language;
use entrenous_app::upload::{NewFile, upload_by_visitor};
use entrenous_app::visitor::{BeginSession, begin_session};
use entrenous_domain::account::{Account, Role};
use entrenous_domain::ids::{AccountId, SiteId};
use entrenous_domain::privacy::RateKey;
use entrenous_domain::site::{ChatKey, Site};

use crate::world::{PASSWORD, World};

/// The ids of one object of every kind, by the name of the path's placeholder.
pub type Objects = BTreeMap<&'static str, String>;

/// Sessions by role, and what belongs to others.
pub struct Tenants {
    /// The session cookie of each role of the first account; the agent works on the first site only.
    pub sessions: Vec<(Role, String)>,
    /// A visitor of the first site.
    pub visitor_token: String,
    /// Objects of the first site.
    pub own: Objects,
    /// Objects of the first account's second site, which its agent must not know of.
    pub other_site: Objects,
    /// Objects of another account.
    pub other_account: Objects,
}

async fn session(ctx: &Context, email: &str) -> String {
    let cmd = SignIn {
        email: email.into(),
        password: PASSWORD.into(),
        cookie: None,
        device: "Firefox 140, Linux".into(),
        peer: RateKey::from_hash([1; 8]),
    };
    match sign_in(ctx, cmd).await.unwrap() {
        SignedIn::Complete(token) => token.reveal().to_owned(),
        SignedIn::SecondFactorRequired(_) => panic!("nobody has a second factor here"),
    }
}

async fn person(ctx: &Context, account: &AccountId, email: &str, role: Role, sites: Vec<SiteId>) -> String {
    let cmd = CreateAgent {
        email: email.into(),
        name: "Somebody Else".into(),
        description: String::new(),
        role,
        language: Language::En,
        password: PASSWORD.into(),
        sites,
    };
    create_agent(ctx, account, cmd).await.unwrap().id.to_string()
}

/// A conversation with a file, a group and a session of somebody, on one site.
async fn objects(ctx: &Context, site: &Site, owner_session: &str, agent: String) -> (Objects, String) {
    let cmd = BeginSession { chat_key: site.chat_key.as_str().to_owned(), is_own_page: true, ..BeginSession::default() };
    let begun = begin_session(ctx, cmd).await.unwrap();
    let file = NewFile { name: "note.txt".into(), declared_type: "text/plain".into(), bytes: Bytes::from_static(b"hello") };
    let upload = upload_by_visitor(ctx, &begun.guest, file).await.unwrap();
    let cmd = SendMessage { client_msg_id: "one".into(), say: Say::File(upload.id.to_string()) };
    let sent = send_by_visitor(ctx, &begun.guest, &cmd).await.unwrap();
    let actor = authenticate(ctx, owner_session).await.unwrap().unwrap();
    let cmd = SaveGroup { name: "Orders".into(), key: None, agents: Vec::new() };
    let group = add_group(ctx, &actor, &site.id, cmd).await.unwrap();
    let objects = BTreeMap::from([
        ("site_id", site.id.to_string()),
        ("conversation_id", sent.message.conversation.to_string()),
        ("upload_id", upload.id.to_string()),
        ("group_id", group.id.to_string()),
        ("agent_id", agent),
        ("session_id", actor.session().to_string()),
    ]);
    (objects, begun.token.unwrap().reveal().to_owned())
}

/// Builds both accounts in a world.
pub async fn settle(world: &World) -> Tenants {
    let ctx = &world.state.ctx;
    let account = &world.created.account.id;
    let owner = session(ctx, "camille@demo.example").await;
    let actor = authenticate(ctx, &owner).await.unwrap().unwrap();
    let cmd = CreateSite { name: "Second shop".into(), language: "fr".into(), allowed_domains: Vec::new() };
    let second = create_site(ctx, &actor, cmd).await.unwrap().site;
    let first = world.created.site.clone();
    let agent = person(ctx, account, "agent@demo.example", Role::Agent, vec![first.id.clone()]).await;
    let admin = person(ctx, account, "admin@demo.example", Role::Admin, Vec::new()).await;
    let (own, visitor_token) = objects(ctx, &first, &owner, agent).await;
    let (other_site, _) = objects(ctx, &second, &owner, admin).await;
    let (other, other_site_row) = other_account(ctx, &first).await;
    let stranger = person(ctx, &other, "stranger@elsewhere.example", Role::Owner, Vec::new()).await;
    let stranger_session = session(ctx, "stranger@elsewhere.example").await;
    let (other_account, _) = objects(ctx, &other_site_row, &stranger_session, stranger).await;
    let sessions = vec![
        (Role::Owner, owner),
        (Role::Admin, session(ctx, "admin@demo.example").await),
        (Role::Agent, session(ctx, "agent@demo.example").await),
    ];
    Tenants { sessions, visitor_token, own, other_site, other_account }
}

/// The product makes one account for each installation so far; tenancy must hold for more.
async fn other_account(ctx: &Context, like: &Site) -> (AccountId, Site) {
    let account = Account { id: ctx.new_id(AccountId::new), name: "Elsewhere".into(), created_at: ctx.now() };
    let site = Site { id: ctx.new_id(SiteId::new), account: account.id.clone(), chat_key: ChatKey::new(ctx.random()), ..like.clone() };
    let mut work = ctx.db.unit().await.unwrap();
    work.accounts().add(&account).await.unwrap();
    work.sites().add(&site).await.unwrap();
    work.save().await.unwrap();
    (account.id, site)
}
