//! The configuration: one typed struct, a file a section. Values come from the defaults, then
//! `live-engine.toml`, then the environment (`LIVE_HTTP_ADDR` and the other short names of
//! [`env::SHORT_NAMES`]; everything else nested with two underscores, `LIVE_LIMITS__BODY_BYTES_MAX`).
//!
//! A wrong value or an unknown key stops the start with a message that names it. Secrets are not
//! here: see [`secrets`].

pub mod auth;
pub mod bus;
pub mod database;
pub mod env;
pub mod hls;
pub mod http;
pub mod limits;
pub mod live;
pub mod log;
pub mod mail;
pub mod rtmp;
pub mod secrets;
pub mod services;

use figment::{
    Figment,
    providers::{Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

pub use secrets::{Secret, Secrets};

/// What can be wrong with the configuration. The text names the key.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A key is unknown, or its value is not of its type.
    #[error("configuration: {0}")]
    Invalid(String),
    /// A value is of its type but makes no sense.
    #[error("configuration: {key}: {problem}")]
    Value {
        /// The key, dotted.
        key: &'static str,
        /// What is wrong and what is expected.
        problem: String,
    },
    /// A file or folder can't be read or made.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Folder of everything that is made at run time: database file, segments, uploads, secrets.
    pub data_dir: PathBuf,
    /// The HTTP front door.
    pub http: http::HttpConfig,
    /// Where the services of a fleet find each other, and their metrics ports.
    pub services: services::ServicesConfig,
    /// The database.
    pub database: database::DatabaseConfig,
    /// The bus between the services.
    pub bus: bus::BusConfig,
    /// Accounts and sessions.
    pub auth: auth::AuthConfig,
    /// Outgoing e-mail.
    pub mail: mail::MailConfig,
    /// RTMP ingest.
    pub rtmp: rtmp::RtmpConfig,
    /// Low-latency HLS.
    pub hls: hls::HlsConfig,
    /// Streams and their statistics.
    pub live: live::LiveConfig,
    /// Request limits.
    pub limits: limits::LimitsConfig,
    /// Logs.
    pub log: log::LogConfig,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("storage"),
            http: http::HttpConfig::default(),
            services: services::ServicesConfig::default(),
            database: database::DatabaseConfig::default(),
            bus: bus::BusConfig::default(),
            auth: auth::AuthConfig::default(),
            mail: mail::MailConfig::default(),
            rtmp: rtmp::RtmpConfig::default(),
            hls: hls::HlsConfig::default(),
            live: live::LiveConfig::default(),
            limits: limits::LimitsConfig::default(),
            log: log::LogConfig::default(),
        }
    }
}

impl Config {
    /// Reads the configuration: defaults, then `file` (it must exist when `required`), then the
    /// environment.
    pub fn load(file: &Path, required: bool) -> Result<Self, ConfigError> {
        if required && !file.is_file() {
            return Err(ConfigError::Io {
                path: file.to_owned(),
                source: std::io::ErrorKind::NotFound.into(),
            });
        }
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if file.is_file() {
            figment = figment.merge(Toml::file_exact(file));
        }
        Self::from_figment(figment.merge(env::provider()))
    }

    fn from_figment(figment: Figment) -> Result<Self, ConfigError> {
        let config: Self = figment
            .extract()
            .map_err(|error| ConfigError::Invalid(describe(error)))?;
        config.validate()?;
        Ok(config)
    }

    /// A configuration for tests: everything under `data_dir`, free ports on loopback, quick
    /// password hashing.
    pub fn for_testing(data_dir: &Path) -> Self {
        Self {
            data_dir: data_dir.to_owned(),
            http: http::HttpConfig::for_testing(),
            services: services::ServicesConfig::for_testing(),
            auth: auth::AuthConfig::for_testing(),
            rtmp: rtmp::RtmpConfig::for_testing(),
            limits: limits::LimitsConfig::for_testing(),
            ..Self::default()
        }
    }

    /// Checks what types can't say.
    pub fn validate(&self) -> Result<(), ConfigError> {
        self.http.validate()?;
        self.database.validate()?;
        self.bus.validate()?;
        self.auth.validate()?;
        self.mail.validate()?;
        self.rtmp.validate()?;
        self.hls.validate()?;
        self.limits.validate()
    }

    /// The database's address: the configured one, or the SQLite file under `data_dir`.
    pub fn database_url(&self) -> String {
        self.database.url.as_ref().map_or_else(
            || {
                format!(
                    "sqlite://{}?mode=rwc",
                    self.data_dir.join("live.db").display()
                )
            },
            |url| url.reveal().to_owned(),
        )
    }
}

/// figment's message with the key in front, the way it stands in the file.
fn describe(error: figment::Error) -> String {
    error
        .into_iter()
        .map(|one| {
            let key = one.path.join(".");
            match &one.kind {
                figment::error::Kind::UnknownField(name, known) => {
                    let at = if key.is_empty() {
                        name.clone()
                    } else {
                        format!("{key}.{name}")
                    };
                    let at = at.replace(&format!("{name}.{name}"), name);
                    format!("unknown key `{at}`; known here: {}", known.join(", "))
                }
                kind => format!("`{key}`: {kind}"),
            }
        })
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests;
