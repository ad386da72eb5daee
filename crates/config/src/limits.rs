//! Request limits.

use crate::ConfigError;
use serde::{Deserialize, Serialize};

/// Request limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsConfig {
    /// Bytes of a JSON body at most.
    pub body_bytes_max: usize,
    /// Bytes of an uploaded picture at most.
    pub upload_bytes_max: usize,
    /// Seconds that a request may take.
    pub request_timeout_s: u64,
    /// API requests of one address per second, over time.
    pub api_per_second: u64,
    /// API requests of one address at once.
    pub api_burst: u32,
    /// Log-in and similar requests of one address per minute, over time.
    pub auth_per_minute: u64,
    /// Log-in and similar requests of one address at once.
    pub auth_burst: u32,
    /// Sockets of one gateway at most.
    pub sockets_max: usize,
    /// Sockets of one address at most.
    pub sockets_per_ip_max: usize,
    /// Comments of one user per 10 seconds.
    pub comments_per_10s: u32,
    /// Other socket messages of one socket per second.
    pub socket_messages_per_second: u32,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            body_bytes_max: 64 * 1024,
            upload_bytes_max: 8 * 1024 * 1024,
            request_timeout_s: 30,
            api_per_second: 50,
            api_burst: 200,
            auth_per_minute: 30,
            auth_burst: 20,
            sockets_max: 50_000,
            sockets_per_ip_max: 5_000,
            comments_per_10s: 8,
            socket_messages_per_second: 20,
        }
    }
}

impl LimitsConfig {
    pub(crate) fn for_testing() -> Self {
        Self {
            api_per_second: 10_000,
            api_burst: 10_000,
            auth_per_minute: 60_000,
            auth_burst: 10_000,
            ..Self::default()
        }
    }

    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        for (key, zero) in [
            ("limits.body_bytes_max", self.body_bytes_max == 0),
            ("limits.api_per_second", self.api_per_second == 0),
            ("limits.api_burst", self.api_burst == 0),
            ("limits.auth_per_minute", self.auth_per_minute == 0),
            ("limits.auth_burst", self.auth_burst == 0),
        ] {
            if zero {
                return Err(ConfigError::Value {
                    key,
                    problem: "must not be 0".into(),
                });
            }
        }
        Ok(())
    }
}
