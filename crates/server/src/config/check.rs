//! What a type alone cannot say about a value, and how an error reads.

use std::fmt;
use std::path::Path;

use figment::error::{Actual, Kind};

use super::{Config, DatabaseKind};
use crate::edge;

/// One sentence that names the key, what was found, and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl ConfigError {
    pub(super) fn file(path: &Path) -> Self {
        Self(format!("The configuration file {} does not exist or is not a file.", path.display()))
    }

    fn value(key: &str, found: &dyn fmt::Display, allowed: &str) -> Self {
        Self(format!("The setting {key} is {found}; allowed is {allowed}."))
    }

    /// From what the reader found; of several errors the first is told.
    pub(super) fn read(error: &figment::Error) -> Self {
        let first = error.clone().into_iter().next().unwrap_or_else(|| error.clone());
        let mut path = first.path.join(".");
        let source = first.metadata.as_ref().map(|metadata| named(metadata, &first.path)).unwrap_or_default();
        Self(match &first.kind {
            Kind::UnknownField(name, allowed) => {
                if !path.ends_with(name.as_str()) {
                    path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                }
                format!("The setting {path} does not exist{source}; allowed here are {}.", allowed.join(", "))
            }
            Kind::InvalidType(found, expected) => {
                format!(
                    "The setting {path} is of the wrong type: found {}, allowed is {}{source}.",
                    found_in_words(found),
                    in_words(expected)
                )
            }
            Kind::UnknownVariant(found, allowed) => {
                format!("The setting {path} is {found:?}; allowed is one of {}{source}.", allowed.join(", "))
            }
            Kind::InvalidValue(found, expected) => {
                format!("The setting {path} is {}; allowed is {}{source}.", found_in_words(found), in_words(expected))
            }
            Kind::MissingField(name) => format!("The setting {name} is missing{source}."),
            other if path.is_empty() => {
                let told = other.to_string();
                // Between its first and its last line the reader draws the place with bars and arrows.
                let said: Vec<&str> = told.lines().map(str::trim).filter(|line| !line.is_empty() && !line.contains('|')).collect();
                format!("The configuration cannot be read{source}: {}.", said.join(", "))
            }
            other => format!("The setting {path} cannot be read: {other}{source}."),
        })
    }
}

/// Where a value stands: the file, or the environment variable's own name.
fn named(metadata: &figment::Metadata, path: &[String]) -> String {
    if metadata.name.contains("environment") {
        // Of an unknown section the reader tells the name alone.
        let rest = if path.len() > 1 { "" } else { "__…" };
        return format!(" (from the environment variable ENTRENOUS__{}{rest})", path.join("__").to_uppercase());
    }
    match &metadata.source {
        Some(figment::Source::File(file)) => format!(" (from {})", file.display()),
        _ => format!(" (from {})", metadata.name),
    }
}

/// Rust's names of types as people say them.
fn in_words(expected: &str) -> String {
    let words = match expected {
        "u16" => "a whole number from 0 to 65535",
        "u8" | "u32" | "u64" | "usize" => "a whole number, not negative",
        "i64" | "i32" => "a whole number",
        "bool" | "a boolean" => "true or false",
        "a string" | "string" => "a text in quotes",
        "a sequence" | "sequence" => "a list, such as [\"10.0.0.1\"], in the environment as in a file",
        section if section.starts_with("struct ") => "a section with settings of its own",
        other => other,
    };
    words.to_owned()
}

/// What was found, without the reader's words for kinds of numbers.
fn found_in_words(found: &Actual) -> String {
    match found {
        Actual::Signed(number) => format!("the number {number}"),
        Actual::Unsigned(number) => format!("the number {number}"),
        Actual::Float(number) => format!("the number {number}"),
        Actual::Bool(value) => value.to_string(),
        Actual::Str(text) => format!("string {text:?}"),
        Actual::Seq => "a list".to_owned(),
        Actual::Map => "a section".to_owned(),
        other => other.to_string(),
    }
}

fn at_least_one(key: &str, value: u64) -> Result<(), ConfigError> {
    if value == 0 { Err(ConfigError::value(key, &value, "a whole number from 1")) } else { Ok(()) }
}

/// Whether a text is `address:port`; names such as `localhost:8080` count too.
fn is_listen(text: &str) -> bool {
    text.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
}

/// Checks what types alone do not.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    let server = &config.server;
    let listen = "an address and a port, such as \"127.0.0.1:8080\"";
    if !is_listen(&server.listen) {
        return Err(ConfigError::value("server.listen", &format!("{:?}", server.listen), listen));
    }
    if !config.metrics.listen.is_empty() && !is_listen(&config.metrics.listen) {
        return Err(ConfigError::value("metrics.listen", &format!("{:?}", config.metrics.listen), &format!("empty, or {listen}")));
    }
    if config.metrics.listen == server.listen && !server.listen.ends_with(":0") {
        return Err(ConfigError::value("metrics.listen", &format!("{:?}", server.listen), "another address than server.listen, or empty"));
    }
    if !server.public_url.is_empty() && !is_public_url(&server.public_url) {
        let allowed = "empty, or an address with https:// or http:// and no path, such as \"https://chat.example.com\"";
        return Err(ConfigError::value("server.public_url", &format!("{:?}", server.public_url), allowed));
    }
    if let Some(odd) = server.trusted_proxies.iter().find(|text| !edge::is_address(text)) {
        return Err(ConfigError::value("server.trusted_proxies", &format!("{odd:?}"), "a list of plain addresses, such as \"10.0.0.1\""));
    }
    at_least_one("server.max_connections", u64::try_from(server.max_connections).unwrap_or(u64::MAX))?;
    at_least_one("server.sockets_per_address", u64::from(server.sockets_per_address))?;
    at_least_one("files.max_bytes", config.files.max_bytes)?;
    at_least_one("files.max_visitor_bytes_per_day", config.files.max_visitor_bytes_per_day)?;
    at_least_one("files.max_address_bytes_per_day", config.files.max_address_bytes_per_day)?;
    at_least_one("events.keep_hours", u64::from(config.events.keep_hours))?;
    at_least_one("limits.visitor_frames_per_10s", u64::from(config.limits.visitor_frames_per_10s))?;
    at_least_one("limits.agent_frames_per_10s", u64::from(config.limits.agent_frames_per_10s))?;
    at_least_one("limits.sockets_per_visitor", u64::from(config.limits.sockets_per_visitor))?;
    at_least_one("limits.sessions_per_minute", u64::from(config.limits.sessions_per_minute))?;
    at_least_one("database.connections", u64::from(config.database.connections))?;
    if !matches!(config.log.level.as_str(), "error" | "warn" | "info" | "debug" | "trace") {
        return Err(ConfigError::value("log.level", &format!("{:?}", config.log.level), "one of error, warn, info, debug, trace"));
    }
    if config.database.kind == DatabaseKind::Postgres && config.database.url.is_empty() && config.database.url_file.is_empty() {
        return Err(ConfigError::value("database.url", &"empty", "postgres://user:password@host/database when database.kind is postgres"));
    }
    if !config.mail.host.is_empty() && !config.mail.from.contains('@') {
        return Err(ConfigError::value(
            "mail.from",
            &format!("{:?}", config.mail.from),
            "a sender such as \"Chat <chat@example.com>\" when mail.host is set",
        ));
    }
    Ok(())
}

fn is_public_url(text: &str) -> bool {
    let Ok(url) = url::Url::parse(text) else { return false };
    matches!(url.scheme(), "https" | "http")
        && url.host_str().is_some()
        && matches!(url.path(), "" | "/")
        && url.query().is_none()
        && url.fragment().is_none()
}
