//! `entrenous serve`.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use entrenous_app::account;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

use super::demo::{self, Demo};
use super::{say, say_error};
use crate::boot::{self, BootError};
use crate::config::Config;
use crate::edge::Edge;
use crate::http::assets;
use crate::http::search_places::SearchPlaces;
use crate::http::upload_places::UploadPlaces;
use crate::lifecycle::{self, Run};
use crate::outside::data_folder::DataFolder;
use crate::outside::open_files;
use crate::serve::{ConnectionLimits, Stop};
use crate::state::{AppState, House};
use crate::ws::limits::SocketCounts;
use crate::{logs, metrics_page};

/// Files that the database, uploads, mails and logs may need while every connection is taken.
const FILES_BESIDE_CONNECTIONS: usize = 256;
/// Connections of one address beside its sockets: a browser opens six, and an office shares an address.
const REQUESTS_PER_ADDRESS: usize = 200;

/// Starts the server and stays until it is told to stop.
pub async fn serve(config: Config, with_demo: bool) -> ExitCode {
    if let Err(error) = logs::begin(&config.log) {
        say_error(&format!("Logs cannot be written: {error}."));
        return ExitCode::FAILURE;
    }
    match Box::pin(start(&config, with_demo)).await {
        Ok((state, edge, listener)) => {
            let run = Run { limits: limits(&config), drain: Duration::from_secs(config.server.drain_seconds) };
            let db = state.ctx.db.clone();
            let code = lifecycle::run(state, edge, listener, run).await;
            db.close().await;
            code
        }
        Err(error) => {
            say_error(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

async fn start(config: &Config, with_demo: bool) -> Result<(AppState, Edge, TcpListener), BootError> {
    // The address comes first: when it is taken, nothing was made or changed.
    let listener = listen(&config.server.listen).await?;
    let folder = DataFolder::open(&config.data.dir)?;
    let db = boot::open_database(config, &folder).await?;
    let address = local(&listener, &config.server.listen)?;
    let public_url = public_url(config, &address);
    let ctx = boot::context(config, &folder, db, public_url.clone()).await?;
    let stop = Stop::default();
    let tasks = TaskTracker::new();
    if !config.metrics.listen.is_empty() {
        let metrics = listen(&config.metrics.listen).await?;
        say(&format!("metrics    http://{}/metrics", local(&metrics, &config.metrics.listen)?));
        tasks.spawn(metrics_page::serve(metrics, stop.clone()));
    }
    let demo = if with_demo { Some(demo::prepare(&ctx).await?) } else { None };
    let house = House {
        public_origin: public_url.clone(),
        follows_host: config.server.public_url.is_empty(),
        demo_key: demo.as_ref().map(|demo| demo.chat_key.clone()),
        uploads: UploadPlaces::default(),
        searches: SearchPlaces::default(),
        sockets: SocketCounts::new(config.server.sockets_per_address, config.limits),
        limits: config.limits,
        tasks,
        stop,
    };
    let setup = account::open_setup(&ctx).await?;
    announce(&address, &public_url, demo.as_ref(), setup.as_deref());
    let edge = Edge::new(&config.server.trusted_proxies, ctx.clone());
    Ok((AppState { ctx, house: Arc::new(house) }, edge, listener))
}

/// What the configuration allows, as far as the process may open so many files at all.
fn limits(config: &Config) -> ConnectionLimits {
    let most = open_files::most();
    // Where there are few files at all, a quarter of them must do.
    let files = most.saturating_sub(FILES_BESIDE_CONNECTIONS.min(most / 4)).max(1);
    let wanted = config.server.max_connections;
    if files < wanted {
        tracing::info!(
            wanted,
            possible = files,
            "server.max_connections is more than this process may open files; raise its limit (LimitNOFILE, ulimit -n)"
        );
    }
    let sockets = usize::try_from(config.server.sockets_per_address).unwrap_or(usize::MAX);
    ConnectionLimits {
        max_connections: wanted.min(files),
        max_connections_per_peer: sockets.saturating_add(REQUESTS_PER_ADDRESS),
        ..ConnectionLimits::default()
    }
}

async fn listen(address: &str) -> Result<TcpListener, BootError> {
    TcpListener::bind(address).await.map_err(|error| BootError::Listen(address.to_owned(), error))
}

fn local(listener: &TcpListener, asked: &str) -> Result<String, BootError> {
    listener.local_addr().map(|address| address.to_string()).map_err(|error| BootError::Listen(asked.to_owned(), error))
}

/// The configured address, or the one listened on; a listener on every address is reached as localhost.
fn public_url(config: &Config, address: &str) -> String {
    if !config.server.public_url.is_empty() {
        return config.server.public_url.trim_end_matches('/').to_owned();
    }
    let port = address.rsplit_once(':').map(|(_, port)| port).unwrap_or_default();
    if address.starts_with("0.0.0.0:") || address.starts_with("[::]:") {
        format!("http://localhost:{port}")
    } else {
        format!("http://{address}")
    }
}

/// Tells whoever started the server where everything is. Only what must not be missed.
fn announce(address: &str, url: &str, demo: Option<&Demo>, setup: Option<&str>) {
    say(&format!("listening  http://{address}"));
    say(&format!("dashboard  {url}/app/"));
    if let Some(demo) = demo {
        say(&format!("demo shop  {url}/demo/"));
        for agent in &demo.agents {
            say(&format!("sign in    {}  {}", agent.email, agent.password));
        }
    }
    if let Some(link) = setup {
        say(&format!("set up     {link}"));
        say("           This link works once and makes the first account.");
    }
    if !assets::is_built() {
        say("           The browser side is not in this binary: run `cargo xtask serve` instead.");
    }
}
