//! Accounts, agents and signed-in actors for tests, made the way the product makes them.

use entrenous_app::account::{self, CreateAccount, Created, SignIn, SignedIn};
use entrenous_app::agent::{self, CreateAgent};
use entrenous_app::consent::begin_ledger;
use entrenous_app::texts::Language;
use entrenous_domain::account::{Account, Actor, Agent, Role, Status};
use entrenous_domain::chat_box::ChatBox;
use entrenous_domain::consent::SitePrivacy;
use entrenous_domain::ids::{AccountId, AgentId, SiteId};
use entrenous_domain::site::{ChatKey, Site, TrackingMode};
use entrenous_domain::site_identity::SiteIdentity;

use crate::context::TestContext;

/// The password of everybody.
pub const PASSWORD: &str = "trois bols bleus";
/// The address of the first account's owner.
pub const OWNER_EMAIL: &str = "nadia@brume.example";

impl TestContext {
    /// The first account, "Atelier Brume", with its owner and one site.
    pub async fn account(&self) -> Created {
        let cmd = CreateAccount {
            account_name: "Atelier Brume".to_owned(),
            name: "Nadia Benali".to_owned(),
            email: OWNER_EMAIL.to_owned(),
            password: PASSWORD.to_owned(),
            site_name: "brume.example".to_owned(),
            language: Language::En,
        };
        account::create_account(&self.ctx, cmd).await.expect("the first account is made")
    }

    /// One more agent of an account, with the address `<name>@brume.example`.
    pub async fn agent(&self, account: &AccountId, name: &str, role: Role, sites: &[SiteId]) -> Agent {
        let cmd = CreateAgent {
            email: format!("{}@brume.example", name.to_lowercase()),
            name: name.to_owned(),
            description: String::new(),
            role,
            language: Language::En,
            password: PASSWORD.to_owned(),
            sites: sites.to_vec(),
        };
        agent::create_agent(&self.ctx, account, cmd).await.expect("the agent is made")
    }

    /// Another account on the same installation, with an owner and a site: the neighbour whose things nobody may see.
    pub async fn neighbour(&self) -> Created {
        let now = self.ctx.now();
        let account = Account { id: self.ctx.new_id(AccountId::new), name: "Neighbour".to_owned(), created_at: now };
        let owner = Agent {
            id: self.ctx.new_id(AgentId::new),
            account: account.id.clone(),
            email: "owner@neighbour.example".to_owned(),
            name: "Neighbour's owner".to_owned(),
            nickname: "Owner".to_owned(),
            description: String::new(),
            role: Role::Owner,
            language: "en".to_owned(),
            active: true,
            invited: false,
            status: Status::Online,
            accepting: true,
            avatar: None,
            second_factor: false,
            sites: Vec::new(),
            created_at: now,
            last_login_at: None,
        };
        let site = Site {
            id: self.ctx.new_id(SiteId::new),
            account: account.id.clone(),
            chat_key: ChatKey::new(self.ctx.random()),
            name: "neighbour.example".to_owned(),
            language: "en".to_owned(),
            tracking_mode: TrackingMode::WithConsent,
            allowed_origins: Vec::new(),
            chat_box: ChatBox::standard().as_json().to_owned(),
            privacy: SitePrivacy::standard(),
            identity: SiteIdentity::default(),
            event_number: 0,
            seen_at: None,
            seen_origin: None,
            created_at: now,
        };
        let hash = self.ctx.passwords.hash(PASSWORD, self.ctx.random()).await.expect("a password is hashed");
        let mut work = self.ctx.db.unit().await.expect("a unit");
        work.accounts().add(&account).await.expect("the account is added");
        assert!(work.agents().add(&owner, Some(&hash)).await.expect("the owner is added"));
        work.sites().add(&site).await.expect("the site is added");
        begin_ledger(&self.ctx.keys, &mut work, &site.id).await.expect("its ledger begins");
        work.save().await.expect("the neighbour is kept");
        Created { account, owner, site }
    }

    /// Signs an agent without a second factor in, from a peer of its own; the session's token.
    pub async fn sign_in(&self, email: &str) -> String {
        let cmd = SignIn {
            email: email.to_owned(),
            password: PASSWORD.to_owned(),
            cookie: None,
            device: "Firefox 140, Linux".to_owned(),
            peer: self.ctx.rate_key(email),
        };
        match account::sign_in(&self.ctx, cmd).await.expect("the password fits") {
            SignedIn::Complete(token) => token.reveal().to_owned(),
            SignedIn::SecondFactorRequired(_) => panic!("{email} has a second factor"),
        }
    }

    /// Signs an agent in; the actor that every action takes.
    pub async fn actor(&self, email: &str) -> Actor {
        let token = self.sign_in(email).await;
        account::authenticate(&self.ctx, &token).await.expect("the database answers").expect("the session counts")
    }
}
