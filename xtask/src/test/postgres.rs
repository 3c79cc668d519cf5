//! One private PostgreSQL cluster for a whole test run: own folder, own socket, no port, gone afterwards.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::packages;
use crate::process;

/// How long a cluster may take to accept connections, generous because two cores may be busy building.
const START_WITHIN: Duration = Duration::from_secs(60);

/// A running cluster; dropping it stops the server and removes its files.
pub struct Cluster {
    folder: PathBuf,
    server: Child,
}

impl Cluster {
    /// Makes and starts a cluster, and returns once it accepts connections.
    pub fn start() -> Result<Self> {
        let programs = packages::postgres().context("PostgreSQL is not installed")?;
        let folder = std::env::temp_dir().join(format!("entrenous-postgres-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let user = if packages::is_root()? { Some("postgres") } else { None };
        if let Some(user) = user {
            process::run(process::program("chown").arg(user).arg(&folder))?;
        }
        let data = folder.join("data");
        let mut init = as_user(user, &programs.join("initdb"));
        init.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"]).arg(&data);
        process::output(&mut init)?;
        let mut command = as_user(user, &programs.join("postgres"));
        command.arg("-D").arg(&data).arg("-k").arg(&folder).args(settings()).stdout(Stdio::null());
        command.stderr(fs::File::create(folder.join("log")).context("the cluster's log cannot be made")?);
        let server = command.spawn().context("PostgreSQL could not be started")?;
        let mut cluster = Self { folder, server };
        cluster.wait(&programs)?;
        Ok(cluster)
    }

    /// A database URL that sqlx understands: the socket's folder stands in the query.
    pub fn address(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.folder.display())
    }

    fn wait(&mut self, programs: &Path) -> Result<()> {
        let start = Instant::now();
        loop {
            let mut ready = process::program(programs.join("pg_isready"));
            ready.arg("--quiet").arg("--host").arg(&self.folder);
            if ready.status().context("pg_isready could not be started")?.success() {
                return Ok(());
            }
            let ended = self.server.try_wait().context("PostgreSQL could not be watched")?;
            let log = || fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            if let Some(status) = ended {
                bail!("PostgreSQL ended at once ({status}): {}", log().trim());
            }
            ensure!(start.elapsed() < START_WITHIN, "PostgreSQL accepts no connection: {}", log().trim());
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Its data is thrown away, so it need not be stopped gently; SIGQUIT ends its children too, SIGKILL would not.
        let stopped = process::program("kill").args(["-QUIT", &self.server.id().to_string()]).status();
        if !stopped.is_ok_and(|status| status.success()) {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// PostgreSQL refuses to run as root; as another user it also ends when this process does.
fn as_user(user: Option<&str>, program: &Path) -> Command {
    let mut command = process::program("setpriv");
    if let Some(user) = user {
        command.args(["--reuid", user, "--regid", user, "--init-groups"]);
    }
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    // The repository may lie where that user cannot look.
    command.current_dir("/");
    command
}

/// No network, many connections, and nothing waits for the disk: these tests ask what is stored, not whether it survives.
fn settings() -> Vec<&'static str> {
    ["listen_addresses=", "max_connections=500", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB"]
        .into_iter()
        .flat_map(|setting| ["-c", setting])
        .collect()
}
