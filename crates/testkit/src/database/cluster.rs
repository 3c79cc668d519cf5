//! A private PostgreSQL for the tests of this machine's user.
//!
//! `ENTRENOUS_TEST_POSTGRES` may name a server instead (`postgres://user@host/{database}`, as a user who may make databases).
//! Otherwise the first test process starts a cluster under the temporary folder; the others, also those of nextest,
//! which runs each test in a process of its own, join it. Each process holds a shared lock on `users.lock` for its life,
//! so the kernel counts them even when they crash. A small watchdog waits for the exclusive lock and then removes
//! the cluster: nothing stays behind, and nobody has to stop anything.
//!
//! The cluster listens on a Unix socket in a folder that only its user may enter, and on no network at all.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use entrenous_storage::{Db, Place, PostgresPlace};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tokio::sync::OnceCell;

const VARIABLE: &str = "ENTRENOUS_TEST_POSTGRES";

/// Durability is off: these tests end with their cluster. The sizes suit many small databases on a small machine.
const SETTINGS: &str = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB \
    -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c logging_collector=off";

/// A cluster that is up, as long as this process lives.
#[derive(Debug)]
struct Cluster {
    /// The URL with `{database}` where a database's name goes.
    pattern: String,
    _user: Option<File>,
}

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(0);

/// Where a database of the cluster answers.
pub(super) async fn url(database: &str) -> String {
    let cluster = tokio::task::spawn_blocking(|| CLUSTER.get_or_init(join)).await.expect("PostgreSQL for the tests starts");
    cluster.pattern.replace("{database}", database)
}

/// A new database of this process; its name.
pub(super) async fn make_database(with_schema: bool) -> String {
    copy_database(if with_schema { TEMPLATE.get_or_init(make_template).await } else { "template0" }).await
}

/// A new database with the content of another; its name.
pub(super) async fn copy_database(template: &str) -> String {
    // Also unique among processes, because two cannot have the same number at once.
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let mut admin = admin().await;
    // A crashed process with the same number may have left one behind.
    run(&mut admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    run(&mut admin, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    admin.close().await.expect("a clean goodbye");
    name
}

/// Removes a database, whoever is still connected.
pub(super) async fn drop_database(name: &str) {
    let mut admin = admin().await;
    run(&mut admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    admin.close().await.expect("a clean goodbye");
}

/// A database that has the present schema, made once per cluster and schema; its name.
async fn make_template() -> String {
    let name = format!("template_{}", entrenous_storage::testing::schema_fingerprint());
    let mut admin = admin().await;
    // Other processes want the same template at the same moment: the first makes it, the others wait here.
    run(&mut admin, "SELECT pg_advisory_lock(7310579646)".to_owned()).await;
    let (known,): (i64,) = sqlx::query_as("SELECT count(*) FROM pg_database WHERE datname = $1")
        .bind(&name)
        .fetch_one(&mut admin)
        .await
        .expect("the list of databases");
    if known == 0 {
        // It gets its name only when it is complete.
        run(&mut admin, "DROP DATABASE IF EXISTS unfinished_template WITH (FORCE)".to_owned()).await;
        run(&mut admin, "CREATE DATABASE unfinished_template TEMPLATE template0".to_owned()).await;
        let db = Db::open(&Place::Postgres(PostgresPlace { url: url("unfinished_template").await, connections: 1 })).await;
        let db = db.expect("the template opens");
        db.migrate(0).await.expect("the schema fits");
        db.close().await;
        run(&mut admin, format!("ALTER DATABASE unfinished_template RENAME TO {name}")).await;
    }
    admin.close().await.expect("a clean goodbye");
    name
}

async fn admin() -> PgConnection {
    PgConnection::connect(&url("postgres").await).await.expect("PostgreSQL answers")
}

async fn run(admin: &mut PgConnection, statement: String) {
    // Names of databases cannot be bound; these are made of digits and our own words.
    admin.execute(AssertSqlSafe(statement)).await.expect("PostgreSQL does as told");
}

fn join() -> Cluster {
    if let Ok(url) = std::env::var(VARIABLE) {
        assert!(url.contains("{database}"), "{VARIABLE} must say {{database}} where the name of a database goes");
        return Cluster { pattern: url, _user: None };
    }
    let home = home();
    let user = lock_file(&home, "users.lock");
    user.lock_shared().expect("the lock of users");
    let starting = lock_file(&home, "start.lock");
    starting.lock().expect("the lock of the start");
    let socket = home.join("socket");
    if !is_up(&socket) {
        start(&home, &socket);
    }
    drop(starting);
    Cluster { pattern: format!("postgres://entrenous@localhost/{{database}}?host={}", socket.display()), _user: Some(user) }
}

/// A folder of this user alone, the same for every test process of this work tree.
fn home() -> PathBuf {
    let tree = env!("CARGO_MANIFEST_DIR").bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        // FNV-1a: the name only has to differ between work trees.
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let me = own_id();
    let home = std::env::temp_dir().join(format!("entrenous-postgres-{me}-{tree:016x}"));
    // PostgreSQL's user must pass through, but may not write here.
    let made = std::fs::DirBuilder::new().mode(0o711).create(&home);
    if made.is_err() {
        let found = std::fs::symlink_metadata(&home).expect("the folder of the tests' PostgreSQL");
        assert!(found.is_dir() && found.uid() == me, "{} belongs to somebody else", home.display());
    }
    home
}

fn own_id() -> u32 {
    std::fs::metadata("/proc/self").expect("this process").uid()
}

fn lock_file(home: &Path, name: &str) -> File {
    OpenOptions::new().create(true).truncate(false).write(true).open(home.join(name)).expect("a lock file")
}

fn is_up(socket: &Path) -> bool {
    std::os::unix::net::UnixStream::connect(socket.join(".s.PGSQL.5432")).is_ok()
}

fn start(home: &Path, socket: &Path) {
    let programs = programs();
    let data = home.join("data");
    // What is here belongs to a cluster that was killed.
    for left in [&data, socket] {
        if left.exists() {
            std::fs::remove_dir_all(left).expect("the remains of an earlier cluster go away");
        }
        std::fs::DirBuilder::new().mode(0o700).create(left).expect("a folder for the cluster");
        if own_id() == 0 {
            succeed(Command::new("chown").arg("postgres").arg(left));
        }
    }
    succeed(as_owner(&programs.join("initdb")).arg("-D").arg(&data).args([
        "-U",
        "entrenous",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]));
    let settings = format!("{SETTINGS} -c unix_socket_directories='{}'", socket.display());
    let log = data.join("server.log");
    succeed(as_owner(&programs.join("pg_ctl")).arg("-D").arg(&data).arg("-l").arg(&log).args(["-w", "-s", "-o", &settings, "start"]));
    watch(home, &programs.join("pg_ctl"));
}

/// Leaves a process behind that removes the cluster when no test process is left.
fn watch(home: &Path, pg_ctl: &Path) {
    let become_owner = if own_id() == 0 { "runuser -u postgres --" } else { "" };
    // Between two tests there may be nobody for a moment, hence the second look.
    let script = format!(
        "cd '{home}' || exit 1
        while flock -x users.lock true; do
            sleep 5
            exec 9>>users.lock
            if flock -n -x 9; then
                {become_owner} '{pg_ctl}' -D '{home}/data' -s -m immediate stop
                rm -rf data socket
                exit 0
            fi
            exec 9>&-
        done",
        home = home.display(),
        pg_ctl = pg_ctl.display(),
    );
    // A session of its own, so that an interrupted test run does not take the watchdog along.
    let mut watchdog = Command::new("setsid");
    watchdog.args(["--fork", "sh", "-c", &script]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(watchdog.status().is_ok_and(|status| status.success()), "the watchdog of the tests' PostgreSQL did not start");
}

/// A program run as a user whom PostgreSQL accepts: it refuses root.
fn as_owner(program: &Path) -> Command {
    let mut command = if own_id() == 0 {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/");
    command
}

fn succeed(command: &mut Command) {
    // Standard output must not stay open in the server, or the test runner waits for it.
    let done = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(done.as_ref().is_ok_and(std::process::ExitStatus::success), "{command:?} failed: {done:?}");
}

/// The folder with PostgreSQL's server programs; Debian keeps them off the path, one folder per version.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.map(|entry| entry.path().join("bin")).filter(|bin| bin.join("initdb").exists());
    let newest = debian.max_by_key(|bin| bin.parent().and_then(Path::file_name).and_then(|v| v.to_str()?.parse::<u32>().ok()));
    let path = std::env::var_os("PATH").unwrap_or_default();
    newest
        .or_else(|| std::env::split_paths(&path).find(|folder| folder.join("initdb").exists()))
        .expect("PostgreSQL's programs are not installed (Debian: apt-get install postgresql)")
}
