//! The sections of the configuration, as `config.default.toml` documents them.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// `[server]`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Address and port.
    pub listen: String,
    /// Under which browsers reach this server; empty: made from `listen`.
    pub public_url: String,
    /// Addresses of proxies that are believed.
    pub trusted_proxies: Vec<String>,
    /// Connections and sockets open at once.
    pub max_connections: usize,
    /// Sockets that one address may have open.
    pub sockets_per_address: u32,
    /// Seconds that a stop waits.
    pub drain_seconds: u64,
}

/// `[data]`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// The data folder.
    pub dir: PathBuf,
}

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DatabaseKind {
    /// One file in the data folder.
    Sqlite,
    /// A server.
    Postgres,
}

/// `[database]`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Which.
    pub kind: DatabaseKind,
    /// The server's address, with a password in it.
    pub url: String,
    /// A file that holds the address.
    pub url_file: String,
    /// Connections from this process.
    pub connections: u32,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("kind", &self.kind).field("url", &"***").finish_non_exhaustive()
    }
}

/// `[metrics]`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// Address and port; empty: none.
    pub listen: String,
}

/// How mails travel to their server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// Begins plain and must become TLS.
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// Plain, for a relay on this machine.
    None,
}

/// `[mail]`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The mail server; empty: mails land as files.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How mails travel.
    pub security: MailSecurity,
    /// Empty: without signing in.
    pub username: String,
    /// A file that holds the password.
    pub password_file: String,
    /// The sender.
    pub from: String,
}

/// `[files]`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// The largest file in bytes.
    pub max_bytes: u64,
    /// Bytes that one visitor may send in a day.
    pub max_visitor_bytes_per_day: u64,
    /// Bytes that visitors of one address may send in a day.
    pub max_address_bytes_per_day: u64,
    /// Bytes of the disk that files never take.
    pub keep_free_bytes: u64,
}

/// `[events]`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Events {
    /// Hours for which changes are kept.
    pub keep_hours: u32,
}

/// `[consent]`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Days for which a record is kept after its answer has stopped to count.
    pub keep_days: u32,
}

/// `[limits]`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Frames that one visitor's socket may send in ten seconds.
    pub visitor_frames_per_10s: u32,
    /// The same for a dashboard.
    pub agent_frames_per_10s: u32,
    /// Sockets that one visitor may have open.
    pub sockets_per_visitor: u32,
    /// Sessions that one address may begin in a minute.
    pub sessions_per_minute: u32,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// `[log]`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// The least severe level that is written.
    pub level: String,
    /// How lines look.
    pub format: LogFormat,
}
