//! Two accounts with people and sites, so that every contract can ask for the neighbour's things.

use entrenous_domain::account::{Account, Agent, Role, Status};
use entrenous_domain::consent::SitePrivacy;
use entrenous_domain::ids::{AccountId, AgentId, SiteId, VisitorId};
use entrenous_domain::site::{AllowedOrigin, ChatKey, Site, TrackingMode};
use entrenous_domain::site_identity::SiteIdentity;
use entrenous_domain::time::Timestamp;
use entrenous_domain::visitor::{Identity, Page, Visitor};
use entrenous_storage::Db;

/// The moment at which everything in town was made.
pub const NOON: Timestamp = Timestamp::from_ms(1_767_225_600_000);

/// A moment after noon.
pub fn after(ms: i64) -> Timestamp {
    NOON.plus_ms(ms)
}

/// An account with the number `n`.
pub fn account(n: u8) -> Account {
    Account { id: AccountId::new(NOON, [n; 10]), name: format!("Account {n}"), created_at: NOON }
}

/// An agent of account `of` with the number `n`; numbers are unique in town.
pub fn agent(of: u8, n: u8, role: Role) -> Agent {
    Agent {
        id: AgentId::new(NOON, [n; 10]),
        account: account(of).id,
        email: format!("agent{n}@example.com"),
        name: format!("Agent {n}"),
        nickname: format!("A{n}"),
        description: String::new(),
        role,
        language: "fr".to_owned(),
        active: true,
        invited: false,
        status: Status::Online,
        accepting: true,
        avatar: None,
        second_factor: false,
        sites: Vec::new(),
        created_at: NOON,
        last_login_at: None,
    }
}

/// A site of account `of` with the number `n`; numbers are unique in town.
pub fn site(of: u8, n: u8) -> Site {
    Site {
        id: SiteId::new(NOON, [n; 10]),
        account: account(of).id,
        chat_key: ChatKey::new([n; 20]),
        name: format!("Site {n}"),
        language: "en".to_owned(),
        tracking_mode: TrackingMode::WithConsent,
        allowed_origins: vec![AllowedOrigin::parse("shop.example").unwrap(), AllowedOrigin::parse("http://127.0.0.1:8080").unwrap()],
        chat_box: "{}".to_owned(),
        privacy: SitePrivacy::standard(),
        identity: SiteIdentity::default(),
        event_number: 0,
        seen_at: None,
        seen_origin: None,
        created_at: NOON,
    }
}

/// Account 1 with owner 1, agent 2 and sites 1 and 2; account 9 with owner 9 and site 9. Everybody has a password.
pub async fn build(db: &Db) {
    let mut work = db.unit().await.unwrap();
    for n in [1, 9] {
        work.accounts().add(&account(n)).await.unwrap();
        assert!(work.agents().add(&agent(n, n, Role::Owner), Some("hash")).await.unwrap());
        work.sites().add(&site(n, n)).await.unwrap();
    }
    work.sites().add(&site(1, 2)).await.unwrap();
    assert!(work.agents().add(&agent(1, 2, Role::Agent), Some("hash")).await.unwrap());
    work.save().await.unwrap();
}

/// Visitor `n` of the first site of the first account, of whom nothing is known.
pub fn visitor(n: u8) -> Visitor {
    Visitor {
        id: VisitorId::new(NOON, [n; 10]),
        site: site(1, 1).id,
        identity: Identity::default(),
        browser: None,
        os: None,
        device: None,
        page: Page::default(),
        created_at: NOON,
        last_seen_at: NOON,
    }
}
