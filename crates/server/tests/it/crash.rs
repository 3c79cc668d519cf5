//! The server is killed (SIGKILL) at random moments under load; what it acknowledged is there afterwards, once, in order.
//!
//! `ENTRENOUS_KILLS` and `ENTRENOUS_MESSAGES` ask for a longer run than the test suite's.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use entrenous_app::context::Chance as _;
use entrenous_protocol::visitor::{SessionIn, SessionOut};
use entrenous_testkit::SeededChance;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;

use crate::agent_client::{Agent, Tickets};
use crate::visitor_client::Visitor;

const VISITORS: usize = 10;

struct Running {
    child: Child,
    address: String,
    sign_in: Option<(String, String)>,
}

/// Starts the binary and reads what it prints until it has said everything.
async fn start(data: &Path, with_demo: bool) -> Running {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entrenous"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(data);
    if with_demo {
        command.arg("--demo");
    }
    for limit in ["VISITOR_FRAMES_PER_10S", "AGENT_FRAMES_PER_10S"] {
        command.env(format!("ENTRENOUS__LIMITS__{limit}"), "1000000");
    }
    let mut child = command.env("ENTRENOUS__LOG__LEVEL", "error").stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (mut address, mut sign_in) = (None, None);
    loop {
        let line = lines.next_line().await.unwrap().expect("the server starts");
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["listening", url] => address = Some(url.trim_start_matches("http://").to_owned()),
            ["sign", "in", email, password] if sign_in.is_none() => sign_in = Some(((*email).to_owned(), (*password).to_owned())),
            _ => {}
        }
        let has_all =
            address.is_some() && (!with_demo || sign_in.is_some()) && words.first() == Some(if with_demo { &"sign" } else { &"dashboard" });
        if let (true, Some(address)) = (has_all, address.clone()) {
            return Running { child, address, sign_in };
        }
    }
}

struct OverHttp {
    client: reqwest::Client,
    cookie: String,
}

impl Tickets for OverHttp {
    async fn ticket(&mut self, address: &str) -> Option<String> {
        let request =
            self.client.post(format!("http://{address}/api/agent/ticket")).header("cookie", &self.cookie).json(&serde_json::json!({}));
        let answer: serde_json::Value = request.send().await.ok()?.json().await.ok()?;
        answer.get("ticket")?.as_str().map(str::to_owned)
    }
}

#[expect(clippy::disallowed_methods, reason = "tests talk to their own server only")]
fn client() -> reqwest::Client {
    reqwest::Client::builder().timeout(Duration::from_secs(10)).build().unwrap()
}

/// How many, from the environment or the suite's own number.
#[expect(clippy::disallowed_methods, reason = "longer runs are asked for through the environment")]
fn asked(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

async fn chat_key(client: &reqwest::Client, address: &str) -> String {
    let script = client.get(format!("http://{address}/demo/snippet.js")).send().await.unwrap().text().await.unwrap();
    script
        .split('"')
        .find(|word| word.len() == 40 && word.bytes().all(|b| b.is_ascii_hexdigit()))
        .expect("the demo shop names its key")
        .to_owned()
}

async fn begin(client: &reqwest::Client, address: &str, key: &str) -> String {
    let body = SessionIn { chat_key: key.to_owned(), token: None, page: None, identity: None, refused_proof: None };
    let answer = client.post(format!("http://{address}/api/visitor/session")).json(&body).send().await.unwrap();
    answer.json::<SessionOut>().await.unwrap().token.unwrap()
}

async fn sign_in(client: &reqwest::Client, running: &Running) -> String {
    let (email, password) = running.sign_in.clone().unwrap();
    let login =
        client.post(format!("http://{}/api/agent/login", running.address)).json(&serde_json::json!({"email": email, "password": password}));
    let answer = login.send().await.unwrap();
    let cookie = answer.headers().get("set-cookie").expect("a session").to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_that_it_acknowledged() {
    let kills = asked("ENTRENOUS_KILLS", 20);
    let messages = asked("ENTRENOUS_MESSAGES", 5_000).div_ceil(VISITORS);
    let shown = messages + 2;
    let folder = tempfile::tempdir().unwrap();
    let data: PathBuf = folder.path().join("data");
    let mut running = start(&data, true).await;
    let client = client();
    let key = chat_key(&client, &running.address).await;
    let mut visitors = Vec::new();
    for index in 0..VISITORS {
        visitors.push(Visitor::new(key.clone(), begin(&client, &running.address, &key).await, &format!("v{index}"), messages));
    }
    let cookie = sign_in(&client, &running).await;
    let site = site_of(&client, &running.address, &cookie).await;
    // The demo's own conversations are on the site too; the agent reads and answers them like all others.
    let others = 3;
    let mut agent = Agent::new(OverHttp { client: client.clone(), cookie }, site);
    let (now_at, address) = watch::channel(running.address.clone());
    let (acked, mut progress) = watch::channel(0_usize);
    let killing = async {
        let chance = SeededChance::new(3);
        let each = (messages * VISITORS) / (kills + 1);
        for kill in 1..=kills {
            let mut bytes = [0u8; 2];
            chance.fill(&mut bytes);
            let jitter = usize::from(u16::from_be_bytes(bytes)) % each.max(1);
            let mark = (kill - 1) * each + jitter;
            progress.wait_for(|count| *count >= mark).await.unwrap();
            running.child.kill().await.unwrap();
            running = start(&data, false).await;
            now_at.send_replace(running.address.clone());
        }
    };
    let writing = futures_util::future::join_all(visitors.iter_mut().map(|visitor| visitor.run(&address, shown, &acked)));
    let reading = agent.run_until(&address, |agent| {
        agent.screens.values().filter(|screen| screen.len() >= shown).count() >= VISITORS && agent.screens.len() >= VISITORS + others
    });
    tokio::join!(killing, writing, reading);

    for (index, visitor) in visitors.iter().enumerate() {
        visitor.assert_promises(&format!("v{index}"));
        assert_eq!(agent.screens[&visitor.conversation()], visitor.screen, "visitor and agent see different conversations");
    }
    report(&format!("{kills} kills, {} messages accepted, 0 lost, 0 shown twice, 0 out of order", *acked.borrow()));
    running.child.kill().await.unwrap();
}

async fn site_of(client: &reqwest::Client, address: &str, cookie: &str) -> String {
    let answer = client.get(format!("http://{address}/api/agent/sites")).header("cookie", cookie).send().await.unwrap();
    let sites: serde_json::Value = answer.json().await.unwrap();
    sites["sites"][0]["id"].as_str().expect("the demo has a site").to_owned()
}

#[expect(clippy::print_stdout, reason = "the figures are what this run is for")]
fn report(line: &str) {
    println!("{line}");
}
