//! The bus between the services.

use crate::{ConfigError, Secret};
use serde::{Deserialize, Serialize};

/// The bus between the services.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BusConfig {
    /// `redis://host:6379/0`; absent: in process, which only the embedded engine can use.
    pub redis_url: Option<Secret>,
}

impl BusConfig {
    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        let known = |url: &str| {
            ["redis://", "rediss://", "unix://"]
                .iter()
                .any(|scheme| url.starts_with(scheme))
        };
        if self
            .redis_url
            .as_ref()
            .is_some_and(|url| !known(url.reveal()))
        {
            return Err(ConfigError::Value {
                key: "bus.redis_url",
                problem: "must begin with redis://, rediss:// or unix://".into(),
            });
        }
        Ok(())
    }
}
