//! A server to measure: its process, started fresh for each round and ended with it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::talk::Way;
use super::{entrenous, socketio};
use crate::bench::System;
use crate::{process, repo};

/// How long a server may take to say where it listens.
const START: Duration = Duration::from_secs(30);
/// How long it is listened to after that, for what it says about signing in.
const AFTERWORDS: Duration = Duration::from_millis(500);

impl System {
    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entrenous => "Entrenous",
            Self::Relay => "socket.io relay",
            Self::DurableRelay => "relay + SQLite",
        }
    }
}

/// A running server; dropping it ends the process and removes its files.
pub struct Server {
    child: Child,
    folder: PathBuf,
    address: SocketAddr,
    lines: Vec<String>,
    system: System,
}

impl Server {
    /// Starts `system` with an empty folder on the disk that Cargo builds on.
    ///
    /// # Errors
    /// When it does not start, or says nothing of an address for half a minute.
    pub fn start(system: System) -> Result<Self> {
        let folder = repo::target().join("bench").join(format!("{}-{system:?}", std::process::id()));
        if folder.exists() {
            std::fs::remove_dir_all(&folder).context("the last round's files cannot be removed")?;
        }
        std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let mut command = command(system, &folder);
        let shown = process::shown(&command);
        let log = std::fs::File::create(folder.join("stderr.log"))?;
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().with_context(|| format!("`{shown}` could not be started"))?;
        let (sender, receiver) = mpsc::sync_channel(256);
        let stdout = child.stdout.take().context("the server's output was not kept")?;
        // The thread ends with the server's output, which it reads to the end so that the server never waits for us.
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(std::io::Result::ok) {
                let _full_or_gone = sender.try_send(line);
            }
        });
        let mut server = Self { child, folder, address: SocketAddr::from(([127, 0, 0, 1], 0)), lines: Vec::new(), system };
        server.listen_for_address(&receiver).with_context(|| format!("`{shown}`"))?;
        Ok(server)
    }

    fn listen_for_address(&mut self, said: &mpsc::Receiver<String>) -> Result<()> {
        let begun = Instant::now();
        let mut deadline = begun + START;
        while let Ok(line) = said.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            if let Some(address) = listening(&line) {
                self.address = address;
                deadline = Instant::now() + AFTERWORDS;
            }
            self.lines.push(line);
        }
        if self.address.port() == 0 {
            let log = std::fs::read_to_string(self.folder.join("stderr.log")).unwrap_or_default();
            bail!("never said where it listens.\n{}\n{log}", self.lines.join("\n"));
        }
        Ok(())
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The way to talk to it, signed in where that is needed.
    ///
    /// # Errors
    /// When signing in fails.
    pub async fn way(&self) -> Result<Way> {
        match self.system {
            System::Entrenous => Ok(Way::Entrenous(entrenous::SignedIn::sign_in(self.address, &self.lines).await?)),
            System::Relay | System::DurableRelay => Ok(Way::SocketIo(socketio::Relay::new(self.address))),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Killed, because draining thousands of sockets is not what is measured. A server that has
        // already ended cannot be killed, and folders that stay are removed by the next round.
        let _ended = self.child.kill();
        let _waited = self.child.wait();
        let _removed = std::fs::remove_dir_all(&self.folder);
    }
}

fn command(system: System, folder: &Path) -> Command {
    match system {
        System::Entrenous => {
            let mut command = process::program(repo::target().join("release/entrenous"));
            command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data-dir"]).arg(folder.join("data"));
            command
        }
        System::Relay => relay(),
        System::DurableRelay => {
            let mut command = relay();
            command.arg("--durable").arg(folder.join("relay.db"));
            command
        }
    }
}

fn relay() -> Command {
    let mut command = process::program("node");
    command.env("NODE_ENV", "production").arg("bench/peers/relay.mjs");
    command
}

/// The address in a line such as `listening http://127.0.0.1:4711`.
fn listening(line: &str) -> Option<SocketAddr> {
    let (before, rest) = line.split_once("http://127.0.0.1:")?;
    if !before.contains("listening") {
        return None;
    }
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some(SocketAddr::from(([127, 0, 0, 1], port.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_the_line_that_says_listening() {
        assert_eq!(listening("listening http://127.0.0.1:4711/"), Some(SocketAddr::from(([127, 0, 0, 1], 4711))));
        assert_eq!(listening("metrics at http://127.0.0.1:4712"), None);
        assert_eq!(listening("nothing"), None);
    }
}
