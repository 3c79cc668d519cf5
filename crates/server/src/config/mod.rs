//! The configuration: defaults, then a file, then the environment, then flags.
//!
//! One struct for each section, one file. Unknown keys are errors, and an error names the key.

mod check;
mod sections;

use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

pub use check::ConfigError;
pub use sections::{Consent, Data, Database, DatabaseKind, Events, Files, Limits, Log, LogFormat, Mail, MailSecurity, Metrics, Server};

/// The documented defaults, compiled in.
pub const DEFAULTS: &str = include_str!("../../../../config.default.toml");

/// Everything that an operator may set.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where and how to listen.
    pub server: Server,
    /// The data folder.
    pub data: Data,
    /// Which database.
    pub database: Database,
    /// The listener for Prometheus.
    pub metrics: Metrics,
    /// Outgoing mail.
    pub mail: Mail,
    /// Limits of files.
    pub files: Files,
    /// The outbox.
    pub events: Events,
    /// The ledger of consents.
    pub consent: Consent,
    /// What one peer or visitor may do.
    pub limits: Limits,
    /// Logs.
    pub log: Log,
}

/// What the command line says.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--config`.
    pub file: Option<PathBuf>,
    /// `--listen`.
    pub listen: Option<String>,
    /// `--data-dir`.
    pub data_dir: Option<PathBuf>,
    /// `--metrics-listen`.
    pub metrics_listen: Option<String>,
    /// `--public-url`.
    pub public_url: Option<String>,
}

/// Reads and checks the configuration.
///
/// # Errors
/// [`ConfigError`], one sentence that names the key, what was found and what is allowed.
pub fn load(flags: &Flags) -> Result<Config, ConfigError> {
    let mut figment = Figment::new().merge(Toml::string(DEFAULTS));
    if let Some(file) = &flags.file {
        if !file.is_file() {
            return Err(ConfigError::file(file));
        }
        figment = figment.merge(Toml::file_exact(file));
    }
    figment = figment.merge(Env::prefixed("ENTRENOUS__").split("__"));
    for (key, value) in [
        ("server.listen", flags.listen.clone()),
        ("server.public_url", flags.public_url.clone()),
        ("metrics.listen", flags.metrics_listen.clone()),
        ("data.dir", flags.data_dir.as_deref().map(text)),
    ] {
        if let Some(value) = value {
            figment = figment.merge(Serialized::global(key, value));
        }
    }
    let config: Config = figment.extract().map_err(|error| ConfigError::read(&error))?;
    check::check(&config)?;
    Ok(config)
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(toml: &str) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        #[expect(clippy::disallowed_methods, reason = "the test writes the file that it reads")]
        std::fs::write(&file, toml).unwrap();
        load(&Flags { file: Some(file), ..Flags::default() })
    }

    fn sentence(toml: &str) -> String {
        with(toml).unwrap_err().to_string()
    }

    #[test]
    fn the_defaults_are_sound() {
        let config = load(&Flags::default()).unwrap();
        assert_eq!(config.server.listen, "127.0.0.1:8080");
    }

    #[test]
    fn an_error_names_the_key_what_was_found_and_what_is_allowed() {
        let type_error = sentence("[server]\nmax_connections = \"many\"\n");
        assert!(type_error.contains("server.max_connections") && type_error.contains("string \"many\""), "{type_error}");
        assert!(!type_error.contains("usize"), "{type_error}");
        let negative = sentence("[server]\nmax_connections = -1\n");
        assert!(negative.contains("the number -1") && !negative.contains("usize"), "{negative}");
        let port = sentence("[mail]\nport = 70000\n");
        assert!(port.contains("0 to 65535") && !port.contains("u16"), "{port}");
        let section = sentence("server = 3\n");
        assert!(section.contains("a section") && !section.contains("struct"), "{section}");
        let unknown = sentence("[server]\nlisten_on = \"x\"\n");
        assert!(unknown.contains("server.listen_on") && unknown.contains("listen"), "{unknown}");
        let wrong = sentence("[server]\nlisten = \"8080\"\n");
        assert!(wrong.contains("server.listen") && wrong.contains("127.0.0.1:8080"), "{wrong}");
        let choice = sentence("[database]\nkind = \"mysql\"\n");
        assert!(choice.contains("database.kind") && choice.contains("sqlite") && choice.contains("postgres"), "{choice}");
        let stray = sentence("[server]\nlisten\n");
        assert!(stray.contains("line 2") && !stray.contains('|') && !stray.contains('^'), "{stray}");
        let same = sentence("[metrics]\nlisten = \"127.0.0.1:8080\"\n");
        assert!(same.contains("metrics.listen") && same.contains("another address"), "{same}");
        let range = sentence("[files]\nmax_bytes = 0\n");
        assert!(range.contains("files.max_bytes"), "{range}");
        let url = sentence("[server]\npublic_url = \"chat.example.com\"\n");
        assert!(url.contains("server.public_url") && url.contains("https://"), "{url}");
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let error = load(&Flags { file: Some(PathBuf::from("nowhere.toml")), ..Flags::default() }).unwrap_err();
        assert!(error.to_string().contains("nowhere.toml"));
    }
}
