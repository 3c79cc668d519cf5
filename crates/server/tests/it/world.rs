//! A server of one test: a real listener, a private database, a clock that stands still.

use std::sync::Arc;
use std::time::Duration;

use entrenous_app::account::{CreateAccount, Created, SignIn, SignedIn, create_account, sign_in};
use entrenous_app::texts::Language;
use entrenous_domain::privacy::RateKey;
use entrenous_server::config::Limits;
use entrenous_server::http::router::router;
use entrenous_server::http::search_places::SearchPlaces;
use entrenous_server::http::upload_places::UploadPlaces;
use entrenous_server::serve::{ConnectionLimits, Stop, serve};
use entrenous_server::state::{AppState, House};
use entrenous_server::ws::limits::SocketCounts;
use entrenous_testkit::{TestContext, TestDatabase};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;

/// The owner's password in every world.
pub const PASSWORD: &str = "trois bols bleus et un vert";

/// Limits that no test of something else runs into.
pub const NO_LIMITS: Limits = Limits {
    visitor_frames_per_10s: 1_000_000,
    agent_frames_per_10s: 1_000_000,
    sockets_per_visitor: 1_000,
    sessions_per_minute: 1_000_000,
};

/// A running server.
pub struct World {
    /// `127.0.0.1:port`.
    pub address: String,
    /// What the server shares; tests reach the actions through it.
    pub state: AppState,
    /// The first account, its owner and its site.
    pub created: Created,
    /// The clock and the mails.
    pub test: TestContext,
    serving: JoinHandle<bool>,
    database: TestDatabase,
}

impl World {
    /// On SQLite.
    pub async fn new(limits: Limits) -> Self {
        Self::on(TestDatabase::sqlite().await, limits).await
    }

    /// On a database.
    pub async fn on(database: TestDatabase, limits: Limits) -> Self {
        let test = TestContext::over(database.db.clone());
        let ctx = test.ctx.clone();
        let created = create_account(
            &ctx,
            CreateAccount {
                account_name: "Atelier Brume".into(),
                name: "Camille Durand".into(),
                email: "camille@demo.example".into(),
                password: PASSWORD.into(),
                site_name: "Shop".into(),
                language: Language::En,
            },
        )
        .await
        .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (stop, tasks) = (Stop::default(), TaskTracker::new());
        let house = House {
            public_origin: format!("http://{address}"),
            follows_host: true,
            tasks: tasks.clone(),
            stop: stop.clone(),
            demo_key: None,
            limits,
            uploads: UploadPlaces::default(),
            searches: SearchPlaces::default(),
            sockets: SocketCounts::new(10_000, limits),
        };
        let state = AppState { ctx, house: Arc::new(house) };
        let app = router(state.clone());
        #[expect(clippy::disallowed_methods, reason = "the handle is awaited when the world ends")]
        let serving = tokio::spawn(serve(listener, app, ConnectionLimits::default(), None, tasks, stop, Duration::from_secs(5)));
        Self { address, state, created, test, serving, database }
    }

    /// The public key of the first site.
    pub fn chat_key(&self) -> String {
        self.created.site.chat_key.as_str().to_owned()
    }

    /// A session of the owner, as the value of its cookie.
    pub async fn owner_session(&self) -> String {
        let cmd = SignIn {
            email: "camille@demo.example".into(),
            password: PASSWORD.into(),
            device: "Firefox 140, Linux".into(),
            peer: RateKey::from_hash([1; 8]),
            cookie: None,
        };
        match sign_in(&self.state.ctx, cmd).await.unwrap() {
            SignedIn::Complete(token) => token.reveal().to_owned(),
            SignedIn::SecondFactorRequired(_) => panic!("the owner has no second factor"),
        }
    }

    /// Stops the server; every socket must end by itself.
    pub async fn end(self) {
        self.state.house.stop.soon.cancel();
        assert!(self.serving.await.unwrap(), "a connection did not end when it was asked to");
        drop((self.state, self.test));
        self.database.remove().await;
    }
}
