//! Durable sends per second on SQLite: units that share commits, against one commit per send.
//!
//! Both ways run the same statements through the same writer with the same `synchronous=FULL`, on the same file system,
//! in the same run, one after the other in turns; "one commit each" only forbids units to wait together.
//! A send is what a visitor's message costs: the conversation is read, a repetition is looked for, the conversation's
//! number and the site's event number are taken, a message, an event and a job are written.
//!
//! `cargo bench -p entrenous-storage --bench group_commit -- [--json] [--seconds N] [--rounds N] [--senders 1,10,100]`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use entrenous_storage::{Db, Lane, Migration, NewJob, Place, Result, Sql, SqlitePlace, args};
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// What a send touches, with the product's keys and indexes, and nothing else: this measures the writer, not the schema.
const TABLES: Sql = Sql::same(
    "bench::TABLES",
    "CREATE TABLE site (id TEXT PRIMARY KEY, event_number INTEGER NOT NULL) STRICT;
     CREATE TABLE conversation (id TEXT PRIMARY KEY, site_id TEXT NOT NULL REFERENCES site (id), owner_state TEXT NOT NULL,
        owner_version INTEGER NOT NULL, last_seq INTEGER NOT NULL, waiting_since INTEGER, last_text TEXT NOT NULL, last_at INTEGER NOT NULL) STRICT;
     CREATE INDEX conversation_waiting ON conversation (site_id, owner_state, waiting_since, id);
     CREATE TABLE message (id TEXT PRIMARY KEY, site_id TEXT NOT NULL REFERENCES site (id),
        conversation_id TEXT NOT NULL REFERENCES conversation (id), seq INTEGER NOT NULL, author_id TEXT NOT NULL,
        client_msg_id TEXT NOT NULL, body TEXT NOT NULL, created_at INTEGER NOT NULL,
        UNIQUE (conversation_id, seq), UNIQUE (conversation_id, author_id, client_msg_id)) STRICT;
     CREATE TABLE event (site_id TEXT NOT NULL REFERENCES site (id), number INTEGER NOT NULL, kind TEXT NOT NULL,
        conversation_id TEXT NOT NULL, subject_id TEXT NOT NULL, seq INTEGER, created_at INTEGER NOT NULL, PRIMARY KEY (site_id, number)) STRICT;
     CREATE TABLE job (id TEXT PRIMARY KEY, name TEXT NOT NULL, version INTEGER NOT NULL, lane TEXT NOT NULL, payload TEXT NOT NULL,
        unique_key TEXT UNIQUE, state TEXT NOT NULL, run_at INTEGER NOT NULL, attempts INTEGER NOT NULL, leased_until INTEGER,
        leased_by TEXT, last_error TEXT, created_at INTEGER NOT NULL) STRICT;
     CREATE INDEX job_ready ON job (lane, state, run_at, id);
     INSERT INTO site (id, event_number) VALUES ('si', 0)",
);
const SCHEMA: &[Migration] = &[Migration { number: 1, name: "bench", sql: TABLES }];
const ADD_CONVERSATION: Sql = Sql::same(
    "bench::ADD_CONVERSATION",
    "INSERT INTO conversation (id, site_id, owner_state, owner_version, last_seq, last_text, last_at) VALUES ($1, 'si', 'queue', 1, 0, '', 0)",
);
const GET: Sql = Sql::same("bench::GET", "SELECT owner_state, owner_version FROM conversation WHERE site_id = 'si' AND id = $1");
const NEXT_SEQ: Sql = Sql::same(
    "bench::NEXT_SEQ",
    "UPDATE conversation SET last_seq = last_seq + 1, last_text = $2, last_at = $3 WHERE id = $1 RETURNING last_seq",
);
const FIND_SENT: Sql =
    Sql::same("bench::FIND_SENT", "SELECT id FROM message WHERE conversation_id = $1 AND author_id = $1 AND client_msg_id = $2");
const ADD_MESSAGE: Sql = Sql::same(
    "bench::ADD_MESSAGE",
    "INSERT INTO message (id, site_id, conversation_id, seq, author_id, client_msg_id, body, created_at)
     VALUES ($1, 'si', $2, $3, $2, $1, $4, $5)",
);
const NEXT_EVENT: Sql =
    Sql::same("bench::NEXT_EVENT", "UPDATE site SET event_number = event_number + 1 WHERE id = 'si' RETURNING event_number");
const ADD_EVENT: Sql = Sql::same(
    "bench::ADD_EVENT",
    "INSERT INTO event (site_id, number, kind, conversation_id, subject_id, seq, created_at)
     VALUES ('si', $1, 'message_added', $2, $3, $4, 0)",
);

const BODY: &str = "Hello, I ordered the blue one last week and it has not arrived yet. Could somebody please look where it is? \
    My order number is 10482. Thank you very much, and have a nice day.";

/// What the command line says.
struct Options {
    json: bool,
    seconds: u64,
    rounds: usize,
    senders: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Group,
    Each,
}

/// One measurement.
#[derive(Clone)]
struct Figures {
    sends_per_s: f64,
    p50_ms: f64,
    p99_ms: f64,
    sends_per_commit: f64,
    cpu_us_per_send: f64,
}

#[tokio::main]
async fn main() {
    let options = options();
    // Cargo's own folder lies on the disk that the work tree is on; the temporary folder may be memory.
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("group_commit_{}", std::process::id()));
    tokio::fs::create_dir_all(&folder).await.expect("a folder for the databases");
    let syncs_per_s = measure_disk(&folder).await;
    say(
        &options,
        &format!("{{\"bench\":\"disk_sync\",\"syncs_per_s\":{syncs_per_s:.0}}}"),
        &format!("fdatasync of 4 KiB: {syncs_per_s:.0}/s"),
    );
    say(&options, "", "senders  way              sends/s   p50 ms   p99 ms  sends/commit  CPU us/send");
    for &n_senders in &options.senders {
        let mut rates = Vec::new();
        let (mut each, mut group) = (Vec::new(), Vec::new());
        for round in 0..options.rounds {
            each.push(measure(&folder.join(format!("each_{n_senders}_{round}.db")), Way::Each, n_senders, options.seconds).await);
            group.push(measure(&folder.join(format!("group_{n_senders}_{round}.db")), Way::Group, n_senders, options.seconds).await);
        }
        for (way, name, figures) in [(Way::Each, "one commit each", each), (Way::Group, "group commit", group)] {
            let middle = median(figures);
            rates.push(middle.sends_per_s);
            report(&options, n_senders, way, name, &middle);
        }
        let ratio = rates.last().copied().unwrap_or(0.0) / rates.first().copied().unwrap_or(1.0);
        say(
            &options,
            &format!("{{\"bench\":\"group_commit_ratio\",\"senders\":{n_senders},\"ratio\":{ratio:.2}}}"),
            &format!("{n_senders:>7}  group commit is {ratio:.1} times as fast"),
        );
    }
    tokio::fs::remove_dir_all(&folder).await.expect("the databases go away");
}

/// Sends for a while with so many senders at once, each of whom waits for one send before the next.
async fn measure(path: &Path, way: Way, n_senders: usize, seconds: u64) -> Figures {
    let db = Db::open(&Place::Sqlite(SqlitePlace::at(path))).await.expect("the database opens");
    prepare(&db, n_senders).await.expect("the site is made");
    let alone = Arc::new(Mutex::new(()));
    let (commits_before, cpu_before) = (db.n_commits(), cpu_us().await);
    let begin = Instant::now();
    let end = begin + Duration::from_secs(seconds);
    let mut senders = JoinSet::new();
    for sender in 0..n_senders {
        let (db, alone) = (db.clone(), Arc::clone(&alone));
        senders.spawn(async move {
            let conversation = format!("cv_{sender}");
            let mut latencies = Vec::new();
            while Instant::now() < end {
                let asked = Instant::now();
                let message = format!("ms_{sender}_{}", latencies.len());
                if way == Way::Each {
                    let _turn = alone.lock().await;
                    send(&db, &conversation, &message).await.expect("the message is kept");
                } else {
                    send(&db, &conversation, &message).await.expect("the message is kept");
                }
                latencies.push(asked.elapsed());
            }
            latencies
        });
    }
    let mut latencies: Vec<Duration> = senders.join_all().await.into_iter().flatten().collect();
    let took = begin.elapsed().as_secs_f64();
    let n_sends = latencies.len() as f64;
    let commits = (db.n_commits() - commits_before) as f64;
    let cpu = (cpu_us().await - cpu_before) as f64;
    db.close().await;
    latencies.sort_unstable();
    let at = |share: f64| latencies.get((n_sends * share) as usize).or(latencies.last()).map_or(0.0, |l| l.as_secs_f64() * 1_000.0);
    Figures {
        sends_per_s: n_sends / took,
        p50_ms: at(0.50),
        p99_ms: at(0.99),
        sends_per_commit: n_sends / commits,
        cpu_us_per_send: cpu / n_sends,
    }
}

/// One message, as the product keeps it.
async fn send(db: &Db, conversation: &str, message: &str) -> Result<()> {
    let mut work = db.unit().await?;
    let _: Option<(String, i64)> = work.test_one(GET, args![conversation]).await?;
    let _: Option<(String,)> = work.test_one(FIND_SENT, args![conversation, message]).await?;
    let seq: Option<(i64,)> = work.test_one(NEXT_SEQ, args![conversation, BODY, 1_i64]).await?;
    let seq = seq.map(|(seq,)| seq);
    work.test_run(ADD_MESSAGE, args![message, conversation, seq, BODY, 1_i64]).await?;
    let job = NewJob {
        id: message,
        name: "run_automation",
        version: 1,
        lane: Lane::Chat,
        payload: "{\"conversation\":\"cv_0\",\"seq\":1}",
        run_at: 1,
        created_at: 1,
        unique_key: None,
    };
    work.jobs().add(&job).await?;
    let number: Option<(i64,)> = work.test_one(NEXT_EVENT, args![]).await?;
    work.test_run(ADD_EVENT, args![number.map(|(number,)| number), conversation, message, seq]).await?;
    work.save().await
}

async fn prepare(db: &Db, n_senders: usize) -> Result<()> {
    db.test_migrate(SCHEMA, 0).await?;
    let mut work = db.unit().await?;
    for sender in 0..n_senders {
        work.test_run(ADD_CONVERSATION, args![format!("cv_{sender}")]).await?;
    }
    work.save().await
}

/// How often the disk can make 4 KiB durable, one after the other: no database can commit alone faster than that.
async fn measure_disk(folder: &Path) -> f64 {
    let folder = folder.to_owned();
    let measured = tokio::task::spawn_blocking(move || {
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(folder.join("sync"))?;
        let begin = Instant::now();
        let mut n_syncs = 0_u32;
        while begin.elapsed() < Duration::from_secs(2) {
            file.write_all(&[0_u8; 4096])?;
            file.sync_data()?;
            n_syncs += 1;
        }
        Ok::<_, std::io::Error>(f64::from(n_syncs) / begin.elapsed().as_secs_f64())
    });
    measured.await.expect("the disk is measured").expect("the disk writes")
}

/// Processor time of this process so far, user and system, in microseconds (proc(5), fields 14 and 15, in ticks of 10 ms).
async fn cpu_us() -> u64 {
    let stat = tokio::fs::read_to_string("/proc/self/stat").await.unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10_000
}

fn median(mut all: Vec<Figures>) -> Figures {
    all.sort_by(|left, right| left.sends_per_s.total_cmp(&right.sends_per_s));
    all.swap_remove(all.len() / 2)
}

fn report(options: &Options, n_senders: usize, way: Way, name: &str, f: &Figures) {
    let key = if way == Way::Group { "group" } else { "each" };
    say(
        options,
        &format!(
            "{{\"bench\":\"group_commit\",\"senders\":{n_senders},\"way\":\"{key}\",\"sends_per_s\":{:.0},\"p50_ms\":{:.3},\"p99_ms\":{:.3},\
             \"sends_per_commit\":{:.2},\"cpu_us_per_send\":{:.0}}}",
            f.sends_per_s, f.p50_ms, f.p99_ms, f.sends_per_commit, f.cpu_us_per_send
        ),
        &format!(
            "{n_senders:>7}  {name:<15} {:>8.0} {:>8.2} {:>8.2} {:>13.1} {:>12.0}",
            f.sends_per_s, f.p50_ms, f.p99_ms, f.sends_per_commit, f.cpu_us_per_send
        ),
    );
}

/// One line for a program or for a person.
fn say(options: &Options, json: &str, text: &str) {
    let line = if options.json { json } else { text };
    if !line.is_empty() {
        writeln!(std::io::stdout(), "{line}").expect("somebody listens");
    }
}

fn options() -> Options {
    let mut options = Options { json: false, seconds: 4, rounds: 3, senders: vec![1, 10, 100] };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--json" => options.json = true,
            "--seconds" => options.seconds = number(words.next()),
            "--rounds" => options.rounds = number(words.next()),
            "--senders" => options.senders = words.next().unwrap_or_default().split(',').map(|n| number(Some(n.to_owned()))).collect(),
            // Cargo adds this one by itself.
            "--bench" => {}
            other => panic!("unknown option {other}: --json, --seconds N, --rounds N, --senders 1,10,100"),
        }
    }
    options
}

fn number<T: std::str::FromStr>(word: Option<String>) -> T {
    word.and_then(|word| word.parse().ok()).unwrap_or_else(|| panic!("a number belongs here"))
}
