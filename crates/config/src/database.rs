//! The database.

use crate::{ConfigError, Secret};
use serde::{Deserialize, Serialize};

/// The database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `postgres://user:password@host/name` or `sqlite://path`; absent: a SQLite file in
    /// `data_dir`.
    pub url: Option<Secret>,
    /// Connections at most.
    pub connections_max: u32,
    /// Milliseconds to wait for a free connection.
    pub acquire_timeout_ms: u64,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self {
            url: None,
            connections_max: 16,
            acquire_timeout_ms: 5_000,
        }
    }
}

impl DatabaseConfig {
    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        let known = |url: &str| {
            ["postgres://", "postgresql://", "sqlite:"]
                .iter()
                .any(|scheme| url.starts_with(scheme))
        };
        if self.url.as_ref().is_some_and(|url| !known(url.reveal())) {
            return Err(ConfigError::Value {
                key: "database.url",
                problem: "must begin with postgres:// or sqlite:".into(),
            });
        }
        if self.connections_max == 0 {
            return Err(ConfigError::Value {
                key: "database.connections_max",
                problem: "must be at least 1".into(),
            });
        }
        Ok(())
    }
}
